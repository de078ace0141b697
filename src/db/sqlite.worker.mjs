// @ts-check
/*
 * The embedded database's own thread: SQLite works synchronously, and a flush to the disk would hold up every request. It runs one statement at a
 * time, in the order in which they come. Plain JavaScript, so that it starts alike from source and beside the bundle.
 */
import { parentPort, workerData } from 'node:worker_threads'
import Database from 'better-sqlite3'

if (!parentPort) throw new Error('sqlite.worker: runs as a worker thread only')
const port = parentPort

/** Statements in use are kept prepared: at most so many, and then all are made anew. */
const MAX_PREPARED = 500

/** @type {Map<string, import('better-sqlite3').Statement>} */
const prepared = new Map()

/** Where a transaction is over, or another begins. */
const ENDS = /^(ROLLBACK|BEGIN)/

const NOTHING = { changes: { changes: 0, lastInsertRowid: 0 } }

/**
 * The error with which a transaction did not begin, or the database ended it by itself, as a full disk does. What was sent for it before that was
 * known must not be written by itself, outside of any.
 * @type {unknown}
 */
let lost

/** @type {import('better-sqlite3').Database} */
let database

function open() {
  database = new Database(workerData.file)
  const mode = database.pragma('journal_mode = WAL', { simple: true })
  if (mode !== 'wal')
    throw new Error(`the file system of the data folder cannot hold a write-ahead log: journal mode stays ${String(mode)}`)
  for (const pragma of workerData.pragmas) database.pragma(pragma)
  return NOTHING
}

/** Does one thing and tells how it went. @param {() => object} act @param {string} sql */
function outcome(act, sql = '') {
  const within = database?.inTransaction ?? false
  try {
    const done = act()
    return { ...done, inTransaction: database.inTransaction }
  } catch (error) {
    const { message, code } = /** @type {Error & { code?: string }} */ (error)
    if (sql.startsWith('BEGIN') || (within && !database.inTransaction && !sql.startsWith('COMMIT'))) lost = error
    return { error: { message, code }, inTransaction: database?.inTransaction ?? false }
  }
}

/** @param {string} sql */
function statementOf(sql) {
  const known = prepared.get(sql)
  if (known) return known
  if (prepared.size >= MAX_PREPARED) prepared.clear()
  const statement = database.prepare(sql)
  prepared.set(sql, statement)
  return statement
}

/** @param {{ sql: string, bindings: unknown[] }} request */
function run({ sql, bindings }) {
  if (ENDS.test(sql)) lost = undefined
  if (lost !== undefined) throw lost
  // Its transaction has ended by itself. A second rollback would fail, and hide the first failure behind its own.
  if (sql === 'ROLLBACK' && !database.inTransaction) return NOTHING
  const statement = statementOf(sql)
  return statement.reader ? { rows: statement.all(bindings) } : { changes: statement.run(bindings) }
}

/** @param {{ sql: string, bindings: unknown[] }} request */
const answer = request => outcome(() => run(request), request.sql)

port.on('message', requests => {
  if (requests === 'close') {
    database?.close()
    port.close()
  } else {
    port.postMessage(requests.map(answer))
  }
})
port.postMessage([outcome(open)])
