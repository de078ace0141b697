import type { Migration } from './migration.js'

export const websites: Migration = {
  name: '003-websites',
  async up(schema, dialect) {
    await schema.schema.createTable('websites', table => {
      table.text('id').notNullable().primary()
      table.text('organization').notNullable().references('organizations.id')
      table.text('name').notNullable()
      table.text('domain').notNullable()
      table.text('status').notNullable().defaultTo('active') // active | paused
      table.text('display_mode').notNullable().defaultTo('overlay') // overlay | section | decline
      table.boolean('trigger_enabled').notNullable().defaultTo(false)
      table.boolean('trust_location_hints').notNullable().defaultTo(false)
      table.boolean('allow_dev_overrides').notNullable().defaultTo(false)
      table.specificType('support', dialect.jsonColumn)
      table.specificType('experience', dialect.jsonColumn)
      table.double('revenue_share').notNullable().defaultTo(0.8) // the publisher's part of the revenue, 0 to 1
      table.text('pub_key').notNullable().unique()
      table.text('website_key').notNullable().unique()
      table.text('tracking_id').notNullable().unique()
      // An empty blocklist lets everyone in.
      table.text('geo_mode').notNullable().defaultTo('blocklist') // allowlist | blocklist
      table.specificType('geo_entries', dialect.jsonColumn).notNullable().defaultTo('[]')
      table.bigInteger('created_at').notNullable()
      table.bigInteger('updated_at').notNullable()
      table.bigInteger('deleted_at')
      table.index(['organization'], 'websites_by_organization')
    })
    await schema.schema.createTable('trigger_secrets', table => {
      table.text('id').notNullable().primary()
      table.text('organization').notNullable().references('organizations.id')
      table.text('website').notNullable().references('websites.id')
      table.text('prefix').notNullable() // the part that is shown
      table.text('hash').notNullable().unique()
      table.bigInteger('created_at').notNullable()
      table.bigInteger('last_used_at')
      table.bigInteger('revoked_at')
      table.index(['website'], 'trigger_secrets_by_website')
    })
  },
  async down(schema) {
    await schema.schema.dropTable('trigger_secrets')
    await schema.schema.dropTable('websites')
  },
}
