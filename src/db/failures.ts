import { Unavailable } from '../lib/errors.js'

/** Of the network and of name look-up, as Node names them. */
const NETWORK = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH', 'ENOTFOUND', 'EAI_AGAIN'])

/** Of the driver and of the pool, which give no code. */
const LOST = [
  /^Connection terminated/,
  /^timeout expired$/,
  /^Query read timeout$/,
  /connection error and is not queryable$/,
  /^Client was closed and is not queryable$/,
  /Timeout acquiring a connection/,
  /^Unable to acquire a connection$/,
  /^aborted$/,
]

/**
 * SQLSTATE (PostgreSQL, appendix A): 08 connection, 53 resources (too many connections, disk full), 57P server going down or coming up,
 * 58 I/O of the server; read-only after a failover, serialization failure, deadlock, lock not available, statement time-out.
 */
const SQLSTATE = /^(08...|53...|57P..|58...|25006|40001|40P01|55P03|57014)$/

/** Primary result codes of SQLite, whatever the extension behind them (`SQLITE_IOERR_WRITE`). */
const SQLITE = /^SQLITE_(BUSY|LOCKED|FULL|IOERR|READONLY|CANTOPEN|PROTOCOL)(_|$)/

/** What the storage says when there is no room left. */
const FULL = /^(SQLITE_FULL|53100)$/

/**
 * The failure as `Unavailable` when the database is away, full, or too busy to answer, so that a repeat may succeed;
 * undefined when the statement or the data is at fault. The driver's own error is the `cause`.
 */
export function asUnavailable(error: unknown): Unavailable | undefined {
  if (error instanceof Unavailable) return error
  if (!(error instanceof Error)) return undefined
  const code = codeOf(error)
  // knex sets the statement in front of the driver's message.
  const message = error.message.slice(error.message.lastIndexOf(' - ') + 1).replace(/^- /, '')
  if (!NETWORK.has(code) && !SQLSTATE.test(code) && !SQLITE.test(code) && !LOST.some(lost => lost.test(message))) return undefined
  const unavailable = FULL.test(code)
    ? new Unavailable('The storage is full', 'storage_full', 1)
    : new Unavailable('The database is not available right now', 'database_unavailable', 1)
  unavailable.cause = error
  return unavailable
}

/** A row with this primary key or unique value is there already. */
export function isUniqueViolation(error: unknown): boolean {
  return error instanceof Error && /^(23505|SQLITE_CONSTRAINT_(UNIQUE|PRIMARYKEY))$/.test(codeOf(error))
}

const codeOf = (error: Error): string => String((error as { code?: unknown }).code ?? '')
