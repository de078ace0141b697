import type { Website } from '../catalogue/website.js'
import { DAY, iso } from '../lib/time.js'

/** A website whose snippet gave no sign of life for this long counts as silent. */
const SILENT_AFTER = DAY

/** A website as the contract shows it. `lastPingAt`: epoch milliseconds of the last snippet ping in the journal. */
export const presentWebsite = (website: Website, lastPingAt: number | undefined, now: number) => ({
  id: website.id,
  name: website.name,
  domain: website.domain,
  status: website.status,
  displayMode: website.displayMode,
  triggerEnabled: website.triggerEnabled,
  trustLocationHints: website.trustLocationHints,
  allowDevOverrides: website.allowDevOverrides,
  support: website.support,
  experience: website.experience,
  revenueShare: website.revenueShare,
  pub: website.pubKey,
  website: website.websiteKey,
  trackingId: website.trackingId,
  lastPingAt: lastPingAt === undefined ? null : iso(lastPingAt),
  pingState: lastPingAt === undefined ? ('never' as const) : now - lastPingAt > SILENT_AFTER ? ('silent' as const) : ('ok' as const),
  createdAt: iso(website.createdAt),
  updatedAt: iso(website.updatedAt),
})
