import type { Migration } from './migration.js'

/** A page that waits for its publisher's server to say that the visitor was declined. */
export const triggerSessions: Migration = {
  name: '009-trigger-sessions',
  async up(schema, dialect) {
    await schema.schema.createTable('trigger_sessions', table => {
      table.text('id').notNullable().primary()
      table.text('organization').notNullable()
      table.text('website').notNullable()
      table.text('status').notNullable() // pending | ready
      table.text('reason')
      table.specificType('metadata', dialect.jsonColumn)
      table.text('request_id')
      table.specificType('place', dialect.jsonColumn) // where the visitor was when the page opened it
      table.text('visitor').notNullable()
      table.bigInteger('expires_at').notNullable()
      table.bigInteger('created_at').notNullable()
      table.index(['expires_at'], 'trigger_sessions_by_expiry') // to sweep by
    })
  },
  async down(schema) {
    await schema.schema.dropTable('trigger_sessions')
  },
}
