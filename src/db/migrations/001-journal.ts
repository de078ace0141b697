import type { Migration } from './migration.js'

/*
 * The event log. Every decision writes a row, so each index is paid ten thousand times a second: there is one per question that is asked,
 * and those on columns that most rows leave empty hold only the rows that fill them. Ids and times grow, so all but the index by user
 * are written at their ends, which stay in memory. A table clustered by its id (`without rowid`) was measured and is a fifth slower and larger: each
 * index would carry the 30-character id instead of a row number.
 */
export const journal: Migration = {
  name: '001-journal',
  async up(schema, dialect) {
    await schema.schema.createTable('events', table => {
      table.text('id').notNullable().primary()
      table.text('organization').notNullable()
      table.text('kind').notNullable()
      table.bigInteger('at').notNullable()
      table.text('user_id')
      table.text('website')
      table.text('wall')
      table.text('offer')
      table.text('trace')
      table.text('cause')
      table.specificType('properties', dialect.jsonColumn)
      table.index(['trace'], 'events_by_trace', { predicate: schema.whereNotNull('trace') })
      table.index(['organization', 'user_id', 'at'], 'events_by_user', { predicate: schema.whereNotNull('user_id') })
      table.index(['website', 'kind', 'at'], 'events_by_website', { predicate: schema.whereNotNull('website') })
      table.index(['organization', 'kind', 'at'], 'events_by_kind')
    })
  },
  async down(schema) {
    await schema.schema.dropTable('events')
  },
}
