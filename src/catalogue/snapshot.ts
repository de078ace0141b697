import type { Advertiser } from '../market/advertiser.js'
import type { ApiKey, TriggerSecret } from './key-store.js'
import type { OfferBook } from './offer-book.js'
import { isLocalHost, parseOrigin, twinOf } from './origin.js'
import { compileWebsite, type LiveWebsite, type Website } from './website.js'

/** Everything a hot request looks up, compiled once and never changed: a request uses one snapshot from start to end. */
export interface Snapshot {
  readonly version: number
  readonly websites: {
    readonly byId: ReadonlyMap<string, LiveWebsite>
    readonly byPubKey: ReadonlyMap<string, LiveWebsite>
    readonly byWebsiteKey: ReadonlyMap<string, LiveWebsite>
  }
  readonly advertisers: {
    readonly byId: ReadonlyMap<string, Advertiser>
    readonly byTokenHash: ReadonlyMap<string, Advertiser>
  }
  readonly offers: OfferBook
  /** Keys and secrets in force, by the hash of their text. */
  readonly apiKeys: ReadonlyMap<string, ApiKey>
  readonly triggerSecrets: ReadonlyMap<string, TriggerSecret>
  /** Whether pages of this origin belong to any website. */
  knowsOrigin(origin: string): boolean
}

export interface SnapshotRows {
  readonly version: number
  readonly websites: readonly Website[]
  readonly advertisers: readonly Advertiser[]
  readonly apiKeys: readonly ApiKey[]
  readonly triggerSecrets: readonly TriggerSecret[]
  readonly offers: OfferBook
}

export function compileSnapshot({ version, websites, advertisers, offers, apiKeys, triggerSecrets }: SnapshotRows): Snapshot {
  const live = websites.map(compileWebsite)
  const hosts = new Set(live.flatMap(({ domain }) => [domain, twinOf(domain)]))
  const anyDeveloper = live.some(({ allowDevOverrides }) => allowDevOverrides)
  return Object.freeze({
    version,
    websites: {
      byId: new Map(live.map(website => [website.id, website])),
      byPubKey: new Map(live.map(website => [website.pubKey, website])),
      byWebsiteKey: new Map(live.map(website => [website.websiteKey, website])),
    },
    advertisers: {
      byId: new Map(advertisers.map(advertiser => [advertiser.id, advertiser])),
      byTokenHash: new Map(advertisers.map(advertiser => [advertiser.token.hash, advertiser])),
    },
    offers,
    apiKeys: new Map(apiKeys.map(key => [key.hash, key])),
    triggerSecrets: new Map(triggerSecrets.map(secret => [secret.hash, secret])),
    knowsOrigin(text: string) {
      const origin = parseOrigin(text)
      if (!origin) return false
      const local = isLocalHost(origin.host)
      return (origin.scheme === 'https' || local) && (hosts.has(origin.host) || (local && anyDeveloper))
    },
  })
}
