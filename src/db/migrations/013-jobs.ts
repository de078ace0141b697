import type { Migration } from './migration.js'

/** What is to be done later, where no queue of the engine's own does it, and who is at work where one does. */
export const jobs: Migration = {
  name: '013-jobs',
  async up(schema, dialect) {
    await schema.schema.createTable('schedules', table => {
      table.text('name').notNullable().primary()
      table.bigInteger('next_at').notNullable()
    })
    // How far a pass over a long table has come.
    await schema.schema.createTable('housekeeping_marks', table => {
      table.text('name').notNullable().primary()
      table.text('reached').notNullable() // id of the last row that was looked at
    })
    if (dialect.jobQueue) {
      await schema.schema.createTable('job_workers', table => {
        table.text('id').notNullable().primary()
        table.bigInteger('seen_at').notNullable() // by the clock of the server
      })
      return
    }
    await schema.schema.createTable('jobs', table => {
      table.text('id').notNullable().primary()
      table.text('name').notNullable()
      table.text('key')
      table.text('payload').notNullable()
      table.bigInteger('due_at') // when it may be taken: of one under way the end of its lease; null: given up
      table.integer('attempts').notNullable()
      table.text('token') // of who does it; null while it waits
      table.text('last_error')
      table.bigInteger('created_at').notNullable()
      table.index(['due_at'], 'jobs_due')
      // Of one name and key only one waits. Those without a key are all different: null equals nothing.
      table.unique(['name', 'key'], {
        indexName: 'jobs_waiting_by_key',
        predicate: schema.whereRaw('token is null and due_at is not null'),
      })
    })
  },
  async down(schema, dialect) {
    await schema.schema.dropTable(dialect.jobQueue ? 'job_workers' : 'jobs')
    await schema.schema.dropTable('housekeeping_marks')
    await schema.schema.dropTable('schedules')
  },
}
