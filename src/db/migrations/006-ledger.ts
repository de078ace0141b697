import type { Migration } from './migration.js'

/*
 * The double-entry ledger, in micros. A billed click is one posting of three entries, so an index on the entries costs three times one on
 * the postings: entries are found by posting and by account, and a statement of the whole organization walks the postings by time. Rows refer
 * to each other without foreign keys: they are written together, never changed, and checked by the audit.
 */
export const ledger: Migration = {
  name: '006-ledger',
  async up(schema) {
    await schema.schema.createTable('ledger_postings', table => {
      table.text('id').notNullable().primary()
      table.text('organization').notNullable()
      table.text('cause').notNullable()
      table.text('kind').notNullable() // deposit | charge | reversal | adjustment
      table.bigInteger('at').notNullable()
      table.text('trace')
      table.text('offer')
      table.text('website')
      table.unique(['organization', 'cause'], { indexName: 'ledger_postings_by_cause' }) // what a cause posts, it posts once
      table.index(['organization', 'at'], 'ledger_postings_by_time')
    })
    // Few among many charges. In plain words, since the query builder would bind the kind as a parameter.
    await schema.raw("create index ledger_postings_deposits on ledger_postings (organization, id) where kind = 'deposit'")
    await schema.schema.createTable('ledger_entries', table => {
      table.text('posting').notNullable()
      table.integer('line').notNullable()
      table.text('organization').notNullable()
      table.text('account').notNullable()
      table.bigInteger('amount').notNullable()
      table.bigInteger('at').notNullable() // the posting's, so that an account's statement is one range of the index
      table.primary(['posting', 'line'])
      table.index(['organization', 'account', 'at'], 'ledger_entries_by_account')
    })
    // The sum of an account's entries, kept in the same transaction.
    await schema.schema.createTable('ledger_balances', table => {
      table.text('organization').notNullable()
      table.text('account').notNullable()
      table.bigInteger('balance').notNullable()
      table.primary(['organization', 'account'])
    })
  },
  async down(schema) {
    await schema.schema.dropTable('ledger_balances')
    await schema.schema.dropTable('ledger_entries')
    await schema.schema.dropTable('ledger_postings')
  },
}
