import type { Migration } from './migration.js'

/** The two metrics of money, which had rows of their own. */
const MONEY = ['revenue', 'earnings']

/*
 * What each click and each impression pays for. A count carries its money, which had rows of its own: those that are there stay as counts of nothing.
 * Counts are looked up by website or offer once an epoch has summed them up: the rows of the last seconds, one or more for every act and each of
 * another offer, are few enough to be walked. No question goes by the pair of an invalid click. And a visitor's hash is of one website already, so
 * that its index need not carry the website's id too.
 */
export const lighterWrites: Migration = {
  name: '014-lighter-writes',
  async up(schema) {
    await schema.raw('alter table stat_deltas rename column micros to revenue')
    await schema.raw('alter table stat_deltas add column earnings bigint not null default 0')
    await schema('stat_deltas').whereIn('metric', MONEY).update({ n: 0 })
    await schema('stat_deltas')
      .where({ metric: 'earnings' })
      .update({ earnings: schema.ref('revenue'), revenue: 0 })
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
    const columns = ['epoch', 'organization', 'website', 'offer', 'country', 'surface', 'day']
    for (const money of MONEY)
      await schema(schema.raw('stat_deltas (??)', [[...columns, 'metric', 'n', 'revenue']])).insert(
        schema('stat_deltas')
          .select([...columns, schema.raw('?', [money]), schema.raw('0'), money])
          .whereNotIn('metric', MONEY)
          .whereNot({ [money]: 0 }),
      )
    await schema('stat_deltas')
      .where({ metric: 'earnings' })
      .whereNot({ earnings: 0 })
      .update({ revenue: schema.ref('earnings') })
    await schema('stat_deltas').whereNotIn('metric', MONEY).update({ revenue: 0 })
    await schema.raw('alter table stat_deltas drop column earnings')
    await schema.raw('alter table stat_deltas rename column revenue to micros')
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
