import type { Database } from './db/database.js'
import type { Metrics } from './http/metrics.js'
import type { JobHandler, JobQueue } from './jobs/jobs.js'
import { keepSchedules, type Schedules } from './jobs/schedules.js'
import type { Log } from './lib/log.js'
import type { Clock } from './lib/time.js'
import { gaugeQueue } from './platform/queue-gauges.js'
import type { Role } from './served.js'
import { keepHouse } from './tracking/housekeeping.js'
import { gaugeSends } from './tracking/send-gauges.js'

interface Needs {
  readonly role: Role
  readonly db: Database
  readonly jobs: JobQueue
  /** What the areas do by jobs. */
  readonly handlers: Readonly<Record<string, JobHandler>>
  readonly metrics: Metrics
  readonly now: Clock
  readonly log: Log
  /** Takes what ends each part, in the order in which the parts are opened. */
  readonly onClose: (end: () => unknown) => void
}

const SCHEDULES: Schedules = { housekeeping: '17 * * * *' }

/** The part of the composition that does what was left for later. A process that only serves adds jobs, and does none. */
export async function startWork({ role, db, jobs, handlers, metrics, now, log, onClose }: Needs): Promise<void> {
  gaugeQueue(metrics, jobs)
  gaugeSends(metrics, db, now)
  if (role === 'api') return
  await jobs.work({ ...handlers, housekeeping: keepHouse({ db, jobs, now, log }) })
  const schedules = keepSchedules(SCHEDULES, { db, jobs, now, log })
  onClose(() => schedules.stop())
}
