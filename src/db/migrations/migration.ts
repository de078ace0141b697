import type { Knex } from 'knex'
import type { Dialect } from '../dialect.js'

/** One step of the schema. Steps that have been released never change: a later one corrects them. */
export interface Migration {
  readonly name: string
  up(schema: Knex, dialect: Dialect): Promise<void>
  down(schema: Knex, dialect: Dialect): Promise<void>
}
