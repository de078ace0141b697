import type { Metrics } from '../http/metrics.js'
import type { JobQueue } from '../jobs/jobs.js'
import { cached } from '../lib/cached.js'
import { SECOND } from '../lib/time.js'

/** Scrapers that come at once share a look at the queue. */
const FOR = 2 * SECOND

/** How the queue of jobs stands, in the metrics. */
export function gaugeQueue(metrics: Metrics, jobs: Pick<JobQueue, 'standing'>): void {
  const standing = cached(FOR, () => jobs.standing())
  metrics.gauges('throughline_jobs_waiting', 'Jobs that wait to be done, or to be tried again.', 'name', async () =>
    (await standing()).waiting.map(({ name, count }) => [name, count]),
  )
  metrics.gauges('throughline_jobs_oldest_seconds', 'How long the job that waits longest is overdue.', 'name', async () =>
    (await standing()).waiting.map(({ name, lateMs }) => [name, lateMs / SECOND]),
  )
  metrics.gauge('throughline_jobs_failed', 'Jobs that were given up after their last try.', async () => (await standing()).failed)
}
