import { openDatabase } from '../../src/db/database.js'
import { transaction } from '../../src/db/transaction.js'
import type { JobOptions, JobQueue, Payload } from '../../src/jobs/jobs.js'
import { openJobs } from '../../src/jobs/open-jobs.js'
import type { WorkerSettings } from '../../src/jobs/worker-settings.js'
import { createLog } from '../../src/lib/log.js'
import type { TestDatabase } from './database.js'

/** Silent workers are believed dead sooner than in production, so that a test need not wait. */
export const IMPATIENT: WorkerSettings = { concurrency: 4, leaseMs: 1200, pollMs: 50, stopMs: 1000 }

/** A queue on a database of the tests, and a short way to add to it. */
export interface TestJobs extends JobQueue {
  put(name: string, payload?: Payload, options?: JobOptions): Promise<void>
  readonly logged: string[]
}

const open = new Set<{ stop(): Promise<void> }>()

/** Stops every queue that is open: before their database goes. Those that are left are stopped after the test. */
export async function stopJobs(): Promise<void> {
  for (const queue of open) await queue.stop()
}
afterEach(stopJobs)

/** Opens the queue once more, as another process would; stopped after the test. */
export async function testJobs(db: TestDatabase, settings: Partial<WorkerSettings> = {}): Promise<TestJobs> {
  const logged: string[] = []
  const log = createLog('warn', { write: line => void logged.push(line) })
  const own = db.settings.url === undefined ? db : openDatabase(db.settings)
  const queue = await openJobs(own, db.settings.url, { now: Date.now, log, settings: { ...IMPATIENT, ...settings } })
  const jobs: TestJobs = {
    logged,
    put: (name, payload = {}, options = {}) => transaction(own, trx => queue.add(trx, name, payload, options)),
    add: (...call) => queue.add(...call),
    work: handlers => queue.work(handlers),
    standing: () => queue.standing(),
    purgeFailed: (before, limit) => queue.purgeFailed(before, limit),
    async stop() {
      if (!open.delete(jobs)) return
      await queue.stop()
      if (own !== db) await own.close()
    },
  }
  open.add(jobs)
  return jobs
}
