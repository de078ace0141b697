import type { Migration } from './migration.js'

/*
 * Counts for reports and rates, as rows that are only ever added, in the transaction of the facts they count: nobody waits for anybody.
 * A row belongs to an epoch once one has been stamped on it; rates are sums up to an epoch, reports are sums of everything.
 */
export const stats: Migration = {
  name: '008-stats',
  async up(schema) {
    await schema.schema.createTable('stat_deltas', table => {
      table.bigIncrements('seq')
      table.bigInteger('epoch')
      table.text('organization').notNullable()
      table.text('website')
      table.text('offer')
      table.text('country')
      table.text('surface')
      table.text('day').notNullable() // UTC, 2026-11-21
      table.text('metric').notNullable()
      table.bigInteger('n').notNullable()
      table.bigInteger('micros').notNullable()
      table.index(['epoch'], 'stat_deltas_by_epoch')
      table.index(['website', 'day'], 'stat_deltas_by_website', { predicate: schema.whereNotNull('website') })
      table.index(['offer', 'day'], 'stat_deltas_by_offer', { predicate: schema.whereNotNull('offer') })
    })
  },
  async down(schema) {
    await schema.schema.dropTable('stat_deltas')
  },
}
