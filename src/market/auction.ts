import { draw, END, type Seed, seedOf } from './draw.js'
import type { BidModel, Offer } from './offer.js'
import { chainPrice } from './price.js'
import type { RateSlice } from './rates.js'

/** Bids by offer index, compiled with the catalogue. The hot path reads numbers from arrays, never an object per offer. */
export interface Book {
  /** Codes of `MODELS`. */
  readonly models: Uint8Array
  /** Micros, in the unit of the model. */
  readonly bids: Float64Array
}

export const MODELS: Readonly<Record<BidModel, number>> = { ECPM: 0, CPC: 1, CPA: 2 }

/** The offers' bids, in their order. A CPA offer bids what all its goals are charged: its rate counts each conversion as a part of that. */
export const compileBook = (offers: readonly Offer[]): Book => ({
  models: Uint8Array.from(offers, ({ bid }) => MODELS[bid.model]),
  bids: Float64Array.from(offers, offer => (offer.bid.model === 'CPA' ? chainPrice(offer) : offer.bid.micros)),
})

/**
 * Expected revenue per thousand impressions, in micros: how bids of different models are made comparable. The order of the
 * multiplications is part of the contract of explanations, since floating-point products depend on it.
 */
export function expectedRevenue(model: number, bid: number, ctr: number, cvr: number): number {
  if (model === MODELS.ECPM) return bid
  return model === MODELS.CPC ? 1000 * bid * ctr : 1000 * bid * ctr * cvr
}

/** What candidates are worth by the rates of one place, and which are worth most: the same for every visitor until a figure moves. */
export interface Standing {
  /** Indices of the eligible offers, in order of their ids: of equal scores the one listed first wins. */
  readonly candidates: ArrayLike<number>
  /** Expected revenue by candidate, in their order. */
  readonly scores: Float64Array
  /** Of the highest, their positions in `candidates`, best first. */
  readonly leaders: readonly number[]
}

/** @param places how many leaders are asked for */
export function standingOf({ models, bids }: Book, { ctr, cvr }: RateSlice, candidates: ArrayLike<number>, places: number): Standing {
  const scores = new Float64Array(candidates.length)
  for (let i = 0; i < scores.length; i++) {
    const offer = candidates[i]!
    scores[i] = expectedRevenue(models[offer]!, bids[offer]!, ctr[offer]!, cvr[offer]!)
  }
  return { candidates, scores, leaders: highest(scores, places) }
}

export interface AuctionInput {
  /** Has at least as many leaders as there are places, or all. */
  readonly standing: Standing
  /** Positions to fill. */
  readonly places: number
  /** Text stored with the request, from which all its randomness follows. */
  readonly seed: string
  /** Share of requests that explore, 0 to 1. */
  readonly exploreShare: number
}

export interface Winner {
  /** The offer's index. */
  readonly index: number
  /** From 1. */
  readonly position: number
  readonly score: number
  /** Probability with which this offer took this position, given the candidates. */
  readonly propensity: number
}

export interface AuctionResult {
  /** Best first; fewer than `places` when fewer are eligible. */
  readonly winners: readonly Winner[]
  /** The request's number in [0, 1); below the exploring share, it explores. */
  readonly draw: number
  readonly explored: boolean
}

/**
 * First-price auction. Most requests rank by expected revenue; the others, drawn by the seed, rank by a number drawn for each
 * candidate, which makes every order equally likely. So the offer at a position had the probability
 * `share / n + (1 - share) * [it ranks there by revenue]`, exactly, and each candidate had at least `share / n` of each position, as
 * judging another policy on this log needs (inverse propensity scoring: Li et al., "Unbiased offline evaluation", WSDM 2011).
 * The same input gives the same result, to the bit.
 */
export function runAuction({ standing: { candidates, scores, leaders }, places, seed, exploreShare }: AuctionInput): AuctionResult {
  const count = candidates.length
  const source = seedOf(seed)
  const requestDraw = draw(source, END.explore, 0)
  const explored = requestDraw < exploreShare
  const byRevenue = leaders.slice(0, places)
  const ranking = explored ? highest(rankDraws(source, count), places) : byRevenue
  const winners = ranking.map((candidate, place) => ({
    index: candidates[candidate]!,
    position: place + 1,
    score: scores[candidate]!,
    propensity: exploreShare / count + (byRevenue[place] === candidate ? 1 - exploreShare : 0),
  }))
  return { winners, draw: requestDraw, explored }
}

/** The numbers by which an exploring request ranks its candidates, in their order. */
export function rankDraws(seed: Seed, count: number): Float64Array {
  const draws = new Float64Array(count)
  for (let i = 0; i < count; i++) draws[i] = draw(seed, END.rank, i)
  return draws
}

/** Positions in `values` of its `count` highest, best first; of equal values the earlier. One pass: most values fail one comparison. */
export function highest(values: Float64Array, count: number): number[] {
  const best: number[] = []
  const last = Math.min(count, values.length) - 1
  if (last < 0) return best
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!
    let place = best.length
    if (place > last && value <= values[best[last]!]!) continue
    // From the end up past all that are lower: an equal one was listed earlier and keeps its place.
    while (place > 0 && values[best[place - 1]!]! < value) place--
    best.splice(place, 0, i)
    if (best.length > last + 1) best.pop()
  }
  return best
}
