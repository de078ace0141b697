import assert from 'node:assert/strict'
import { asUnavailable, isUniqueViolation } from '../../src/db/failures.js'
import { Unavailable } from '../../src/lib/errors.js'
import { bareDatabase } from '../helpers/database.js'

const failure = (message: string, code?: string) => Object.assign(new Error(message), code !== undefined && { code })

describe('asUnavailable', () => {
  const away: [string, Error][] = [
    ['a refused connection', failure('connect ECONNREFUSED 127.0.0.1:5432', 'ECONNREFUSED')],
    ['a connection reset', failure('read ECONNRESET', 'ECONNRESET')],
    ['a name that does not resolve right now', failure('getaddrinfo EAI_AGAIN db', 'EAI_AGAIN')],
    ['a connection that ended in the middle', failure('select 1 - Connection terminated unexpectedly')],
    ['a connection that was not made in time', failure('timeout expired')],
    ['a connection that is already known to be dead', failure('BEGIN; - Client has encountered a connection error and is not queryable')],
    ['a server that does not answer', failure('select 1 - Query read timeout')],
    ['a pool with no free connection', failure('Knex: Timeout acquiring a connection. The pool is probably full.')],
    ['a pool that was closed', failure('aborted')],
    ['an administrator who stops the server', failure('terminating connection', '57P01')],
    ['a server that is starting', failure('the database system is starting up', '57P03')],
    ['a lost connection, said by the server', failure('connection failure', '08006')],
    ['too many connections', failure('sorry, too many clients already', '53300')],
    ['a statement that took too long', failure('canceling statement due to statement timeout', '57014')],
    ['a server that became read-only', failure('cannot execute INSERT in a read-only transaction', '25006')],
    ['a deadlock', failure('deadlock detected', '40P01')],
    ['a transaction that must be repeated', failure('could not serialize access', '40001')],
    ['a file that another process writes', failure('database is locked', 'SQLITE_BUSY')],
    ['a file in the way of a snapshot', failure('database is locked', 'SQLITE_BUSY_SNAPSHOT')],
    ['a disk that fails', failure('disk I/O error', 'SQLITE_IOERR_WRITE')],
    ['a disk that became read-only', failure('attempt to write a readonly database', 'SQLITE_READONLY')],
  ]
  for (const [what, error] of away)
    it(`reads ${what} as unavailable for now`, () => {
      const unavailable = asUnavailable(error)
      assert.ok(unavailable instanceof Unavailable)
      assert.equal(unavailable.reason, 'database_unavailable')
      assert.equal(unavailable.retryAfter, 1)
      assert.equal(unavailable.cause, error)
      assert.doesNotMatch(unavailable.message, /select|5432|SQLITE/i)
    })

  for (const code of ['SQLITE_FULL', '53100'])
    it(`says of ${code} that the storage is full`, () => {
      assert.equal(asUnavailable(failure('full', code))?.reason, 'storage_full')
    })

  const ours: [string, unknown][] = [
    ['a wrong statement', failure('select x - column "x" does not exist', '42703')],
    ['a value that is there already', failure('duplicate key', '23505')],
    ['a missing parent', failure('FOREIGN KEY constraint failed', 'SQLITE_CONSTRAINT_FOREIGNKEY')],
    ['a damaged file', failure('database disk image is malformed', 'SQLITE_CORRUPT')],
    ['a wrong password', failure('password authentication failed', '28P01')],
    ['a text that only speaks of it', failure("insert ... values ('timeout expired') - no such table: things", 'SQLITE_ERROR')],
    ['any other error', new TypeError('x is not a function')],
    ['what is no error', 'Connection terminated'],
  ]
  for (const [what, error] of ours)
    it(`leaves ${what} as it is`, () => {
      assert.equal(asUnavailable(error), undefined)
    })

  it('keeps an error that has been read before', () => {
    const unavailable = new Unavailable('away')
    assert.equal(asUnavailable(unavailable), unavailable)
  })
})

describe('isUniqueViolation', () => {
  it('tells a key that is taken from all other failures', async () => {
    const db = await bareDatabase()
    await db.knex.schema.createTable('things', table => {
      table.text('id').notNullable().primary()
      table.text('name').unique()
    })
    await db.knex('things').insert({ id: 'a', name: 'A' })
    const failureOf = (row: object) =>
      db
        .knex('things')
        .insert(row)
        .then(
          () => undefined,
          (error: unknown) => error,
        )
    assert.ok(isUniqueViolation(await failureOf({ id: 'a' })), 'primary key')
    assert.ok(isUniqueViolation(await failureOf({ id: 'b', name: 'A' })), 'unique column')
    assert.ok(!isUniqueViolation(await failureOf({ id: null })), 'missing value')
    assert.ok(!isUniqueViolation(await failureOf({ id: 'b', nothing: 1 })), 'no such column')
  })
})
