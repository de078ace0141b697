import type { Migration } from './migration.js'

/*
 * Acts that are acknowledged and wait to be billed, by the id of the fact that will tell each. They are read as a whole or not at all. Where one
 * transaction writes at a time they are kept in a log beside the database: what is taken in must not wait for what is billed.
 */
export const intake: Migration = {
  name: '016-intake',
  async up(schema, { oneWriter, jsonColumn }) {
    if (oneWriter) return
    await schema.schema.createTable('intake', table => {
      table.text('fact').notNullable().primary()
      table.specificType('act', jsonColumn).notNullable()
    })
  },
  async down(schema, { oneWriter }) {
    if (oneWriter) return
    if (await schema('intake').first())
      throw new Error('Acts of visitors wait to be billed, and would be lost: start the server once more, and stop it')
    await schema.schema.dropTable('intake')
  },
}
