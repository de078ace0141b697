import type { Catalogue } from './catalogue/catalogue.js'
import { SecretUses } from './catalogue/secret-uses.js'
import { TrackingKeyStore } from './catalogue/tracking-key-store.js'
import type { Database } from './db/database.js'
import type { Journal } from './journal/journal.js'
import type { Log } from './lib/log.js'
import { createTrackingAuthenticators } from './tracking/auth.js'
import { ConversionBook } from './tracking/conversion-book.js'

interface Needs {
  readonly db: Database
  readonly catalogue: Catalogue
  readonly journal: Journal
  readonly log: Log
  /** Takes what ends each part, in the order in which the parts are opened. */
  readonly onClose: (end: () => unknown) => void
}

/** The part of the composition that makes tracking: who may call, and what answers. */
export function createTracking({ db, catalogue, log, onClose }: Needs) {
  const keyUses = new SecretUses('tracking keys', (id, at) => new TrackingKeyStore(db.knex).used(id, at), log)
  onClose(() => keyUses.close())
  const book = new ConversionBook()
  return {
    authenticators: createTrackingAuthenticators(catalogue, keyUses),
    book,
    handlers: {},
  }
}
