import type { Migration } from './migration.js'

/*
 * What each click and each impression pays for. Counts are looked up by website or offer once an epoch has summed them up: the rows of the last seconds, one
 * or more for every act and each of another offer, are few enough to be walked. No question goes by the pair of an invalid click. And a visitor's hash is
 * of one website already, so that its index need not carry the website's id too.
 */
export const lighterWrites: Migration = {
  name: '014-lighter-writes',
  async up(schema) {
    await schema.schema.alterTable('stat_deltas', table => {
      table.dropIndex([], 'stat_deltas_by_website')
      table.dropIndex([], 'stat_deltas_by_offer')
      const predicate = schema.whereRaw('epoch > 0')
      table.index(['website', 'day'], 'stat_sums_by_website', { predicate })
      table.index(['offer', 'day'], 'stat_sums_by_offer', { predicate })
    })
    await schema.schema.alterTable('clicks', table => {
      table.dropIndex([], 'clicks_by_pair')
      table.dropIndex([], 'clicks_by_visitor')
      table.index(['visitor', 'at'], 'clicks_by_visitor')
    })
  },
  async down(schema) {
    await schema.schema.alterTable('clicks', table => {
      table.dropIndex([], 'clicks_by_visitor')
      table.index(['website', 'visitor', 'at'], 'clicks_by_visitor')
      table.index(['trace', 'offer'], 'clicks_by_pair')
    })
    await schema.schema.alterTable('stat_deltas', table => {
      table.dropIndex([], 'stat_sums_by_offer')
      table.dropIndex([], 'stat_sums_by_website')
      table.index(['offer', 'day'], 'stat_deltas_by_offer', { predicate: schema.whereNotNull('offer') })
      table.index(['website', 'day'], 'stat_deltas_by_website', { predicate: schema.whereNotNull('website') })
    })
  },
}
