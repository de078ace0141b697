import assert from 'node:assert/strict'
import type { Payload } from '../../src/jobs/jobs.js'
import { freshDatabase, type TestDatabase } from '../helpers/database.js'
import { eventually } from '../helpers/eventually.js'
import { stopJobs, testJobs } from '../helpers/jobs.js'

describe('jobs on a database server that ends connections', function () {
  this.timeout(60_000)
  let db: TestDatabase
  before(async function () {
    if (!process.env.TEST_DATABASE_URL) this.skip()
    db = await freshDatabase()
  })
  after(async () => {
    await stopJobs()
    await db?.close()
  })

  const endAll = () =>
    db.knex.raw(
      "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and application_name = 'throughline jobs'",
    )

  it('are all done, and workers go on', async () => {
    const jobs = await testJobs(db)
    const done = new Set<unknown>()
    const handler = async ({ number }: Payload) => {
      await new Promise(resolve => setTimeout(resolve, 3))
      done.add(number)
    }
    await jobs.work({ count: handler })
    for (let number = 0; number < 400; number++) {
      await jobs.put('count', { number })
      if (number % 40 === 20) await endAll()
    }
    await eventually(async () => assert.equal(done.size, 400), 20_000)
    await eventually(async () => assert.deepEqual(await jobs.standing(), { waiting: [], failed: 0 }), 10_000)
    await endAll()
    await jobs.put('count', { number: 'after' })
    await eventually(async () => assert.ok(done.has('after')), 10_000)
  })
})
