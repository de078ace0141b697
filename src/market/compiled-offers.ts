import { remember } from '../lib/remember.js'
import { HOUR } from '../lib/time.js'
import type { Device, Offer, OperatingSystem, Surface, Targeting } from './offer.js'
import { dearestPrice } from './price.js'
import { osVersion } from './visitor-agent.js'

/** A publisher's say in what its website shows. An empty `allow` means all; `block` beats `allow`; advertiser and offer must both pass. */
export interface PublisherRules {
  /** The website's own domain. */
  readonly domain: string
  readonly advertisers: { readonly allow: readonly string[]; readonly block: readonly string[] }
  readonly offers: { readonly allow: readonly string[]; readonly block: readonly string[] }
}

/** One offer's conditions, ready to be asked thousands of times a second. A mask of 0 and an undefined set restrict nothing. */
export interface Terms {
  readonly paused: boolean
  /** Epoch milliseconds, infinite where there is no limit; so are the limits below. */
  readonly startsAt: number
  readonly endsAt: number
  readonly surfaces: number
  readonly devices: number
  readonly os: number
  readonly minOsVersion: number
  /** `US-NJ`. */
  readonly regions: ReadonlySet<string> | undefined
  /** Place in `CompiledOffers.advertisers`. */
  readonly advertiser: number
  /** Micros of the dearest billable action. */
  readonly price: number
  readonly dailyBudget: number
  readonly totalBudget: number
  readonly dailyCap: number
  readonly totalCap: number
  readonly id: string
  readonly frequency: { readonly count: number; readonly window: number } | undefined
}

export type PublisherVerdict = 'blocked_by_publisher' | 'own_domain' | undefined

/** All offers of an organization, compiled once per change. An offer's place in `offers` is its index wherever numbers are kept by offer. */
export interface CompiledOffers {
  /** By id, so that the smaller index is the smaller id: the auction's ties. */
  readonly offers: readonly Offer[]
  readonly terms: readonly Terms[]
  readonly indexOf: ReadonlyMap<string, number>
  /** Ids of advertisers; a balance is looked up by the place in here. */
  readonly advertisers: readonly string[]
  /** By offer index: 1 where the offer's countries take in this one, 0 where not. Compiled at the first question. */
  reachOf(country: string | null): Uint8Array
  /** What a publisher's rules say of each offer. Compiled at the first question and kept as long as the rules object is. */
  verdictsOf(rules: PublisherRules): readonly PublisherVerdict[]
}

const SURFACES: Readonly<Record<Surface, number>> = { overlay: 1, section: 2, decline: 4, wall: 8 }
const DEVICES: Readonly<Record<Device, number>> = { desktop: 1, mobile: 2, tablet: 4 }
const SYSTEMS: Readonly<Record<OperatingSystem, number>> = { ios: 1, android: 2, windows: 4, macos: 8, linux: 16 }

export const surfaceBit = (surface: Surface): number => SURFACES[surface]
export const deviceBit = (device: Device | undefined): number => (device === undefined ? 0 : DEVICES[device])
export const osBit = (os: OperatingSystem | undefined): number => (os === undefined ? 0 : SYSTEMS[os])

/** Stands for a country that was not resolved: an entry of no list. */
const UNRESOLVED = ''

/** There are 250 countries; more are a caller's mistakes. */
const COUNTRIES_KEPT = 300

/** Compiles the offers of one organization. */
export function compileOffers(offers: readonly Offer[]): CompiledOffers {
  const sorted = [...offers].sort((a, b) => (a.id < b.id ? -1 : 1))
  const advertisers = [...new Set(sorted.map(({ advertiser }) => advertiser))]
  const placeOf = new Map(advertisers.map((advertiser, place) => [advertiser, place]))
  const reach = remember(COUNTRIES_KEPT, country => Uint8Array.from(sorted, ({ targeting }) => (isReached(targeting, country) ? 1 : 0)))
  const verdicts = new WeakMap<PublisherRules, readonly PublisherVerdict[]>()
  return {
    offers: sorted,
    terms: sorted.map(offer => compileTerms(offer, placeOf.get(offer.advertiser)!)),
    indexOf: new Map(sorted.map(({ id }, index) => [id, index])),
    advertisers,
    reachOf: country => reach(country ?? UNRESOLVED),
    verdictsOf(rules) {
      let known = verdicts.get(rules)
      if (!known) {
        known = judgeByPublisher(sorted, rules)
        verdicts.set(rules, known)
      }
      return known
    },
  }
}

const compileTerms = (offer: Offer, advertiser: number): Terms => ({
  id: offer.id,
  advertiser,
  paused: offer.status === 'paused',
  startsAt: offer.startsAt ?? Number.NEGATIVE_INFINITY,
  endsAt: offer.endsAt ?? Number.POSITIVE_INFINITY,
  surfaces: mask(offer.surfaces, surfaceBit),
  devices: mask(offer.targeting.devices, deviceBit),
  os: mask(offer.targeting.os, osBit),
  minOsVersion: osVersion(offer.targeting.minOsVersion),
  regions: offer.targeting.regions.length > 0 ? new Set(offer.targeting.regions) : undefined,
  price: dearestPrice(offer),
  dailyBudget: offer.dailyBudget ?? Number.POSITIVE_INFINITY,
  totalBudget: offer.totalBudget ?? Number.POSITIVE_INFINITY,
  dailyCap: offer.dailyCap ?? Number.POSITIVE_INFINITY,
  totalCap: offer.totalCap ?? Number.POSITIVE_INFINITY,
  frequency: offer.frequencyCap ? { count: offer.frequencyCap.count, window: offer.frequencyCap.hours * HOUR } : undefined,
})

const mask = <T>(values: readonly T[], bitOf: (value: T) => number): number => values.reduce((bits, value) => bits | bitOf(value), 0)

/** An unresolved country is in no list: it fails where countries are asked for, and passes where some are excluded, as in a geo rule. */
const isReached = ({ countries, excludeCountries }: Targeting, country: string): boolean =>
  (countries.length === 0 || countries.includes(country)) && !excludeCountries.includes(country)

function judgeByPublisher(offers: readonly Offer[], { domain, advertisers, offers: own }: PublisherRules): PublisherVerdict[] {
  const advertiserPasses = compileLists(advertisers)
  const offerPasses = compileLists(own)
  // The twin of a `www.` domain is the same website, and what is below one is below both.
  const root = domain.replace(/^www\./, '')
  return offers.map(({ id, advertiser, landingHost }) => {
    if (!advertiserPasses(advertiser) || !offerPasses(id)) return 'blocked_by_publisher'
    return landingHost === root || landingHost.endsWith(`.${root}`) ? 'own_domain' : undefined
  })
}

function compileLists({ allow, block }: { allow: readonly string[]; block: readonly string[] }): (id: string) => boolean {
  const allowed = new Set(allow)
  const blocked = new Set(block)
  return id => !blocked.has(id) && (allowed.size === 0 || allowed.has(id))
}
