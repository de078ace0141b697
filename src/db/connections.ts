import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Knex } from 'knex'
import type pg from 'pg'
import { MINUTE, SECOND } from '../lib/time.js'
import { PostgresClient, SqliteClient, SqliteReader } from './clients.js'

/** How long a request may wait for a connection, or for a server to accept one, before it is refused. */
export const ACQUIRE_TIMEOUT = 3 * SECOND

/** The server ends a statement after this; a second later we stop waiting for its answer, in case the server itself is gone. */
export const STATEMENT_TIMEOUT = 15 * SECOND

/** An embedded database in a file, whose folder is made. */
export function fileConfig(file: string): Knex.Config {
  mkdirSync(dirname(file), { recursive: true })
  return {
    client: SqliteClient,
    useNullAsDefault: true,
    connection: { filename: file },
    pool: { min: 1, max: 1 },
  }
}

/** The same file for reading alone: a thread of its own, which is there while it is used. */
export const readingConfig = (file: string): Knex.Config => ({
  client: SqliteReader,
  useNullAsDefault: true,
  connection: { filename: file },
  pool: { min: 0, max: 1, idleTimeoutMillis: MINUTE },
})

/** A database server. */
export const serverConfig = (url: string, poolMax: number): Knex.Config => ({
  client: PostgresClient,
  connection: {
    connectionString: url,
    application_name: 'throughline',
    connectionTimeoutMillis: ACQUIRE_TIMEOUT,
    statement_timeout: STATEMENT_TIMEOUT,
    query_timeout: STATEMENT_TIMEOUT + SECOND,
    idle_in_transaction_session_timeout: STATEMENT_TIMEOUT,
    keepAlive: true,
    // What an act asks for side by side goes over together, and is answered one after the other: a transaction of billing takes a fifth less.
    pipeline: true,
  } as Knex.PgConnectionConfig,
  pool: { min: 0, max: poolMax, afterCreate: afterCreate(prepareSession) },
})

/**
 * Only ever raises the durability: a server that waits for its replicas (`remote_apply`) keeps doing so. And nothing is compiled for a statement: of a large table without
 * statistics the server thinks so much that a look-up of 64 keys, a millisecond's work, was compiled for a hundred each time.
 */
async function prepareSession(connection: pg.Client): Promise<void> {
  await connection.query(
    `select set_config('jit', 'off', false), set_config('synchronous_commit', replace(replace(commit, 'off', 'on'), 'local', 'on'), false)
      from current_setting('synchronous_commit') as commit`,
  )
}

/** knex calls with a callback. A failure here refuses the connection. */
const afterCreate =
  <Connection>(prepare: (connection: Connection) => void | Promise<void>) =>
  (connection: Connection, done: (error: Error | null, connection: Connection) => void): void => {
    Promise.resolve()
      .then(() => prepare(connection))
      .then(
        () => done(null, connection),
        (error: Error) => done(error, connection),
      )
  }
