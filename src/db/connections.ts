import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Knex } from 'knex'
import pg from 'pg'
import { SECOND } from '../lib/time.js'
import { PostgresClient, SqliteClient } from './clients.js'

/** How long a request may wait for a connection, or for a server to accept one, before it is refused. */
export const ACQUIRE_TIMEOUT = 3 * SECOND

/** The server ends a statement after this; a second later we stop waiting for its answer, in case the server itself is gone. */
const STATEMENT_TIMEOUT = 15 * SECOND

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
    types: { getTypeParser },
  } as Knex.PgConnectionConfig,
  pool: { min: 0, max: poolMax, afterCreate: afterCreate(prepareSession) },
})

/**
 * Connections apart from knex, for a library that brings its own statements and reads the driver's own types.
 * @param unsent prepared statements whose names match are answered with no rows, and the server never hears of them
 */
export const serverPool = (url: string, { max, name, unsent }: { max: number; name: string; unsent?: RegExp }): pg.Pool =>
  new pg.Pool({
    connectionString: url,
    application_name: name,
    connectionTimeoutMillis: ACQUIRE_TIMEOUT,
    statement_timeout: STATEMENT_TIMEOUT,
    query_timeout: STATEMENT_TIMEOUT + SECOND,
    keepAlive: true,
    max,
    ...(unsent && { Client: clientWithout(unsent) }),
  })

const clientWithout = (unsent: RegExp): typeof pg.Client =>
  class extends pg.Client {
    constructor(settings?: string | pg.ClientConfig) {
      super(settings)
      const send = this.query.bind(this) as (...call: unknown[]) => unknown
      this.query = ((...call: unknown[]) => {
        const { name } = call[0] as { name?: unknown }
        return typeof name === 'string' && unsent.test(name) ? Promise.resolve({ rows: [], rowCount: 0 }) : send(...call)
      }) as typeof this.query
    }
  }

/** Only ever raises the durability: a server that waits for its replicas (`remote_apply`) keeps doing so. */
async function prepareSession(connection: pg.Client): Promise<void> {
  await connection.query(
    "select set_config('synchronous_commit', 'on', false) where current_setting('synchronous_commit') in ('off', 'local')",
  )
}

/**
 * The same values on both engines: micros, epoch times, counts and sums are numbers (all below 2^53), JSON is text for `fromJson`.
 * Only our own connections are told, not every user of the driver in the process.
 */
function getTypeParser(oid: number, format?: 'text' | 'binary'): unknown {
  const { INT8, NUMERIC, JSON: JSON_TEXT, JSONB } = pg.types.builtins
  if (format === 'binary') return pg.types.getTypeParser(oid, 'binary')
  if (oid === INT8 || oid === NUMERIC) return Number
  if (oid === JSON_TEXT || oid === JSONB) return String
  return pg.types.getTypeParser(oid, 'text')
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
