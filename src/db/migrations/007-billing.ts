import type { Migration } from './migration.js'

/*
 * What was billed and what was not. Traces and ids grow with time, so most indexes are written at their ends; those by visitor are not, and
 * there is one on each of the two tables that a rule asks by visitor. No foreign keys: facts outlive what they speak of.
 */
export const billing: Migration = {
  name: '007-billing',
  async up(schema, dialect) {
    // The billable actions and micros of an offer on a UTC day, and over its whole life under the day ''. Their rows are what a billing batch locks.
    await schema.schema.createTable('offer_counters', table => {
      table.text('offer').notNullable()
      table.text('day').notNullable()
      table.text('organization').notNullable()
      table.bigInteger('actions').notNullable()
      table.bigInteger('spent').notNullable()
      table.primary(['day', 'offer']) // every process reads today's and the whole lives again and again
    })
    // Valid ones only; the journal has the others.
    await schema.schema.createTable('impressions', table => {
      table.text('trace').notNullable()
      table.text('offer').notNullable()
      table.text('organization').notNullable()
      table.text('website').notNullable()
      table.text('visitor').notNullable()
      table.bigInteger('at').notNullable()
      table.primary(['trace', 'offer'])
      table.index(['visitor', 'at', 'offer'], 'impressions_by_visitor') // whole answer to a frequency cap's question
    })
    // Valid ones only. They bill nothing; a row says that a pair has had its event.
    await schema.schema.createTable('click_events', table => {
      table.text('trace').notNullable()
      table.text('offer').notNullable()
      table.text('organization').notNullable()
      table.bigInteger('at').notNullable()
      table.primary(['trace', 'offer'])
    })
    await schema.schema.createTable('clicks', table => {
      table.text('id').notNullable().primary()
      table.text('organization').notNullable()
      table.text('trace').notNullable()
      table.text('offer').notNullable()
      table.text('advertiser').notNullable()
      table.text('website').notNullable()
      table.text('visitor').notNullable()
      table.bigInteger('at').notNullable()
      table.text('reason') // null: valid
      table.text('unbilled') // why a valid one cost nothing: paused, ended, exhausted
      table.boolean('billed').notNullable()
      table.text('model').notNullable() // CPC | CPA | ECPM
      table.bigInteger('price').notNullable()
      table.text('country')
      table.text('surface').notNullable()
      table.specificType('facts', dialect.jsonColumn) // what the rules for invalid traffic read, to judge the click again
      table.index(['trace', 'offer'], 'clicks_by_pair')
      table.unique(['trace', 'offer'], { indexName: 'clicks_valid', predicate: schema.whereNull('reason') }) // one a pair, come what may
      table.index(['website', 'visitor', 'at'], 'clicks_by_visitor')
    })
    await schema.schema.createTable('conversions', table => {
      table.text('id').notNullable().primary()
      table.text('organization').notNullable()
      table.text('advertiser').notNullable()
      table.text('txid').notNullable()
      table.text('click').notNullable()
      table.text('offer').notNullable()
      table.text('event').notNullable() // id of the goal; '' is the base step
      table.text('status').notNullable() // approved | reversed | refused
      table.text('reason')
      table.bigInteger('price').notNullable()
      table.bigInteger('payout') // as the advertiser reported it
      table.text('currency')
      table.bigInteger('at').notNullable()
      table.bigInteger('reversed_at')
      table.unique(['advertiser', 'txid'], { indexName: 'conversions_by_txid' })
      table.index(['click'], 'conversions_by_click')
    })
  },
  async down(schema) {
    await schema.schema.dropTable('conversions')
    await schema.schema.dropTable('clicks')
    await schema.schema.dropTable('click_events')
    await schema.schema.dropTable('impressions')
    await schema.schema.dropTable('offer_counters')
  },
}
