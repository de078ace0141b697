import type { Migration } from './migration.js'

/** No question goes by the kind of a fact alone, and every fact paid for the index: a twentieth of what a click costs the database. */
export const noQuestion: Migration = {
  name: '017-no-question',
  async up(schema) {
    await schema.schema.alterTable('events', table => table.dropIndex([], 'events_by_kind'))
  },
  async down(schema) {
    await schema.schema.alterTable('events', table => table.index(['organization', 'kind', 'at'], 'events_by_kind'))
  },
}
