import type { Migration } from './migration.js'

/** Who advertises what, and which of it a website sells. */
export const offers: Migration = {
  name: '005-offers',
  async up(schema, dialect) {
    await schema.schema.createTable('advertisers', table => {
      table.text('id').notNullable().primary()
      table.text('organization').notNullable().references('organizations.id')
      table.text('name').notNullable()
      table.text('token_prefix').notNullable() // the part of the postback token that is shown
      table.text('token_hash').notNullable().unique()
      table.text('token_sealed').notNullable() // in clear it is the key of signatures, so that the hash alone would not do
      table.bigInteger('created_at').notNullable()
      table.bigInteger('updated_at').notNullable()
      table.bigInteger('deleted_at')
      table.index(['organization'], 'advertisers_by_organization')
    })
    await schema.schema.createTable('offers', table => {
      table.text('id').notNullable().primary()
      table.text('organization').notNullable().references('organizations.id')
      table.text('advertiser').notNullable().references('advertisers.id')
      table.text('name').notNullable()
      table.text('status').notNullable() // active | paused
      table.specificType('data', dialect.jsonColumn).notNullable() // all that is read as a whole: creative, bid, budgets, targeting, goals
      table.bigInteger('created_at').notNullable()
      table.bigInteger('updated_at').notNullable()
      table.bigInteger('deleted_at')
      table.index(['organization'], 'offers_by_organization')
      table.index(['advertiser'], 'offers_by_advertiser')
    })
    await schema.schema.alterTable('websites', table => {
      table.specificType('offer_rules', dialect.jsonColumn) // null: sells everything
    })
    // What the auction read from a version of the catalogue on, so that a decision of last month is explained by last month's offers.
    await schema.schema.createTable('revisions', table => {
      table.text('organization').notNullable()
      table.text('kind').notNullable() // offer | website
      table.text('id').notNullable()
      table.bigInteger('version').notNullable()
      table.specificType('data', dialect.jsonColumn) // null: deleted
      table.primary(['organization', 'kind', 'id', 'version'])
      table.index(['version'], 'revisions_by_version') // what a process that knows an older version has to load
    })
  },
  async down(schema) {
    await schema.schema.dropTable('revisions')
    // In plain words: the query builder would copy the table, which others refer to, on an engine that can drop a column.
    await schema.raw('alter table websites drop column offer_rules')
    await schema.schema.dropTable('offers')
    await schema.schema.dropTable('advertisers')
  },
}
