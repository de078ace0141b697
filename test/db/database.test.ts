import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openDatabase } from '../../src/db/database.js'
import { atOneMoment, transaction } from '../../src/db/transaction.js'
import { fromBoolean, fromJson, json } from '../../src/db/values.js'
import { Conflict } from '../../src/lib/errors.js'
import { bareDatabase, type TestDatabase } from '../helpers/database.js'

describe('openDatabase', () => {
  let db: TestDatabase

  before(async () => {
    db = await bareDatabase()
    await db.knex.schema.createTable('things', table => {
      table.text('id').notNullable().primary()
      table.bigInteger('amount')
      table.boolean('on')
      table.double('share')
      table.specificType('data', db.dialect.jsonColumn)
    })
  })
  afterEach(() => db.knex('things').delete())

  it('answers a ping', () => db.ping())

  it('wants a url or a file', () => {
    assert.throws(() => openDatabase({}), /give a url or a file/)
  })

  it('makes the folder of its file', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'throughline-'))
    const file = openDatabase({ file: join(folder, 'deep', 'er', 'x.db') })
    await file.ping()
    await file.close()
    rmSync(folder, { recursive: true })
  })

  it('reads back what was written, alike on every engine', async () => {
    const data = { list: [1, 'two', null], quote: `"'?\\`, ü: '日本' }
    await db.knex('things').insert({ id: 'a', amount: 9_007_199_254_740_991, on: true, share: 0.8, data: json(data) })
    await db.knex('things').insert({ id: 'b', amount: null, on: false, share: null, data: json(undefined) })
    const [a, b] = await db.knex('things').select('*').orderBy('id')
    assert.deepEqual(
      { ...a, on: fromBoolean(a.on), data: fromJson(a.data) },
      { id: 'a', amount: 9_007_199_254_740_991, on: true, share: 0.8, data },
    )
    assert.deepEqual(
      { ...b, on: fromBoolean(b.on), data: fromJson(b.data) },
      { id: 'b', amount: null, on: false, share: null, data: undefined },
    )
  })

  it('keeps JSON that is an array, a string or a number', async () => {
    for (const value of [[1, 2], 'text', '12', 12, true]) {
      await db.knex('things').insert({ id: 'a', data: json(value) })
      assert.deepEqual(fromJson((await db.knex('things').first('data')).data), value)
      await db.knex('things').delete()
    }
  })

  it('keeps what no engine can keep as the replacement character, and finds it by what was sent', async () => {
    const [nul, half] = ['a\0b', 'a\ud800b']
    for (const text of [nul, half]) {
      await db.knex('things').insert({ id: text, data: json({ [text]: [text] }) })
      const row = await db.knex('things').first('id', 'data').where({ id: text })
      assert.deepEqual({ id: row?.id, data: fromJson(row?.data) }, { id: 'a\ufffdb', data: { 'a\ufffdb': ['a\ufffdb'] } })
      await db.knex('things').delete()
    }
    const whole = '\u{1F600} \\u0000'
    await db.knex('things').insert({ id: whole, data: json([whole]) })
    assert.deepEqual(fromJson((await db.knex('things').first('data').where({ id: whole })).data), [whole])
  })

  it('finds rows by a boolean', async () => {
    await db.knex('things').insert([
      { id: 'a', on: true },
      { id: 'b', on: false },
    ])
    assert.deepEqual(await db.knex('things').where({ on: true }).pluck('id'), ['a'])
  })

  it('answers counts and sums as numbers', async () => {
    await db.knex('things').insert([
      { id: 'a', amount: 2_500_000 },
      { id: 'b', amount: 2_500_001 },
    ])
    const [row] = await db.knex('things').count({ n: '*' }).sum({ total: 'amount' })
    assert.deepEqual(row, { n: 2, total: 5_000_001 })
  })

  it('keeps bound values out of error messages', async () => {
    await assert.rejects(
      db.knex('things').insert({ id: null, amount: 1, data: json('tell nobody') }),
      (error: Error) => !/tell nobody/.test(error.message),
    )
  })

  it('says how a write survives', () => assert.match(db.dialect.durability, /WAL, synchronous/))

  describe('a transaction', () => {
    it('keeps all of an act', async () => {
      const answer = await transaction(db, async trx => {
        await trx('things').insert({ id: 'a' })
        await trx('things').insert({ id: 'b' })
        return 'done'
      })
      assert.equal(answer, 'done')
      assert.deepEqual(await db.knex('things').orderBy('id').pluck('id'), ['a', 'b'])
    })

    it('keeps nothing of an act that fails, and hands its error on as it is', async () => {
      const fault = new Conflict('no')
      const failing = transaction(db, async trx => {
        await trx('things').insert({ id: 'a' })
        throw fault
      })
      await assert.rejects(failing, error => error === fault)
      assert.deepEqual(await db.knex('things').pluck('id'), [])
    })

    it('shows one moment to all reads of a reader', async function () {
      if (!db.dialect.isolationLevels) this.skip() // there is one connection: a writer waits until the reader is done
      await atOneMoment(db, async trx => {
        const first = await trx('things').count({ n: '*' })
        await db.knex('things').insert({ id: 'a' })
        assert.deepEqual(await trx('things').count({ n: '*' }), first)
      })
      assert.deepEqual(await db.knex('things').pluck('id'), ['a'])
    })
  })

  it('leaves no transaction open on its one connection when an act fails', async () => {
    for (let i = 0; i < 20; i++) await assert.rejects(transaction(db, () => Promise.reject(new Error('no'))))
    await transaction(db, async trx => void (await trx('things').insert({ id: 'a' })))
  })
})

