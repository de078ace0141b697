import type { AheadLog } from '../journal/ahead-log.js'
import type { Log } from '../lib/log.js'
import { repeat } from '../lib/repeat.js'
import { SECOND } from '../lib/time.js'
import { LoggedActs } from './act-keeper.js'
import { Billing, type BillingNeeds } from './billing.js'
import { TabledActs } from './intake-store.js'

interface Needs extends Omit<BillingNeeds, 'keeper'> {
  /** Beside an embedded database. */
  readonly ahead: AheadLog | undefined
  readonly log: Log
  /** Takes what ends each part, in the order in which the parts were opened. */
  readonly onClose: (end: () => unknown) => void
}

/** Longer than a process that lives lets an act wait. */
const LEFT_BEHIND = 10 * SECOND

/** Opens billing, and bills what processes took in that are gone: now, and every few seconds where there can be others. */
export async function openBilling({ ahead, onClose, ...needs }: Needs): Promise<Billing> {
  const { db, log } = needs
  const billing = new Billing({ ...needs, keeper: ahead ? new LoggedActs(ahead) : new TabledActs(db, log) })
  onClose(() => billing.close())
  await billing.recover()
  if (!ahead) {
    const others = repeat(
      5 * SECOND,
      () => billing.recover(Date.now() - LEFT_BEHIND),
      error => log.warn({ error: String(error) }, 'billing: what was left behind can not be billed now'),
    )
    onClose(() => others.stop())
  }
  return billing
}
