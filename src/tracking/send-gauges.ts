import type { Database } from '../db/database.js'
import type { Metrics } from '../http/metrics.js'
import { cached } from '../lib/cached.js'
import { type Clock, SECOND } from '../lib/time.js'
import { SendQueueStore } from './send-queue-store.js'

/** Scrapers that come at once share a look at the sends. */
const FOR = 5 * SECOND

/** What waits to be told to ad platforms, in the metrics. */
export function gaugeSends(metrics: Metrics, db: Database, now: Clock): void {
  const standing = cached(FOR, () => new SendQueueStore(db.knex).standing())
  metrics.gauge('throughline_sends_waiting', 'Events that wait to be told to an ad platform.', async () => (await standing()).waiting)
  metrics.gauge('throughline_sends_oldest_seconds', 'Age of the oldest event that waits to be told to an ad platform.', async () => {
    const { oldest } = await standing()
    return oldest === null ? 0 : Math.max(0, now() - oldest) / SECOND
  })
}
