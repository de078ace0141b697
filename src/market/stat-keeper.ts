import type { Database } from '../db/database.js'
import { transaction } from '../db/transaction.js'
import type { Log } from '../lib/log.js'
import { type Repeated, repeat } from '../lib/repeat.js'
import { type Clock, DAY, HOUR, MINUTE, SECOND } from '../lib/time.js'
import type { RateBook } from './rate-book.js'
import { ServedStore } from './served-store.js'
import { StatStore } from './stat-store.js'
import type { TrafficShapes } from './traffic-shapes.js'

/** How often counts become an epoch, by which rates are worked out. */
const EPOCH_MS = 2 * SECOND

/** How long epochs stand by themselves, and with them the explanation of a decision to the bit. */
const EPOCHS_KEPT = 2 * DAY

/** An event of an older decision does not count, so nobody asks what was answered to it. */
const SERVED_KEPT = 2 * DAY

/** Rows in one statement: a few milliseconds. */
const PURGED_AT_ONCE = 2000

/** Makes the next epoch of what was counted, when there is something. Of several processes one does it. */
export const stampEpoch = (db: Database, now: number): Promise<number | undefined> =>
  transaction(db, trx => new StatStore(trx, db.dialect).stamp(now))

interface Needs {
  readonly db: Database
  readonly rates: RateBook
  readonly traffic: TrafficShapes
  readonly now: Clock
  readonly log: Log
}

/** Keeps epochs coming and the rates with them, and sums up and lets go of what is too old to be asked for. */
export function keepStats({ db, rates, traffic, now, log }: Needs): readonly Repeated[] {
  const warn = (what: string) => (error: unknown) => log.warn({ error: String(error) }, what)
  const refresh = async () => {
    await stampEpoch(db, now())
    await rates.load(now())
  }
  const tidy = async () => {
    await transaction(db, trx => new StatStore(trx, db.dialect).compact(now() - EPOCHS_KEPT))
    while ((await new ServedStore(db.knex, db.dialect).purge(now() - SERVED_KEPT, PURGED_AT_ONCE)) > 0);
  }
  return [
    repeat(EPOCH_MS, refresh, warn('rates: can not be refreshed now, the last known ones rank')),
    repeat(MINUTE, () => traffic.load(now()), warn('pacing: the traffic of the day can not be read now, the last known one stands')),
    repeat(HOUR, tidy, warn('counts: old ones can not be summed up now')),
  ]
}