describe('an embedded database', () => {
  it('commits to the disk before it answers', async function () {
    const db = await bareDatabase()
    if (db.dialect.skipLocked) this.skip()
    const pragma = async (name: string) => Object.values((await db.knex.raw(`pragma ${name}`))[0])[0]
    assert.equal(await pragma('journal_mode'), 'wal')
    assert.equal(await pragma('synchronous'), 2)
    assert.equal(await pragma('foreign_keys'), 1)
    assert.equal(await pragma('busy_timeout'), 5000)
  })

  it('is heard before the event loop comes to it, by who attends', async function () {
    const db = await bareDatabase()
    if (db.dialect.skipLocked) this.skip()
    await db.ping()
    let turned = false
    setImmediate(() => {
      turned = true
    })
    let heard: unknown
    void db.knex.raw('select 1 as one').then((rows: unknown) => {
      heard = rows
    })
    const deadline = performance.now() + 5000
    while (heard === undefined && performance.now() < deadline) {
      db.attend()
      await new Promise<void>(resolve => process.nextTick(resolve))
    }
    assert.deepEqual([heard, turned], [[{ one: 1 }], false])
    // In their order, whoever hears them.
    const answers = [1, 2, 3].map(n => db.knex.raw('select ? as n', [n]).then(([row]: { n: number }[]) => row!.n))
    for (let n = 0; n < 1000; n++) db.attend()
    assert.deepEqual(await Promise.all(answers), [1, 2, 3])
  })
})

describe('a database server', () => {
  it('commits to the disk before it answers, even when its own setting is weaker', async function () {
    const db = await bareDatabase()
    if (!db.dialect.listen) this.skip()
    const setting = async (name: string) => (await db.knex.raw(`show ${name}`)).rows[0][name]
    await db.knex.raw(`alter database ${new URL(db.settings.url!).pathname.slice(1)} set synchronous_commit = off`)
    const later = openDatabase(db.settings)
    assert.deepEqual((await later.knex.raw('show synchronous_commit')).rows, [{ synchronous_commit: 'on' }])
    await later.close()
    assert.deepEqual([await setting('statement_timeout'), await setting('jit')], ['15s', 'off'])
  })
})
