import type { DatabaseSettings } from '../db/database.js'
import { openIntake } from '../db/open-intake.js'
import type { Log } from '../lib/log.js'
import { repeat } from '../lib/repeat.js'
import { SECOND } from '../lib/time.js'
import { Billing, type BillingNeeds } from './billing.js'

interface Needs extends Omit<BillingNeeds, 'intakeDb'> {
  readonly settings: DatabaseSettings
  readonly log: Log
  /** Takes what ends each part, in the order in which the parts were opened. */
  readonly onClose: (end: () => unknown) => void
}

/** Longer than a process that lives lets an act wait. */
const LEFT_BEHIND = 10 * SECOND

/** Opens billing, and bills what processes took in that are gone: now, and every few seconds where there can be others. */
export async function openBilling({ settings, onClose, ...needs }: Needs): Promise<Billing> {
  const { db, log } = needs
  const intakeDb = await openIntake(db, settings, log)
  onClose(() => intakeDb.close())
  const billing = new Billing({ ...needs, intakeDb })
  onClose(() => billing.close())
  await billing.recover()
  if (!db.dialect.oneWriter) {
    const others = repeat(
      5 * SECOND,
      () => billing.recover(Date.now() - LEFT_BEHIND),
      error => log.warn({ error: String(error) }, 'billing: what was left behind can not be billed now'),
    )
    onClose(() => others.stop())
  }
  return billing
}
