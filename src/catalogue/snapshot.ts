import type { Advertiser } from '../market/advertiser.js'
import type { ApiKey, TriggerSecret } from './key-store.js'
import type { OfferBook } from './offer-book.js'
import { isLocalHost, parseOrigin, twinOf } from './origin.js'
import type { Bot, Channel, Destination, TrackingKey } from './tracking.js'
import { TrackingBook } from './tracking-book.js'
import { compileWebsite, type LiveWebsite, type Website } from './website.js'

/** Everything a hot request looks up, compiled once and never changed: a request uses one snapshot from start to end. */
export interface Snapshot {
  readonly version: number
  readonly websites: {
    readonly byId: ReadonlyMap<string, LiveWebsite>
    readonly byPubKey: ReadonlyMap<string, LiveWebsite>
    readonly byWebsiteKey: ReadonlyMap<string, LiveWebsite>
    readonly byTrackingId: ReadonlyMap<string, LiveWebsite>
  }
  readonly advertisers: {
    readonly byId: ReadonlyMap<string, Advertiser>
    readonly byTokenHash: ReadonlyMap<string, Advertiser>
  }
  readonly offers: OfferBook
  /** Keys and secrets in force, by the hash of their text. */
  readonly apiKeys: ReadonlyMap<string, ApiKey>
  readonly triggerSecrets: ReadonlyMap<string, TriggerSecret>
  readonly trackingKeys: ReadonlyMap<string, TrackingKey>
  /** Hashes of tracking keys that were in force once. */
  readonly revokedTrackingKeys: ReadonlySet<string>
  readonly tracking: TrackingBook
  /** Whether pages of this origin belong to any website. */
  knowsOrigin(origin: string): boolean
}

export interface SnapshotRows {
  readonly version: number
  readonly websites: readonly Website[]
  readonly advertisers: readonly Advertiser[]
  readonly apiKeys: readonly ApiKey[]
  readonly triggerSecrets: readonly TriggerSecret[]
  readonly trackingKeys: readonly TrackingKey[]
  readonly revokedTrackingKeys: readonly string[]
  readonly channels: readonly Channel[]
  readonly destinations: readonly Destination[]
  readonly bots: readonly Bot[]
  readonly offers: OfferBook
}

export function compileSnapshot(rows: SnapshotRows): Snapshot {
  const { version, websites, advertisers, offers, apiKeys, triggerSecrets } = rows
  const live = websites.map(compileWebsite)
  const hosts = new Set(live.flatMap(({ domain }) => [domain, twinOf(domain)]))
  const anyDeveloper = live.some(({ allowDevOverrides }) => allowDevOverrides)
  return Object.freeze({
    version,
    websites: {
      byId: new Map(live.map(website => [website.id, website])),
      byPubKey: new Map(live.map(website => [website.pubKey, website])),
      byWebsiteKey: new Map(live.map(website => [website.websiteKey, website])),
      byTrackingId: new Map(live.map(website => [website.trackingId, website])),
    },
    advertisers: {
      byId: new Map(advertisers.map(advertiser => [advertiser.id, advertiser])),
      byTokenHash: new Map(advertisers.map(advertiser => [advertiser.token.hash, advertiser])),
    },
    offers,
    apiKeys: new Map(apiKeys.map(key => [key.hash, key])),
    triggerSecrets: new Map(triggerSecrets.map(secret => [secret.hash, secret])),
    trackingKeys: new Map(rows.trackingKeys.map(key => [key.hash, key])),
    revokedTrackingKeys: new Set(rows.revokedTrackingKeys),
    tracking: new TrackingBook(rows.channels, rows.destinations, rows.bots),
    knowsOrigin(text: string) {
      const origin = parseOrigin(text)
      if (!origin) return false
      const local = isLocalHost(origin.host)
      return (origin.scheme === 'https' || local) && (hosts.has(origin.host) || (local && anyDeveloper))
    },
  })
}
