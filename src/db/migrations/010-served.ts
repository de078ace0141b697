import type { Migration } from './migration.js'

/*
 * Which offers were answered to which request: only a pair in here can be seen, clicked or billed. A row is one answer, since its offers are always
 * read together; a request that is answered again has another.
 */
export const served: Migration = {
  name: '010-served',
  async up(schema) {
    await schema.schema.createTable('served', table => {
      table.text('trace').notNullable()
      table.text('organization').notNullable()
      table.text('website').notNullable()
      table.text('visitor').notNullable()
      table.text('country')
      table.text('surface').notNullable()
      table.bigInteger('at').notNullable()
      table.text('offers').notNullable() // [[offer, advertiser, position, model, price], ...], the price in micros
      table.index(['trace'], 'served_by_trace')
    })
  },
  async down(schema) {
    await schema.schema.dropTable('served')
  },
}
