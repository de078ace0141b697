import type { Migration } from './migration.js'

/** Decisions by hour, from which pacing learns how the traffic of a day is spread. Who makes the epochs writes it: nobody else waits. */
export const traffic: Migration = {
  name: '011-traffic',
  async up(schema) {
    await schema.schema.createTable('traffic', table => {
      table.text('organization').notNullable()
      table.bigInteger('hour').notNullable() // since the epoch
      table.bigInteger('requests').notNullable()
      table.primary(['organization', 'hour'])
    })
  },
  async down(schema) {
    await schema.schema.dropTable('traffic')
  },
}
