import knex, { type Knex } from 'knex'
import type { Log } from '../lib/log.js'
import { SECOND } from '../lib/time.js'
import { clientOn, SqliteClient, type SqliteConnection } from './clients.js'
import { ACQUIRE_TIMEOUT, fileConfig, readingConfig, serverConfig } from './connections.js'
import { type Dialect, embedded, shared } from './dialect.js'
import type { Guest } from './guest.js'

export interface DatabaseSettings {
  /** `postgres://...`; absent: an embedded database in `file`. */
  readonly url?: string
  readonly file?: string
  /** Most connections to a database server. */
  readonly poolMax?: number
}

export interface Database {
  readonly knex: Knex
  /** For questions that change nothing: no write keeps them waiting, nor they a write. What is committed by then is seen. */
  readonly reads: Knex
  readonly dialect: Dialect
  /** Resolves when the database answers. @throws Unavailable */
  ping(): Promise<void>
  /** Takes in what an embedded database has answered by now, for who can't wait until the event loop comes to it. */
  attend(): void
  /** Starts a program in the thread of an embedded database, see `SqliteThread.host`. @throws Unavailable when that can't be opened */
  readonly host?: (module: string) => Promise<Guest>
  /** Waits for statements that run, then lets all connections go. */
  close(): Promise<void>
}

/**
 * Opens the database. No connection is made yet, so that a server may come up later than we do.
 * Every failure that a repeat may mend, in any statement, is thrown as `Unavailable`.
 */
export function openDatabase(settings: DatabaseSettings, log?: Log): Database {
  const { url, file, poolMax = 10 } = settings
  if (url === undefined && file === undefined) throw new Error('openDatabase: give a url or a file')
  const open = (config: Knex.Config) =>
    knex({
      ...config,
      acquireConnectionTimeout: ACQUIRE_TIMEOUT,
      // Bound values are people's data: they stay out of error messages.
      compileSqlOnError: false,
      log: loggerFor(log),
    })
  const db = open(url !== undefined ? serverConfig(url, poolMax) : fileConfig(file!))
  const reads = url !== undefined ? db : open(readingConfig(file!))
  return {
    knex: db,
    reads,
    dialect: url !== undefined ? shared : embedded,
    ping: async () => {
      await db.raw('select 1')
    },
    attend: () => {
      if (db.client instanceof SqliteClient) db.client.attend()
    },
    ...(url === undefined && { host: module => (db.client as SqliteClient).host(module) }),
    close: async () => {
      if (reads !== db) await reads.destroy()
      await db.destroy()
    },
  }
}

/** The database of this very thread, for what is hosted in it. Its connection is the host's, and stays open. */
export function databaseOn(connection: SqliteConnection): Database {
  const db = knex({
    client: clientOn(connection),
    useNullAsDefault: true,
    connection: { filename: ':host:' },
    pool: { min: 1, max: 1 },
    compileSqlOnError: false,
  })
  return {
    knex: db,
    reads: db,
    dialect: embedded,
    ping: async () => void (await db.raw('select 1')),
    attend: () => {},
    close: () => db.destroy(),
  }
}

const WARN_EVERY = 5 * SECOND

/** knex warns once for each request that meets a lost connection: thousands in an outage that heals itself. One line in five seconds says as much. */
function loggerFor(log: Log | undefined): Knex.Logger {
  let quietUntil = 0
  return {
    debug: (message: unknown) => log?.debug({ detail: message }, 'database'),
    deprecate: (method: string, instead: string) => log?.warn({ method, instead }, 'database: deprecated call'),
    error: (message: unknown) => log?.error({ detail: message }, 'database'),
    warn: (message: unknown) => {
      if (performance.now() < quietUntil) return
      quietUntil = performance.now() + WARN_EVERY
      log?.warn({ detail: message }, 'database: connection lost or refused')
    },
  }
}
