import assert from 'node:assert/strict'
import { insertRows } from '../../src/db/insert-rows.js'
import type { JobContext } from '../../src/jobs/jobs.js'
import { newId } from '../../src/lib/id.js'
import { createLog } from '../../src/lib/log.js'
import { DAY, HOUR } from '../../src/lib/time.js'
import { keepHouse } from '../../src/tracking/housekeeping.js'
import { freshDatabase, type TestDatabase } from '../helpers/database.js'
import { testJobs } from '../helpers/jobs.js'

const NOW = Date.parse('2026-03-01T10:00:00Z')

describe('housekeeping', () => {
  let db: TestDatabase
  before(async () => {
    db = await freshDatabase()
  })
  beforeEach(async () => {
    for (const table of ['idempotent_answers', 'telegram_updates', 'visits', 'housekeeping_marks']) await db.knex(table).delete()
  })

  const run = async (now = NOW, context: Partial<JobContext> = {}) => {
    const jobs = await testJobs(db)
    const handler = keepHouse({ db, jobs, now: () => now, log: createLog('silent') })
    await handler({}, { signal: new AbortController().signal, attempt: 0, ...context })
  }
  const answers = (count: number, at: number) =>
    insertRows(
      db.knex,
      db.dialect,
      'idempotent_answers',
      { scope: 'text', status: 'integer', body: 'text', at: 'bigint' },
      Array.from({ length: count }, (_, n) => ({ scope: `${at}-${n}`, status: 200, body: '{}', at })),
    )
  const visit = async (at: number) => {
    const id = newId('vis', at)
    const required = ['organization', 'website', 'session', 'client_session_id', 'temp_id', 'href']
    await db.knex('visits').insert({
      id,
      trace: id,
      at,
      client_ip: '8.8.8.8',
      user_agent: 'Mozilla/5.0',
      country: 'US',
      ...Object.fromEntries(required.map(column => [column, 'x'])),
    })
    return id
  }
  const count = async (table: string) => (await db.knex(table)).length

  it('deletes idempotent answers after two days, however many there are', async () => {
    await answers(1200, NOW - 2 * DAY - 1)
    await answers(3, NOW - 2 * DAY + HOUR)
    await run()
    assert.equal(await count('idempotent_answers'), 3)
  })

  it('deletes the numbers of updates of Telegram after seven days', async () => {
    for (const [n, at] of [NOW - 8 * DAY, NOW - 7 * DAY - 1, NOW - 6 * DAY, NOW].entries())
      await db.knex('telegram_updates').insert({ bot: `bot_${n % 2}`, update_id: n, at })
    await run()
    assert.deepEqual((await db.knex('telegram_updates').orderBy('update_id').pluck('update_id')).map(Number), [2, 3])
  })

  it('empties the address and the agent of visits after thirty days, and keeps the visits', async () => {
    const [old, young] = [await visit(NOW - 31 * DAY), await visit(NOW - 29 * DAY)]
    await run()
    const rows = await db.knex('visits').select('id', 'client_ip', 'user_agent', 'country').orderBy('id')
    assert.deepEqual(rows, [
      { id: old, client_ip: null, user_agent: null, country: 'US' },
      { id: young, client_ip: '8.8.8.8', user_agent: 'Mozilla/5.0', country: 'US' },
    ])
  })

  it('looks at each visit once, and goes on where it was', async () => {
    const old = await visit(NOW - 31 * DAY)
    await run()
    await db.knex('visits').where({ id: old }).update({ client_ip: 'looked at again' })
    const next = await visit(NOW - 30 * DAY + HOUR)
    await run(NOW + DAY)
    const held = new Map((await db.knex('visits').select('id', 'client_ip')).map(row => [row.id, row.client_ip]))
    assert.deepEqual([held.get(old), held.get(next)], ['looked at again', null])
  })

  it('ends between two slices when the worker stops', async () => {
    await answers(1200, NOW - 3 * DAY)
    await run(NOW, { signal: AbortSignal.abort() })
    assert.equal(await count('idempotent_answers'), 1200)
  })
})
