import type { Catalogue } from './catalogue/catalogue.js'
import { SecretUses } from './catalogue/secret-uses.js'
import { TrackingKeyStore } from './catalogue/tracking-key-store.js'
import type { Database } from './db/database.js'
import type { Transaction } from './db/transaction.js'
import type { Operation } from './http/contract.js'
import type { Handlers } from './http/types.js'
import type { Jobs } from './jobs/jobs.js'
import type { Journal } from './journal/journal.js'
import { Unavailable } from './lib/errors.js'
import type { Log } from './lib/log.js'
import { createTrackingAuthenticators } from './tracking/auth.js'
import { recordConversion } from './tracking/conversion.js'
import { ConversionBook } from './tracking/conversion-book.js'
import { DISPATCH_JOB } from './tracking/dispatcher.js'
import { createAnswerStore } from './tracking/idempotency.js'
import { recordLateValue } from './tracking/late-value.js'
import { LateValues } from './tracking/late-values.js'
import { getLead } from './tracking/lead.js'
import { recordLeadEvent } from './tracking/lead-events.js'

interface Needs {
  readonly db: Database
  readonly catalogue: Catalogue
  readonly journal: Journal
  readonly jobs: Jobs
  readonly log: Log
  /** False: the operator switched the whole area off. */
  readonly trackingApi: boolean
  /** Takes what ends each part, in the order in which the parts are opened. */
  readonly onClose: (end: () => unknown) => void
}

/** The part of the composition that makes tracking: who may call, and what answers. */
export function createTracking({ db, catalogue, journal, jobs, log, trackingApi, onClose }: Needs) {
  const keyUses = new SecretUses('tracking keys', (id, at) => new TrackingKeyStore(db.knex).used(id, at), log)
  onClose(() => keyUses.close())
  const wake = async (trx: Transaction, destinations: readonly string[]) => {
    // In one order, so that no two transactions wait for each other.
    for (const destination of [...destinations].sort()) await jobs.add(trx, DISPATCH_JOB, { destination }, { key: destination })
  }
  const book = new ConversionBook({ db, catalogue, journal, wake })
  onClose(() => book.close())
  return {
    authenticators: createTrackingAuthenticators(catalogue, keyUses),
    answers: createAnswerStore(db),
    switchedOff: ({ shape }: Operation) => (trackingApi || shape !== 'tracking' ? undefined : OFF),
    book,
    handlers: {
      recordConversion: recordConversion({ catalogue, book }),
      recordLeadEvent: recordLeadEvent({ catalogue, book }),
      recordLateValue: recordLateValue({ values: new LateValues({ db, catalogue, journal, wake }) }),
      getLead: getLead({ db }),
    } satisfies Partial<Handlers>,
  }
}

const OFF = new Unavailable('The tracking API is switched off', 'API_DISABLED')
