import assert from 'node:assert/strict'
import { keepSchedules } from '../../src/jobs/schedules.js'
import { createLog } from '../../src/lib/log.js'
import { HOUR, MINUTE } from '../../src/lib/time.js'
import { freshDatabase, type TestDatabase } from '../helpers/database.js'
import { eventually as soon } from '../helpers/eventually.js'
import { stopJobs, type TestJobs, testJobs } from '../helpers/jobs.js'

describe('schedules', function () {
  this.timeout(90_000)
  let db: TestDatabase
  let jobs: TestJobs
  let now = 0
  let stops: (() => Promise<void>)[] = []
  beforeEach(async () => {
    db = await freshDatabase()
    jobs = await testJobs(db)
    now = Date.parse('2026-03-01T10:00:00Z')
  })
  afterEach(async () => {
    for (const stop of stops) await stop()
    stops = []
    await stopJobs()
    await db.close()
  })

  const keep = (schedules: Record<string, string>, queue: TestJobs = jobs) => {
    const kept = keepSchedules(schedules, { db, jobs: queue, now: () => now, log: createLog('silent'), everyMs: 20 })
    stops.push(() => kept.stop())
    return kept
  }
  const nextAt = async (name: string) => (await db.knex('schedules').where({ name }).first())?.next_at
  const counted = async (name: string) => (await jobs.standing()).waiting.find(waiting => waiting.name === name)?.count ?? 0
  /** A look that took long on a busy machine is followed by a rest of many times as long. */
  const eventually = (act: () => Promise<void>) => soon(act, 20_000)
  const looks = () => new Promise(resolve => setTimeout(resolve, 300))

  it('add a job when its time comes, and not before', async () => {
    keep({ tidy: '17 * * * *' })
    await eventually(async () => assert.equal(await nextAt('tidy'), Date.parse('2026-03-01T10:17:00Z')))
    now += 16 * MINUTE
    await looks()
    assert.equal(await counted('tidy'), 0)
    now += 2 * MINUTE
    await eventually(async () => assert.equal(await counted('tidy'), 1))
    assert.equal(await nextAt('tidy'), Date.parse('2026-03-01T11:17:00Z'))
  })

  it('add it once, however many processes look', async () => {
    let runs = 0
    await jobs.work({
      tidy: async () => {
        runs++
      },
    })
    const queues = [jobs, await testJobs(db), await testJobs(db)]
    for (const queue of queues) keep({ tidy: '* * * * *' }, queue)
    await eventually(async () => assert.ok(await nextAt('tidy')))
    for (let minute = 1; minute <= 5; minute++) {
      now += MINUTE
      await eventually(async () => assert.equal(await nextAt('tidy'), now + MINUTE))
      await eventually(async () => assert.equal(runs, minute))
    }
    await looks()
    assert.equal(runs, 5)
  })

  it('make up once for what fell due while nobody looked', async () => {
    const first = keep({ tidy: '0 * * * *' })
    await eventually(async () => assert.ok(await nextAt('tidy')))
    await first.stop()
    now += 30 * HOUR + MINUTE
    keep({ tidy: '0 * * * *' })
    await eventually(async () => assert.equal(await counted('tidy'), 1))
    assert.equal(await nextAt('tidy'), Date.parse('2026-03-02T17:00:00Z'))
  })

  it('follow a new expression that comes sooner', async () => {
    const yearly = keep({ tidy: '0 0 1 1 *' })
    await eventually(async () => assert.equal(await nextAt('tidy'), Date.parse('2027-01-01T00:00:00Z')))
    await yearly.stop()
    keep({ tidy: '*/5 * * * *' })
    await eventually(async () => assert.equal(await nextAt('tidy'), Date.parse('2026-03-01T10:05:00Z')))
    assert.equal(await counted('tidy'), 0)
  })
})
