import type { Migration } from './migration.js'

/** The one row that says how new the catalogue is: each change raises it in its own transaction, and each process compares. */
export const catalogue: Migration = {
  name: '004-catalogue',
  async up(schema) {
    await schema.schema.createTable('catalogue_version', table => {
      table.integer('id').notNullable().primary()
      table.bigInteger('version').notNullable()
    })
    await schema('catalogue_version').insert({ id: 1, version: 1 })
  },
  async down(schema) {
    await schema.schema.dropTable('catalogue_version')
  },
}
