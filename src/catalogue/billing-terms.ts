import type { Terms } from '../market/billing-batch.js'
import type { Snapshot } from './snapshot.js'

/** What a website that has been deleted since still earns of what was served on it. */
const DEFAULT_REVENUE_SHARE = 0.8

/** What billing asks of a snapshot. */
export const billingTerms = ({ offers, websites }: Snapshot): Terms => ({
  offer: id => offers.byId.get(id),
  revenueShare: website => websites.byId.get(website)?.revenueShare ?? DEFAULT_REVENUE_SHARE,
})
