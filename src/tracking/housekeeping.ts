import type { Database } from '../db/database.js'
import { transaction } from '../db/transaction.js'
import type { JobHandler, JobQueue } from '../jobs/jobs.js'
import type { Log } from '../lib/log.js'
import { type Clock, DAY } from '../lib/time.js'
import { HousekeepingStore } from './housekeeping-store.js'

/** How long each is kept. An idempotent answer is given again for a day, and kept for two so that clocks may differ. */
const ANSWERS_KEPT = 2 * DAY
/** Telegram repeats an update for a day. */
const UPDATES_KEPT = 7 * DAY
/** An ad click is attributed for at most 28 days. */
const CLIENTS_KEPT = 30 * DAY
const FAILED_JOBS_KEPT = 30 * DAY

/** Rows at a time, a few milliseconds of work, and the pause in which requests have their turn. */
const SLICE = 500
const PAUSE_MS = 20

export interface HousekeepingNeeds {
  readonly db: Database
  readonly jobs: Pick<JobQueue, 'purgeFailed'>
  readonly now: Clock
  readonly log: Log
}

/** The job that lets go, in slices, of what is too old to be needed. Cut short, it goes on where it was when it runs next. */
export const keepHouse =
  ({ db, jobs, now, log }: HousekeepingNeeds): JobHandler =>
  async (_, { signal }) => {
    const store = new HousekeepingStore(db.knex)
    const rules: readonly [what: string, slice: () => Promise<number>][] = [
      ['idempotent answers deleted', () => store.purgeAnswers(now() - ANSWERS_KEPT, SLICE)],
      ['telegram updates deleted', () => store.purgeUpdates(now() - UPDATES_KEPT, SLICE)],
      ['visits made anonymous', () => transaction(db, trx => new HousekeepingStore(trx).anonymiseVisits(now() - CLIENTS_KEPT, SLICE))],
      ['failed jobs deleted', () => jobs.purgeFailed(now() - FAILED_JOBS_KEPT, SLICE)],
    ]
    for (const [what, slice] of rules) {
      let count = 0
      for (let done = SLICE; done === SLICE && !signal.aborted; count += done) {
        done = await slice()
        await new Promise(resolve => setTimeout(resolve, PAUSE_MS))
      }
      if (count > 0) log.info({ count }, `housekeeping: ${what}`)
    }
  }
