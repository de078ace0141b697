import assert from 'node:assert/strict'
import { isUniqueViolation } from '../../src/db/failures.js'
import type { Guest } from '../../src/db/guest.js'
import { Unavailable } from '../../src/lib/errors.js'
import { bareDatabase, type TestDatabase } from '../helpers/database.js'

const CLERK = new URL('guests/clerk.mjs', import.meta.url).href

describe('a guest in the thread of an embedded database', () => {
  let db: TestDatabase
  let guest: Guest
  beforeEach(async function () {
    db = await bareDatabase()
    if (!db.host) return this.skip()
    await db.knex.schema.createTable('marks', table => void table.text('name').primary())
    guest = await db.host(CLERK)
  })
  afterEach(() => db.close())

  const marks = () => db.knex('marks').orderBy('name').pluck('name')
  const mark = (name: string) => `insert into marks values ('${name}')`

  it('answers calls in their order', async () => {
    assert.deepEqual(await Promise.all(['a', 'b', 'c'].map(name => guest.ask({ statements: [mark(name)] }))), [1, 2, 3])
    assert.deepEqual(await marks(), ['a', 'b', 'c'])
  })

  it('has a transaction to itself: statements of others wait for its end', async () => {
    const call = guest.ask({ statements: [mark('a'), 'select * from no_table'], pause: 30 })
    await new Promise(resolve => setTimeout(resolve, 15))
    const other = db.knex('marks').insert({ name: 'b' })
    await Promise.all([assert.rejects(call, /no_table/), other])
    assert.deepEqual(await marks(), ['b'], 'the rollback took nothing of others along')
  })

  it('waits for the end of a transaction of others', async () => {
    let call: Promise<unknown> | undefined
    await assert.rejects(
      db.knex.transaction(async trx => {
        await trx('marks').insert({ name: 'a' })
        call = guest.ask({ statements: [mark('b')] })
        await new Promise(resolve => setTimeout(resolve, 50))
        await trx('marks').insert({ name: 'c' })
        throw new Error('taken back')
      }),
      /taken back/,
    )
    assert.equal(await call, 1)
    assert.deepEqual(await marks(), ['b'])
  })

  it('says what went wrong by its meaning, and goes on', async () => {
    await guest.ask({ statements: [mark('a')] })
    await assert.rejects(guest.ask({ statements: [mark('b'), mark('a')] }), isUniqueViolation)
    await assert.rejects(guest.ask({ throws: 'of its own' }), /of its own/)
    assert.equal(await guest.ask({ statements: [mark('c')] }), 2)
  })

  it('is unavailable when the disk is full, and goes on when it is not', async () => {
    const [{ page_count: pages }] = await db.knex.raw('pragma page_count')
    await db.knex.raw(`pragma max_page_count = ${pages}`)
    const long = `insert into marks values ('${'x'.repeat(10_000)}')`
    await assert.rejects(guest.ask({ statements: [long] }), Unavailable)
    await db.knex.raw('pragma max_page_count = 1000')
    assert.equal(await guest.ask({ statements: [long] }), 1)
  })

  it('that can not be loaded tells whoever calls it', async () => {
    const nobody = await db.host!(new URL('guests/nobody.mjs', import.meta.url).href)
    await assert.rejects(nobody.ask({}), /nobody\.mjs/)
    assert.equal(await guest.ask({ statements: [mark('a')] }), 1)
  })

  it('ends what it has begun before its thread goes, and is unavailable then', async () => {
    const call = guest.ask({ statements: [mark('a')], pause: 50 })
    await db.close()
    assert.equal(await call, 1)
    assert.equal(guest.alive, false)
    await assert.rejects(guest.ask({ statements: [] }), Unavailable)
  })
})
