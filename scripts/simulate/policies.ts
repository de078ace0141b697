import { utcDay } from '../../src/lib/time.js'
import { expectedRevenue, highest, MODELS } from '../../src/market/auction.js'
import type { Candidates } from '../../src/market/candidates.js'
import type { Visit } from '../../src/market/eligibility.js'
import type { Offer } from '../../src/market/offer.js'
import { createBooks, EXPLORE_SHARE, rank } from '../../src/market/ranking.js'
import { DayTable, ratesAsOf } from '../../src/market/rate-book.js'
import { seeded } from '../prove/random.js'
import { SEEN, START, type World } from './world.js'

/** A fact that has become known of an offer (index) at a place (index). */
export interface Observation {
  readonly metric: 'impressions' | 'clicks' | 'conversions'
  readonly offer: number
  readonly place: number
  readonly at: number
}

/** One who ranks. It knows the bids and what it has learnt, and not the world's rates. */
export interface Policy {
  /** Indices of the offers to show, best first. */
  choose(candidates: Candidates, visit: Visit, place: number, decision: number): readonly number[]
  /** Takes in what its choices led to. All policies learn at the same instants. */
  learn(news: readonly Observation[], at: number): void
}

const ORGANIZATION = 'org_1'

/** Share of decisions that epsilon-greedy gives to chance. */
const EPSILON = 0.1

/** The server's own ranking, by rates worked out from counts as the server works them out. */
function auction({ seed, compiled, places }: World): Policy {
  const book = createBooks()(compiled)
  const table = new DayTable()
  let rates = ratesAsOf(table, 0, START)
  return {
    choose(candidates, visit, place, decision) {
      const { website, country } = places[place]!
      const { winners } = rank(
        {
          compiled,
          book,
          visit,
          rates: rates.of(compiled, website, country),
          places: SEEN.length,
          seed: `evt_${seed}_${decision}`,
          exploreShare: EXPLORE_SHARE,
        },
        candidates,
        undefined,
      )
      return winners.map(({ index }) => index)
    },
    learn(news, at) {
      table.add(
        news.map(({ metric, offer, place, at }) => ({
          organization: ORGANIZATION,
          ...places[place]!,
          offer: compiled.offers[offer]!.id,
          day: utcDay(at),
          metric,
          goal: '',
          n: 1,
          revenue: 0,
        })),
      )
      rates = ratesAsOf(table, rates.epoch + 1, at)
    },
  }
}

/** What a rival has counted of an offer, without regard to when. */
interface Tally {
  impressions: number
  clicks: number
  conversions: number
}

/**
 * Ranks by a value of what was counted of each offer, greatest first, ties by chance; a share of the decisions is given to chance alone. An offer
 * that was never seen goes first, so that each gets its try: as zero it would never be shown again by one who does not explore.
 * @param byPlace counts on each website in each country apart, instead of all together
 */
const greedy =
  (worthOf: (offer: Offer, tally: Tally) => number, exploring: number, byPlace: boolean) =>
  ({ seed, compiled: { offers }, places }: World): Policy => {
    const random = seeded(seed)
    const nothing = () => offers.map((): Tally => ({ impressions: 0, clicks: 0, conversions: 0 }))
    const together = nothing()
    const tallies = places.map(() => (byPlace ? nothing() : together))
    return {
      choose({ indices }, _visit, place) {
        const here = tallies[place]!
        if (random() < exploring) return sample(indices, SEEN.length, random)
        // Of equals the first from a point by chance on.
        const from = Math.floor(random() * indices.length)
        const offerAt = (n: number) => indices[(from + n) % indices.length]!
        const values = new Float64Array(indices.length)
        for (let n = 0; n < values.length; n++) {
          const offer = offerAt(n)
          values[n] = here[offer]!.impressions === 0 ? Number.POSITIVE_INFINITY : worthOf(offers[offer]!, here[offer]!)
        }
        return highest(values, SEEN.length).map(offerAt)
      },
      learn(news) {
        for (const { metric, offer, place } of news) tallies[place]![offer]![metric]++
      },
    }
  }

/** So many of the values, each order of each choice equally likely (Fisher and Yates, as far as needed). */
function sample(values: readonly number[], count: number, random: () => number): number[] {
  const left = [...values]
  for (let place = 0; place < Math.min(count, left.length); place++) {
    const other = place + Math.floor(random() * (left.length - place))
    const value = left[place]!
    left[place] = left[other]!
    left[other] = value
  }
  return left.slice(0, count)
}

const clickThrough = (_: Offer, { clicks, impressions }: Tally): number => clicks / impressions

/** Revenue per thousand impressions as observed: conversions that are still to come are missing, as in any naive count. */
const revenue = ({ bid: { model, micros } }: Offer, { clicks, conversions, impressions }: Tally): number =>
  expectedRevenue(MODELS[model], micros, clicks / impressions, clicks === 0 ? 0 : conversions / clicks)

/** By name, ours first. The rivals come in two forms each, since counting apart learns slowly and counting together never learns the places. */
export const POLICIES = {
  'our auction': auction,
  'click-through rate': greedy(clickThrough, 0, false),
  'click-through rate by place': greedy(clickThrough, 0, true),
  'epsilon-greedy': greedy(revenue, EPSILON, false),
  'epsilon-greedy by place': greedy(revenue, EPSILON, true),
} as const satisfies Record<string, (world: World) => Policy>

export type PolicyName = keyof typeof POLICIES
