import type { Terms } from '../market/terms.js'
import type { Snapshot } from './snapshot.js'

const made = new WeakMap<Snapshot, Terms>()

/** What billing asks of a snapshot: of the same one, the same. */
export function billingTerms(snapshot: Snapshot): Terms {
  const known = made.get(snapshot)
  if (known) return known
  const revenueShares = new Map([...snapshot.websites.byId.values()].map(({ id, revenueShare }) => [id, revenueShare]))
  const terms = { offers: snapshot.offers.byId, revenueShares }
  made.set(snapshot, terms)
  return terms
}
