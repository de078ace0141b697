// @ts-check
/*
 * The embedded database's own thread: SQLite works synchronously, and a flush to the disk would hold up every request. It runs one statement at a
 * time, in the order in which they come. Plain JavaScript, so that it starts alike from source and beside the bundle.
 */
import { workerData } from 'node:worker_threads'
import Database from 'better-sqlite3'

/** @type {{ port: import('node:worker_threads').MessagePort, sent: Int32Array, file: string, pragmas: string[] }} */
const { port, sent, file, pragmas } = workerData

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
  database = new Database(file)
  const mode = database.pragma('journal_mode = WAL', { simple: true })
  if (mode !== 'wal')
    throw new Error(`the file system of the data folder cannot hold a write-ahead log: journal mode stays ${String(mode)}`)
  for (const pragma of pragmas) database.pragma(pragma)
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

/** @param {{ sql: string, bindings?: unknown[], list?: string }} request */
function run({ sql, bindings, list }) {
  if (ENDS.test(sql)) lost = undefined
  if (lost !== undefined) throw lost
  // Its transaction has ended by itself. A second rollback would fail, and hide the first failure behind its own.
  if (sql === 'ROLLBACK' && !database.inTransaction) return NOTHING
  const statement = statementOf(sql)
  if (list !== undefined) return database.inTransaction ? runEach(statement, list) : database.transaction(runEach)(statement, list)
  return statement.reader ? { rows: statement.all(bindings) } : { changes: statement.run(bindings) }
}

/** Runs a statement for each row of a JSON list of lists. @param {import('better-sqlite3').Statement} statement @param {string} list */
function runEach(statement, list) {
  const rows = []
  /** @type {unknown[][]} */
  const values = JSON.parse(list)
  for (const row of values) {
    for (let at = 0; at < row.length; at++) {
      const value = row[at]
      if (typeof value === 'boolean') row[at] = Number(value)
      else if (typeof value === 'object' && value !== null) row[at] = JSON.stringify(value)
    }
    if (statement.reader) rows.push(...statement.all(row))
    else statement.run(row)
  }
  return statement.reader ? { rows } : { changes: { changes: values.length, lastInsertRowid: 0 } }
}

/** @param {{ sql: string, bindings?: unknown[], list?: string }} request */
const answer = request => outcome(() => run(request), request.sql)

/**
 * Answers all but what was posted. A posted statement that fails takes the rest of its transaction along.
 * @param {{ sql: string, bindings?: unknown[], list?: string, posted?: boolean }[]} requests
 */
function answerAll(requests) {
  const answers = []
  for (const request of requests) {
    if (!request.posted) answers.push(answer(request))
    else
      try {
        run(request)
      } catch (error) {
        lost ??= error
      }
  }
  return answers
}

/** The number tells that a message is there without a look at the port. @param {object[]} answers */
function send(answers) {
  port.postMessage(answers)
  Atomics.add(sent, 0, 1)
}

port.on('message', requests => {
  if (requests === 'close') {
    database?.close()
    port.close()
  } else {
    const answers = answerAll(requests)
    if (answers.length > 0) send(answers)
  }
})
send([outcome(open)])
