import type { Knex } from 'knex'
import type { Dialect } from '../dialect.js'
import type { Migration } from './migration.js'

/** Acts that are acknowledged and wait to be billed, by the id of the fact that will tell each. They are read as a whole or not at all. */
const create = (schema: Knex, { jsonColumn }: Dialect): Promise<void> =>
  schema.schema.createTable('intake', table => {
    table.text('fact').notNullable().primary()
    table.specificType('act', jsonColumn).notNullable()
  })

/** Where one transaction writes at a time, the table has a file of its own, see `INTAKE_FILE`: what is taken in must not wait for what is billed. */
export const intake: Migration = {
  name: '016-intake',
  async up(schema, dialect) {
    if (!dialect.oneWriter) await create(schema, dialect)
  },
  async down(schema, { oneWriter }) {
    if (oneWriter) return
    if (await schema('intake').first())
      throw new Error('Acts of visitors wait to be billed, and would be lost: start the server once more, and stop it')
    await schema.schema.dropTable('intake')
  },
}

/** The steps of that file. */
export const INTAKE_FILE: readonly Migration[] = [
  {
    name: '001-intake',
    up: create,
    async down(schema) {
      await schema.schema.dropTable('intake')
    },
  },
]
