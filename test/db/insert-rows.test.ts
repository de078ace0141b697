import assert from 'node:assert/strict'
import { isUniqueViolation } from '../../src/db/failures.js'
import { type ColumnTypes, insertRows } from '../../src/db/insert-rows.js'
import { type Transaction, transaction } from '../../src/db/transaction.js'
import { fromBoolean, fromJson } from '../../src/db/values.js'
import { bareDatabase, type TestDatabase } from '../helpers/database.js'

interface Thing {
  id: string
  amount: number | null
  share: number
  on: boolean
  data: unknown
}

const TYPES: ColumnTypes<Thing> = { id: 'text', amount: 'bigint', share: 'double precision', on: 'boolean', data: 'json' }

const aThing = (thing: Partial<Thing> = {}): Thing => ({ id: 'a', amount: 1, share: 0.5, on: true, data: null, ...thing })

describe('insertRows', () => {
  let db: TestDatabase
  const insert = (rows: Thing[], ending?: string) => insertRows<Thing, { id: string }>(db.knex, db.dialect, 'things', TYPES, rows, ending)

  before(async () => {
    db = await bareDatabase()
    await db.knex.schema.createTable('things', table => {
      table.text('id').notNullable().primary()
      table.bigInteger('amount')
      table.double('share')
      table.boolean('on')
      table.specificType('data', db.dialect.jsonColumn)
    })
  })
  afterEach(() => db.knex('things').delete())

  it('writes every type of value as it is read', async () => {
    const data = { list: [1, null], quote: `"'?\\ü日` }
    await insert([aThing({ amount: -9_007_199_254_740_991, share: 0.1, on: false, data }), aThing({ id: '12', amount: null })])
    const [b, a] = await db.knex('things').select('*').orderBy('id')
    assert.deepEqual(
      { ...a, on: fromBoolean(a.on), data: fromJson(a.data) },
      { id: 'a', amount: -9_007_199_254_740_991, share: 0.1, on: false, data },
    )
    assert.deepEqual({ ...b, on: fromBoolean(b.on) }, aThing({ id: '12', amount: null }))
  })

  it('writes nothing of nothing', async () => {
    assert.deepEqual(await insert([], 'returning id'), [])
  })

  it('takes more rows than a statement takes parameters', async () => {
    const rows = Array.from({ length: 20_000 }, (_, n) => aThing({ id: String(n) }))
    await insert(rows)
    assert.deepEqual(await db.knex('things').count({ n: '*' }), [{ n: rows.length }])
  })

  it('writes all rows or none', async () => {
    const rows = ['a', 'b', 'a'].map(id => aThing({ id }))
    await assert.rejects(insert(rows))
    assert.deepEqual(await db.knex('things').select('*'), [])
    await db.knex.transaction(async trx => {
      await insertRows<Thing>(trx, db.dialect, 'things', TYPES, [aThing({ id: 'c' })])
    })
    await assert.rejects(
      db.knex.transaction(async trx => {
        await insertRows<Thing>(trx, db.dialect, 'things', TYPES, [aThing({ id: 'd' })])
        await insertRows<Thing>(trx, db.dialect, 'things', TYPES, rows)
      }),
    )
    assert.deepEqual(await db.knex('things').pluck('id'), ['c'])
  })

  it('tells of a row that cannot be written before its transaction ends well, and leaves the connection to the next', async () => {
    const fails = (act: (trx: Transaction) => Promise<unknown>) => assert.rejects(transaction(db, act), isUniqueViolation)
    const twice = [aThing({ id: 'a' }), aThing({ id: 'a' })]
    const into = (trx: Transaction, rows: Thing[]) => insertRows<Thing>(trx, db.dialect, 'things', TYPES, rows)
    await fails(trx => into(trx, twice))
    await fails(async trx => {
      await into(trx, twice)
      return trx('things').count()
    })
    await fails(trx => Promise.all([into(trx, [aThing({ id: 'b' })]), into(trx, twice), into(trx, [aThing({ id: 'c' })])]))
    assert.deepEqual(await db.knex('things').pluck('id'), [])
    await transaction(db, trx => into(trx, [aThing({ id: 'd' })]))
    assert.deepEqual(await db.knex('things').pluck('id'), ['d'])
  })

  it('adds whole numbers to whole numbers', async () => {
    const most = 9_007_199_254_740_991
    const add = 'on conflict (id) do update set amount = things.amount + excluded.amount'
    await insert([aThing({ amount: most - 2 })])
    for (let n = 0; n < 2; n++) await insert([aThing({ amount: 1 })], add)
    assert.deepEqual(await db.knex('things').pluck('amount'), [most])
    const [{ kept }] = await db.knex('things').select(db.knex.raw('cast(amount as text) as kept'))
    assert.equal(kept, String(most))
  })

  it('answers what its ending returns: of known rows nothing, of two alike one', async () => {
    await insert([aThing({ id: 'known' })])
    const added = await insert(
      [aThing({ id: 'b' }), aThing({ id: 'known' }), aThing({ id: 'a' }), aThing({ id: 'b' })],
      'on conflict (id) do nothing returning id',
    )
    assert.deepEqual(added, [{ id: 'b' }, { id: 'a' }])
  })
})
