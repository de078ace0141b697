import type { Catalogue } from './catalogue/catalogue.js'
import type { PlatformName } from './catalogue/tracking.js'
import type { Database } from './db/database.js'
import type { Handlers } from './http/types.js'
import type { Jobs } from './jobs/jobs.js'
import type { Journal } from './journal/journal.js'
import type { Log } from './lib/log.js'
import type { Clock } from './lib/time.js'
import { createVault } from './lib/vault.js'
import type { Outbound } from './outbound/outbound.js'
import type { Role } from './served.js'
import { createDeadLetterReplay } from './tracking/dead-letter-replay.js'
import { listDeadLetters } from './tracking/dead-letters.js'
import { DispatchAccess } from './tracking/dispatch-access.js'
import { DISPATCH_JOB, Dispatcher } from './tracking/dispatcher.js'
import { platforms } from './tracking/platforms/all.js'

interface Needs {
  readonly role: Role
  readonly db: Database
  readonly catalogue: Catalogue
  readonly journal: Journal
  readonly jobs: Jobs
  readonly outbound: Outbound
  readonly secretKeys: readonly string[]
  readonly baseUrls: Readonly<Record<PlatformName, string>>
  readonly now: Clock
  readonly log: Log
  /** Takes what ends each part, in the order in which the parts are opened. */
  readonly onClose: (end: () => unknown) => void
}

/** The part of the composition that tells ad platforms of conversions, and keeps what they would not take. A process that only serves dispatches nothing. */
export async function createDispatch({ role, secretKeys, baseUrls, onClose, ...needs }: Needs) {
  const { outbound, jobs } = needs
  const access = new DispatchAccess({ outbound, platforms, baseUrls, vault: createVault(secretKeys, 'destinations') })
  const dispatcher = new Dispatcher({ ...needs, access })
  if (role !== 'api') {
    await dispatcher.start()
    onClose(() => dispatcher.stop())
  }
  return {
    dispatcher,
    handlers: {
      listDeadLetters: listDeadLetters(needs),
      createDeadLetterReplay: createDeadLetterReplay({ ...needs, jobs, access }),
    } satisfies Partial<Handlers>,
    /** What is done by jobs, by their names. */
    work: { [DISPATCH_JOB]: dispatcher.job },
  }
}
