import { DAY, HOUR } from '../../src/lib/time.js'
import { expectedRevenue, MODELS } from '../../src/market/auction.js'
import { type CompiledOffers, compileOffers } from '../../src/market/compiled-offers.js'
import { draw, END } from '../../src/market/draw.js'
import type { Offer } from '../../src/market/offer.js'
import { seeded } from '../prove/random.js'

/** The simulated period. Each size spreads its decisions over the same days, so that a larger one is a busier market and not a longer one. */
export const DAYS = 30
export const START = Date.UTC(2026, 9, 1)

/** Chance that a place of the list comes into view. A click happens on what was seen. */
export const SEEN: readonly number[] = [1, 0.7, 0.5]

/** A website in a country, where visitors come from. */
export interface Place {
  readonly website: string
  readonly country: string
}

export interface World {
  readonly seed: number
  /** An offer's place in `compiled.offers` is its index wherever numbers are kept by offer. */
  readonly compiled: CompiledOffers
  readonly places: readonly Place[]
  /** True clicks per impression and conversions per click: by place, then by offer index. */
  readonly ctr: readonly Float64Array[]
  readonly cvr: readonly Float64Array[]
  /** True micros per impression: by place, then by offer index. */
  readonly worth: readonly Float64Array[]
  /** The place (index) of the visitor of a decision. */
  placeOf(decision: number): number
  /** Whether that visitor sees a position (from 0) of the list, whatever stands there. */
  sees(decision: number, position: number): boolean
  /** Whether he clicks this offer when he sees it. */
  clicks(decision: number, place: number, offer: number): boolean
  /** Milliseconds from that click to its conversion; undefined: there is none. */
  converts(decision: number, place: number, offer: number): number | undefined
}

const WEBSITES = 6
const COUNTRIES = ['DE', 'FR', 'IT', 'ES', 'PL']
const AT_START = 40
const ARRIVING = 30

/** Medians, micros and rates: with them the three models are worth about the same before they scatter. */
const MEDIAN = { ctr: 0.03, cvr: 0.03, CPC: 400_000, CPA: 14_000_000, ECPM: 12_000_000 }

/**
 * Standard deviations of the logarithms of true rates and bids. A rate scatters around its offer's, by website and there by country, and some
 * websites' visitors do more of everything. A rare goal (a first deposit) pays as much more than a frequent one (an installation) as it is rarer.
 */
const SPREAD = { bid: 0.5, goal: 0.6, offer: 0.5, website: 0.3, country: 0.2, visitors: 0.2 }

/** An offer's conversions take this long on the mean: hours to days. */
const DELAY = { least: 2 * HOUR, most: 2 * DAY }

const HIGHEST_RATE = 0.5

/**
 * A market with known truth. Forty offers of all three bid models are there at the start, one more arrives each day, a third ends before the
 * period does. What a visitor would do with an offer is a function of seed, visitor and offer: whoever ranks, the same visitors come and would do
 * the same, so that policies differ by their choices alone.
 */
export function createWorld(seed: number): World {
  const random = seeded(seed)
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
  const scatter = (deviation: number) => Math.exp(deviation * normal())
  const rarity = Array.from({ length: AT_START + ARRIVING }, () => scatter(SPREAD.goal))
  const offers = Array.from({ length: AT_START + ARRIVING }, (_, n) => {
    const model = (['CPC', 'CPA', 'ECPM'] as const)[Math.floor(random() * 3)]!
    const goal = model === 'CPA' ? rarity[n]! : 1
    const micros = 1000 * Math.round((MEDIAN[model] * goal * scatter(SPREAD.bid)) / 1000)
    const startsAt = n < AT_START ? null : START + Math.floor((n - AT_START + random()) * (DAY * (DAYS / ARRIVING)))
    const life = random() < 1 / 3 ? (5 + 20 * random()) * DAY : Number.POSITIVE_INFINITY
    const endsAt = (startsAt ?? START) + life
    return offerOf(n, { model, micros }, startsAt, Number.isFinite(endsAt) ? Math.floor(endsAt) : null)
  })
  const compiled = compileOffers(offers)
  const meanDelay = offers.map(() => DELAY.least * (DELAY.most / DELAY.least) ** random())
  const places = Array.from({ length: WEBSITES }, (_, n) => COUNTRIES.map(country => ({ website: `web_${n}`, country }))).flat()
  const rates = (medians: readonly number[]): Float64Array[] => {
    const visitors = [...Array(WEBSITES)].map(() => scatter(SPREAD.visitors))
    const ofOffer = medians.map(median => median * scatter(SPREAD.offer))
    return visitors.flatMap(here => {
      const onWebsite = ofOffer.map(rate => rate * here * scatter(SPREAD.website))
      return COUNTRIES.map(() => Float64Array.from(onWebsite, rate => Math.min(HIGHEST_RATE, rate * scatter(SPREAD.country))))
    })
  }
  const ctr = rates(offers.map(() => MEDIAN.ctr))
  const cvr = rates(rarity.map(rare => MEDIAN.cvr / rare))
  const worth = places.map((_, place) =>
    Float64Array.from(
      offers,
      ({ bid: { model, micros } }, n) => expectedRevenue(MODELS[model], micros, ctr[place]![n]!, cvr[place]![n]!) / 1000,
    ),
  )
  // Traffic is uneven: the n-th website has an n-th of the first one's, and so have the countries.
  const shares = places.map((_, n) => 1 / (1 + Math.floor(n / COUNTRIES.length)) / (1 + (n % COUNTRIES.length)))
  const upTo = shares.map((_, n) => shares.slice(0, n + 1).reduce((sum, share) => sum + share, 0))
  const chance = (decision: number, what: number) => draw({ high: seed, low: decision }, END.rank, what)
  const [PLACE, SEES, OFFERS] = [0, 1, 16]
  return {
    seed,
    compiled,
    places,
    ctr,
    cvr,
    worth,
    placeOf(decision) {
      const point = chance(decision, PLACE) * upTo.at(-1)!
      return upTo.findIndex(end => point < end)
    },
    sees: (decision, position) => chance(decision, SEES + position) < SEEN[position]!,
    clicks: (decision, place, offer) => chance(decision, OFFERS + 4 * offer) < ctr[place]![offer]!,
    converts(decision, place, offer) {
      if (chance(decision, OFFERS + 4 * offer + 1) >= cvr[place]![offer]!) return undefined
      return -Math.log(1 - chance(decision, OFFERS + 4 * offer + 2)) * meanDelay[offer]!
    },
  }
}

const offerOf = (n: number, bid: Offer['bid'], startsAt: number | null, endsAt: number | null): Offer => ({
  id: `off_${String(n).padStart(4, '0')}`,
  organization: 'org_1',
  advertiser: `adv_${n % 10}`,
  name: `Offer ${n}`,
  status: 'active',
  creative: { headline: 'Play', description: null, brand: null, cta: null, imageUrl: null, terms: null },
  landingUrl: 'https://casino.example/',
  landingHost: 'casino.example',
  bid,
  payout: 'fixed',
  dailyBudget: null,
  totalBudget: null,
  dailyCap: null,
  totalCap: null,
  frequencyCap: null,
  startsAt,
  endsAt,
  targeting: { countries: [], excludeCountries: [], regions: [], devices: [], os: [] },
  surfaces: [],
  events: [],
})
