import assert from 'node:assert/strict'
import { transaction } from '../../src/db/transaction.js'
import type { JobContext, Payload } from '../../src/jobs/jobs.js'
import { MAX_ATTEMPTS } from '../../src/jobs/retry.js'
import { freshDatabase, type TestDatabase } from '../helpers/database.js'
import { eventually } from '../helpers/eventually.js'
import { stopJobs, testJobs } from '../helpers/jobs.js'

/** What every queue must do, whichever engine it is on. */
describe('jobs', () => {
  let db: TestDatabase
  beforeEach(async () => {
    db = await freshDatabase()
  })
  afterEach(async () => {
    await stopJobs()
    await db.close()
  })

  /** A handler that notes what it was told. */
  const noting = () => {
    const seen: Payload[] = []
    return { seen, handler: async (payload: Payload) => void seen.push(payload) }
  }
  const held = () => {
    let release = () => {}
    const until = new Promise<void>(resolve => {
      release = resolve
    })
    return { until, release: () => release() }
  }
  /** Long enough that a worker would have looked at the queue several times. */
  const aWhile = () => new Promise(resolve => setTimeout(resolve, 300))

  describe('adding', () => {
    it('does what was added once the transaction has committed, with its payload', async () => {
      const jobs = await testJobs(db)
      const { seen, handler } = noting()
      await jobs.work({ greet: handler })
      const payload = { text: 'ž"\\ \u{1f600}', number: 1.5, yes: true, nothing: null }
      await transaction(db, async trx => {
        await jobs.add(trx, 'greet', payload)
        await aWhile()
        assert.deepEqual(seen, [], 'not before the commit')
      })
      await eventually(async () => assert.deepEqual(seen, [payload]))
    })

    it('adds nothing when the transaction is rolled back', async () => {
      const jobs = await testJobs(db)
      const { seen, handler } = noting()
      await jobs.work({ greet: handler })
      const refused = transaction(db, async trx => {
        await jobs.add(trx, 'greet', {})
        await jobs.add(trx, 'greet', {}, { key: 'a' })
        throw new Error('rolled back')
      })
      await assert.rejects(refused, /rolled back/)
      await aWhile()
      assert.deepEqual(seen, [])
      assert.deepEqual(await jobs.standing(), { waiting: [], failed: 0 })
    })

    it('can be done where nobody works, and waits for one who does', async () => {
      const adding = await testJobs(db)
      for (const number of [1, 2, 3]) await adding.put('greet', { number })
      const [waiting] = (await adding.standing()).waiting
      assert.equal(waiting?.name, 'greet')
      assert.equal(waiting?.count, 3)
      const { seen, handler } = noting()
      await (await testJobs(db)).work({ greet: handler })
      await eventually(async () => assert.equal(seen.length, 3))
      await eventually(async () => assert.deepEqual((await adding.standing()).waiting, []))
    })

    it('leaves jobs of other names alone', async () => {
      const jobs = await testJobs(db)
      const { seen, handler } = noting()
      await jobs.put('unknown')
      await jobs.work({ greet: handler })
      await jobs.put('greet')
      await eventually(async () => assert.equal(seen.length, 1))
      await eventually(async () =>
        assert.deepEqual(
          (await jobs.standing()).waiting.map(({ name, count }) => [name, count]),
          [['unknown', 1]],
        ),
      )
    })

    it('waits for its time, and says how late the earliest is', async () => {
      const jobs = await testJobs(db)
      const { seen, handler } = noting()
      await jobs.put('late', {}, { runAt: Date.now() - 60_000 })
      const [late] = (await jobs.standing()).waiting
      assert.ok(late!.lateMs >= 59_000 && late!.lateMs < 90_000, `${late!.lateMs} ms`)
      const runAt = Date.now() + 700
      await jobs.put('soon', {}, { runAt })
      await jobs.put('soon', {}, { runAt: Date.now() + 3_600_000 })
      let at = 0
      await jobs.work({
        soon: async payload => {
          at = Date.now()
          await handler(payload)
        },
      })
      await eventually(async () => assert.equal(seen.length, 1))
      // The two clocks of a database server and of a process may be a little apart.
      assert.ok(at >= runAt - 50, `${runAt - at} ms early`)
      assert.deepEqual((await jobs.standing()).waiting.map(({ name, lateMs }) => [name, lateMs === 0]).sort(), [
        ['late', false],
        ['soon', true],
      ])
    })

    it('does them in the order of their times', async () => {
      const jobs = await testJobs(db, { concurrency: 1 })
      const { seen, handler } = noting()
      const base = Date.now() - 10_000
      for (const number of [3, 1, 4, 2, 5]) await jobs.put('greet', { number }, { runAt: base + number * 100 })
      await jobs.work({ greet: handler })
      await eventually(async () => assert.equal(seen.length, 5))
      assert.deepEqual(
        seen.map(payload => payload.number),
        [1, 2, 3, 4, 5],
      )
    })
  })

  describe('keys', () => {
    it('leave one waiting job of a name, with the payload of the last', async () => {
      const jobs = await testJobs(db)
      for (const number of [1, 2, 3]) await jobs.put('greet', { number }, { key: 'a' })
      await jobs.put('greet', { number: 4 }, { key: 'b' })
      await jobs.put('other', { number: 5 }, { key: 'a' })
      const { seen, handler } = noting()
      await jobs.work({ greet: handler, other: handler })
      await eventually(async () => assert.deepEqual(seen.map(payload => payload.number).sort(), [3, 4, 5]))
      await aWhile()
      assert.equal(seen.length, 3)
    })

    it('move it forward and never back', async () => {
      const jobs = await testJobs(db)
      const { seen, handler } = noting()
      await jobs.work({ greet: handler })
      const far = Date.now() + 3_600_000
      await jobs.put('greet', {}, { key: 'forward', runAt: far })
      await jobs.put('greet', { which: 'forward' }, { key: 'forward' })
      await eventually(async () => assert.deepEqual(seen, [{ which: 'forward' }]))

      const soon = Date.now() + 1000
      await jobs.put('greet', {}, { key: 'back', runAt: soon })
      await jobs.put('greet', { which: 'back' }, { key: 'back', runAt: far })
      await eventually(async () => assert.deepEqual(seen[1], { which: 'back' }))
    })

    it('keep the earliest of many that are added at once', async () => {
      const jobs = await testJobs(db)
      const far = Date.now() + 3_600_000
      await Promise.all(
        Array.from({ length: 30 }, (_, n) => jobs.put('greet', { n }, { key: 'a', runAt: n === 17 ? Date.now() - 60_000 : far + n })),
      )
      const { waiting } = await jobs.standing()
      assert.equal(waiting[0]!.count, 1)
      assert.ok(waiting[0]!.lateMs > 50_000, 'the earliest of them')
    })

    it('do not count a job that is under way: what came after it began is done after it', async () => {
      const jobs = await testJobs(db)
      const first = held()
      const began: unknown[] = []
      await jobs.work({
        greet: async ({ number }) => {
          began.push(number)
          if (number === 1) await first.until
        },
      })
      await jobs.put('greet', { number: 1 }, { key: 'a' })
      await eventually(async () => assert.deepEqual(began, [1]))
      await jobs.put('greet', { number: 2 }, { key: 'a' })
      await eventually(async () => assert.deepEqual(began, [1, 2]))
      first.release()
    })

    it('lose no wake-up: whatever was committed is seen by a job that begins later', async () => {
      const jobs = await testJobs(db, { concurrency: 2 })
      let committed = 0
      let seen = 0
      await jobs.work({
        look: async () => {
          seen = Math.max(seen, committed)
        },
      })
      for (let n = 1; n <= 150; n++) {
        await transaction(db, async trx => {
          await jobs.add(trx, 'look', {}, { key: 'a' })
          committed = n
        })
        if (n % 10 === 0) await eventually(async () => assert.ok(seen >= n, `saw ${seen} of ${n}`), 3000)
      }
    })
  })

  describe('failing', () => {
    it('is tried again, with the number of tries before', async () => {
      const jobs = await testJobs(db)
      const attempts: number[] = []
      await jobs.work({
        greet: async (_, { attempt }) => {
          attempts.push(attempt)
          if (attempt < 2) throw new Error('not yet')
        },
      })
      await jobs.put('greet')
      await eventually(async () => assert.deepEqual(attempts, [0, 1, 2]), 8000)
      await eventually(async () => assert.deepEqual(await jobs.standing(), { waiting: [], failed: 0 }))
      assert.equal(jobs.logged.filter(line => line.includes('not yet')).length, 2)
    }).timeout(15_000)

    it('for the last time, it is given up: it stays, is counted, and is deleted when it is old', async () => {
      const jobs = await testJobs(db)
      const table = db.dialect.jobQueue ? 'graphile_worker._private_jobs' : 'jobs'
      await jobs.put('bad', {}, { key: 'a' })
      await db.knex.raw(`update ${table} set attempts = ${MAX_ATTEMPTS - 1}`)
      await jobs.work({
        bad: async () => {
          throw new Error('always')
        },
      })
      await eventually(async () => assert.deepEqual(await jobs.standing(), { waiting: [], failed: 1 }))
      const [line] = jobs.logged.filter(each => each.includes('given up'))
      assert.equal(JSON.parse(line!).level, 50, 'a person must look')
      assert.equal(await jobs.purgeFailed(Date.now() - 60_000, 10), 0)
      assert.equal(await jobs.purgeFailed(Date.now() + 60_000, 10), 1)
      assert.deepEqual(await jobs.standing(), { waiting: [], failed: 0 })
    })

    it('for the last time, it does not keep the same from being asked for anew', async () => {
      const jobs = await testJobs(db)
      const table = db.dialect.jobQueue ? 'graphile_worker._private_jobs' : 'jobs'
      await jobs.put('greet', { number: 1 }, { key: 'a' })
      await db.knex.raw(`update ${table} set attempts = ${MAX_ATTEMPTS - 1}`)
      const { seen, handler } = noting()
      await jobs.work({
        greet: async payload => {
          if (payload.number === 1) throw new Error('always')
          await handler(payload)
        },
      })
      await eventually(async () => assert.equal((await jobs.standing()).failed, 1))
      await jobs.put('greet', { number: 2 }, { key: 'a' })
      await eventually(async () => assert.deepEqual(seen, [{ number: 2 }]))
    })

    it('does not hold up others', async () => {
      const jobs = await testJobs(db, { concurrency: 1 })
      const { seen, handler } = noting()
      await jobs.work({
        bad: async () => {
          throw new Error('always')
        },
        greet: handler,
      })
      await jobs.put('bad')
      await jobs.put('greet')
      await eventually(async () => assert.equal(seen.length, 1), 900)
    })

    it('is forgotten where the same was asked for anew meanwhile', async () => {
      const jobs = await testJobs(db)
      const first = held()
      const { seen, handler } = noting()
      await jobs.work({
        greet: async payload => {
          await handler(payload)
          if (payload.number !== 1) return
          await first.until
          throw new Error('too late')
        },
      })
      await jobs.put('greet', { number: 1 }, { key: 'a' })
      await eventually(async () => assert.equal(seen.length, 1))
      await jobs.put('greet', { number: 2 }, { key: 'a', runAt: Date.now() + 3_600_000 })
      first.release()
      await eventually(async () => assert.ok(jobs.logged.some(line => line.includes('too late'))))
      await eventually(async () =>
        assert.deepEqual(
          (await jobs.standing()).waiting.map(({ count }) => count),
          [1],
        ),
      )
      assert.equal((await jobs.standing()).failed, 0)
      await jobs.put('greet', { number: 3 }, { key: 'a' })
      await eventually(async () =>
        assert.deepEqual(
          seen.map(payload => payload.number),
          [1, 3],
        ),
      )
    })
  })

  describe('workers', () => {
    it('share the work, and do no job twice', async () => {
      const done = new Map<unknown, number>()
      const workers = new Set<number>()
      const handler =
        (worker: number) =>
        async ({ number }: Payload) => {
          workers.add(worker)
          done.set(number, (done.get(number) ?? 0) + 1)
          await new Promise(resolve => setTimeout(resolve, 5))
        }
      const adding = await testJobs(db)
      await transaction(db, async trx => {
        for (let number = 0; number < 200; number++) await adding.add(trx, 'count', { number })
      })
      for (const worker of [1, 2]) await (await testJobs(db)).work({ count: handler(worker) })
      await eventually(async () => assert.equal(done.size, 200), 10_000)
      await eventually(async () => assert.deepEqual((await adding.standing()).waiting, []))
      assert.deepEqual(
        [...done.values()].filter(times => times !== 1),
        [],
      )
      assert.equal(workers.size, 2)
    })

    it('hold a job for as long as it takes', async () => {
      const [one, two] = [await testJobs(db), await testJobs(db)]
      let begun = 0
      const job = held()
      const handler = async () => {
        begun++
        await job.until
      }
      await one.work({ slow: handler })
      await two.work({ slow: handler })
      await one.put('slow')
      await eventually(async () => assert.equal(begun, 1))
      await new Promise(resolve => setTimeout(resolve, 3000)) // several leases
      job.release()
      await eventually(async () => assert.deepEqual((await one.standing()).waiting, []))
      await aWhile()
      assert.equal(begun, 1)
    })

    it('wait for what is under way when they stop, tell it to end, and take nothing more', async () => {
      const jobs = await testJobs(db)
      let context: JobContext | undefined
      let ended = false
      await jobs.work({
        slow: async (_, given) => {
          context = given
          await new Promise(resolve => given.signal.addEventListener('abort', resolve))
          await new Promise(resolve => setTimeout(resolve, 100))
          ended = true
        },
      })
      await jobs.put('slow')
      await eventually(async () => assert.ok(context))
      assert.equal(context!.signal.aborted, false)
      const other = await testJobs(db)
      const stopping = jobs.stop()
      await other.put('slow')
      await stopping
      assert.ok(ended)
      await aWhile()
      assert.deepEqual(
        (await other.standing()).waiting.map(({ count }) => count),
        [1],
        'the one added during the stop',
      )
    })

    it('leave to others at once what does not end when they stop', async () => {
      const jobs = await testJobs(db, { stopMs: 100, leaseMs: 60_000 })
      const stuck = held()
      let begun = false
      await jobs.work({
        slow: () => {
          begun = true
          return stuck.until
        },
      })
      await jobs.put('slow', { number: 1 })
      await eventually(async () => assert.ok(begun))
      await jobs.stop()
      const { seen, handler } = noting()
      await (await testJobs(db, { leaseMs: 60_000 })).work({ slow: handler })
      await eventually(async () => assert.equal(seen.length, 1), 2000)
      stuck.release()
    })
  })
})
