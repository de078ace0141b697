// @ts-check
/*
 * The embedded database's own thread: SQLite works synchronously, and a flush to the disk would hold up every request. It runs one statement at a
 * time, in the order in which they come. Plain JavaScript, so that it starts alike from source and beside the bundle.
 */
import { readlinkSync } from 'node:fs'
import { setPriority } from 'node:os'
import { workerData } from 'node:worker_threads'
import Database from 'better-sqlite3'

/** @type {{ port: import('node:worker_threads').MessagePort, sent: Int32Array, file: string, pragmas: string[], niceness: number }} */
const { port, sent, file, pragmas, niceness } = workerData

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

/** Where processors are scarce, the threads that people wait for go first. Linux gives each thread a priority of its own; elsewhere nothing changes. */
function stepBack() {
  try {
    setPriority(Number(readlinkSync('/proc/thread-self').split('/').at(-1)), niceness)
  } catch {}
}

function open() {
  if (niceness > 0) stepBack()
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
  if (list !== undefined) return runAll(statement, JSON.parse(list))
  return statement.reader ? { rows: statement.all(bindings) } : { changes: statement.run(bindings) }
}

/** Runs a statement for each of the rows. @param {import('better-sqlite3').Statement} statement @param {unknown[][]} values */
function runEach(statement, values) {
  const rows = []
  for (const row of values) {
    for (let at = 0; at < row.length; at++) {
      const value = row[at]
      if (typeof value === 'boolean') row[at] = Number(value)
      else if (typeof value === 'object' && value !== null) row[at] = JSON.stringify(value)
      else if (value === undefined) row[at] = null
    }
    if (statement.reader) rows.push(...statement.all(row))
    else statement.run(row)
  }
  return statement.reader ? { rows } : { changes: { changes: values.length, lastInsertRowid: 0 } }
}

/** All of the rows or none. @param {import('better-sqlite3').Statement} statement @param {unknown[][]} rows */
const runAll = (statement, rows) => (database.inTransaction ? runEach(statement, rows) : database.transaction(runEach)(statement, rows))

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

/** What comes from the other side, but for calls of guests. @param {any} message */
function take(message) {
  if (message === 'close') {
    database?.close()
    // Of this thread alone: a guest may have left a timer, of its pool for one.
    process.exit()
  } else if (message.guest !== undefined) void host(message.guest, message.port)
  else {
    const answers = answerAll(message)
    if (answers.length > 0) send(answers)
  }
}

/*
 * Guests: programs that work on the database from within, see `SqliteThread.host`. Each call is answered between two transactions, and until it is, what
 * else comes waits: a guest's transaction is a guest's alone.
 */

/** @type {(() => Promise<void>)[]} */
const calls = []

/** @type {unknown[]} */
const held = []

let isCalled = false

/** The connection as guests have it: what it does is done when it returns. */
const connection = {
  alive: true,
  begin: () => void statementOf('BEGIN IMMEDIATE;').run(),
  /** @param {string} sql @param {unknown[]} bindings */
  run(sql, bindings) {
    if (sql === 'ROLLBACK' && !database.inTransaction) return NOTHING
    const statement = statementOf(sql)
    return statement.reader ? { rows: statement.all(bindings) } : { changes: statement.run(bindings) }
  },
  /** @param {string} sql @param {{ rows: unknown[][] }} list */
  runEach: (sql, { rows }) => runAll(statementOf(sql), rows),
  /** @param {string} sql @param {{ rows: unknown[][] }} list */
  postEach: (sql, { rows }) => void runAll(statementOf(sql), rows),
  async close() {},
}

/** @param {string} module @param {import('node:worker_threads').MessagePort} port */
async function host(module, port) {
  const serving = import(module).then(({ serve }) => serve(connection))
  await serving.catch(() => {}) // whoever calls is told
  port.on('message', call => {
    calls.push(async () => port.postMessage(await told(serving, call)))
    void callNext()
  })
}

/** @param {Promise<(call: unknown) => Promise<unknown>>} serving @param {unknown} call */
async function told(serving, call) {
  try {
    return { answer: await (await serving)(call) }
  } catch (error) {
    const { message, code, stack } = /** @type {any} */ (error).cause ?? error
    return { error: { message, code, stack } }
  }
}

/** Answers calls for as long as no transaction of the other side is open, or has ended without its knowing. */
async function callNext() {
  while (!isCalled && calls.length > 0 && !database.inTransaction && lost === undefined) {
    isCalled = true
    try {
      await calls.shift()?.()
    } finally {
      isCalled = false
      for (const message of held.splice(0)) take(message)
    }
  }
}

port.on('message', message => {
  if (isCalled) held.push(message)
  else {
    take(message)
    void callNext()
  }
})
send([outcome(open)])
