import assert from 'node:assert/strict'
import { ask } from '../../src/db/ask.js'
import type { Database } from '../../src/db/database.js'
import { insertRows } from '../../src/db/insert-rows.js'
import { matching, rowSource, rowsParameter } from '../../src/db/row-source.js'
import { bareDatabase } from '../helpers/database.js'

interface Row {
  name: string
  kind: string
  reason: string | null
}

const KEYS = rowsParameter([
  ['name_7', 'odd'],
  ['name_8', 'odd'],
  ['name_9', 'odd'],
])

describe('matching', () => {
  let db: Database
  const statement = (join: 'join' | 'left join') =>
    `select k.name, t.kind from ${rowSource(db.dialect, ['name', 'kind'])} as k
      ${matching(db.dialect, join, 'things', 't', 't.name = k.name and t.kind = k.kind and t.reason is null')} order by k.name`

  before(async () => {
    db = await bareDatabase()
    await db.knex.schema.createTable('things', table => {
      for (const column of ['name', 'kind', 'reason']) table.text(column)
    })
    await db.knex.raw('create unique index things_valid on things (name, kind) where reason is null')
    const rows = Array.from({ length: 20_000 }, (_, n) => ({ name: `name_${n}`, kind: n % 2 ? 'odd' : 'even', reason: null }))
    await insertRows<Row>(db.knex, db.dialect, 'things', { name: 'text', kind: 'text', reason: 'text' }, rows)
  })

  it('finds what goes with each key, or also says that nothing does', async () => {
    const found = (join: 'join' | 'left join') => ask(db.knex, statement(join), [KEYS])
    assert.deepEqual(await found('join'), [
      { name: 'name_7', kind: 'odd' },
      { name: 'name_9', kind: 'odd' },
    ])
    assert.deepEqual(await found('left join'), [
      { name: 'name_7', kind: 'odd' },
      { name: 'name_8', kind: null },
      { name: 'name_9', kind: 'odd' },
    ])
  })

  it('goes by the index in a table that was just filled and has no statistics yet', async () => {
    for (const join of ['join', 'left join'] as const) {
      const plan = await ask(db.knex, `explain ${db.dialect.skipLocked ? '(analyze)' : 'query plan'} ${statement(join)}`, [KEYS])
      const text = plan.map(step => Object.values(step as object).join(' ')).join('\n')
      assert.match(text, /index.* things_valid/i, text)
      // A server tells how many rows it read: all of them, if it made a hash of the table.
      assert.doesNotMatch(text, /seq scan on things|scan (t|things)\b|rows=20000/i, text)
    }
  })
})
