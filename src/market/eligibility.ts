import { DAY } from '../lib/time.js'
import { type CompiledOffers, deviceBit, osBit, type PublisherRules, surfaceBit, type Terms } from './compiled-offers.js'
import type { VisitorHistory } from './frequency.js'
import type { Surface } from './offer.js'
import type { VisitorAgent } from './visitor-agent.js'

/**
 * Why an offer is kept from a visitor, in the order in which the rules are asked: the first that applies is the one explanations cite. What
 * is fixed comes before what changes. Their places are stored with decisions: append, never reorder.
 */
export const REFUSALS = [
  'paused',
  'not_started',
  'ended',
  'surface',
  'country',
  'region',
  'device',
  'os',
  'os_version',
  'blocked_by_publisher',
  'own_domain',
  'no_balance',
  'daily_budget',
  'total_budget',
  'daily_cap',
  'total_cap',
  'frequency_cap',
  'paced',
] as const

export type Refusal = (typeof REFUSALS)[number]

/** Who asks for offers, from where, and for which place. */
export interface Visit extends Pick<VisitorAgent, 'device' | 'os' | 'osVersion'> {
  /** Epoch milliseconds. */
  readonly now: number
  readonly surface: Surface
  /** ISO 3166-1 alpha-2, upper case; null: not resolved. */
  readonly country: string | null
  /** Subdivision without the country's prefix. */
  readonly region: string | null
  /** Undefined on a wall, which has no publisher's lists. */
  readonly publisher: PublisherRules | undefined
}

/** What an offer has cost its advertiser so far, in micros and in billable actions of its model. */
export interface Spending {
  /** The UTC day (days since the epoch) of the two figures `today`: on any other day they count as nothing. */
  readonly day: number
  readonly spentToday: number
  readonly spentTotal: number
  readonly actionsToday: number
  readonly actionsTotal: number
}

/** The figures that change with every event, as they stand at the moment of the request. */
export interface LiveFacts {
  /** By offer index; undefined: nothing spent yet. */
  readonly spending: readonly (Spending | undefined)[]
  /** Micros, by place in `CompiledOffers.advertisers`. */
  readonly balances: ArrayLike<number>
  /** What the visitor has been shown; undefined: nothing. */
  readonly history: VisitorHistory | undefined
  /** Whether pacing holds this offer (index) back from this request. Asked last, of offers with a daily budget or cap. */
  readonly holdsBack: (index: number) => boolean
}

/** The first rule that keeps an offer (by index) from this visit, or undefined when it may take part. */
export const refusal = (compiled: CompiledOffers, index: number, visit: Visit, live: LiveFacts): Refusal | undefined =>
  createJudge(compiled, visit, live)(index)

/** The indices of the offers that may take part, ascending. `onRefusal` is told of every other, for explanations. */
export function eligible(
  compiled: CompiledOffers,
  visit: Visit,
  live: LiveFacts,
  onRefusal?: (index: number, reason: Refusal) => void,
): number[] {
  const judge = createJudge(compiled, visit, live)
  const indices: number[] = []
  for (let index = 0; index < compiled.terms.length; index++) {
    const reason = judge(index)
    if (reason === undefined) indices.push(index)
    else onRefusal?.(index, reason)
  }
  return indices
}

/** Why an offer, by index, is kept back; undefined when it is not. */
export type Judge = (index: number) => Refusal | undefined

/** All rules in their order. */
function createJudge(compiled: CompiledOffers, visit: Visit, live: LiveFacts): Judge {
  const { terms } = compiled
  const { now } = visit
  const fixed = createFixedJudge(compiled, visit)
  const moment = createMomentJudge(compiled, visit, live)
  return index => {
    const offer = terms[index]!
    return offer.paused ? 'paused' : (timeRefusal(offer, now) ?? fixed(index) ?? moment(index))
  }
}

/** The rules that hang on offer and visit alone, with everything that depends on the visit worked out once. */
export function createFixedJudge({ terms, reachOf, verdictsOf }: CompiledOffers, visit: Visit): Judge {
  const { country, osVersion } = visit
  const surface = surfaceBit(visit.surface)
  const device = deviceBit(visit.device)
  const os = osBit(visit.os)
  const reach = reachOf(country)
  const region = country !== null && visit.region !== null ? `${country}-${visit.region}` : ''
  const verdicts = visit.publisher && verdictsOf(visit.publisher)

  return index => {
    const offer = terms[index]!
    if (offer.paused) return 'paused'
    if (offer.surfaces !== 0 && (offer.surfaces & surface) === 0) return 'surface'
    if (reach[index] === 0) return 'country'
    if (offer.regions !== undefined && !offer.regions.has(region)) return 'region'
    if (offer.devices !== 0 && (offer.devices & device) === 0) return 'device'
    if (offer.os !== 0 && (offer.os & os) === 0) return 'os'
    if (osVersion < offer.minOsVersion) return 'os_version'
    return verdicts?.[index]
  }
}

/** The rules that hang on figures of the moment. */
export function createMomentJudge({ terms }: CompiledOffers, { now }: Visit, live: LiveFacts): Judge {
  const today = Math.floor(now / DAY)
  const { balances, spending } = live
  return index => {
    const offer = terms[index]!
    return spendingRefusal(offer, balances[offer.advertiser] ?? 0, spending[index], today) ?? pressureRefusal(offer, index, now, live)
  }
}

/** Whether the offer's time has not come, or is over. */
export function timeRefusal({ startsAt, endsAt }: Terms, now: number): Refusal | undefined {
  if (now < startsAt) return 'not_started'
  return now >= endsAt ? 'ended' : undefined
}

/** Balance, budgets and caps must each cover one more action. */
function spendingRefusal(offer: Terms, balance: number, spending: Spending | undefined, today: number): Refusal | undefined {
  const { price } = offer
  if (balance <= 0 || balance < price) return 'no_balance'
  const isToday = spending?.day === today
  if (offer.dailyBudget < (isToday ? spending.spentToday : 0) + price) return 'daily_budget'
  if (offer.totalBudget < (spending?.spentTotal ?? 0) + price) return 'total_budget'
  if (offer.dailyCap <= (isToday ? spending.actionsToday : 0)) return 'daily_cap'
  if (offer.totalCap <= (spending?.actionsTotal ?? 0)) return 'total_cap'
  return undefined
}

/** How often this visitor has seen the offer, and how fast the day's money goes. */
function pressureRefusal(offer: Terms, index: number, now: number, { history, holdsBack }: LiveFacts): Refusal | undefined {
  if (history && isSeenEnough(offer, history, now)) return 'frequency_cap'
  const isPaced = offer.dailyBudget !== Number.POSITIVE_INFINITY || offer.dailyCap !== Number.POSITIVE_INFINITY
  return isPaced && holdsBack(index) ? 'paced' : undefined
}

/** Whether the visitor has had the impressions that the offer's frequency cap allows. */
export const isSeenEnough = ({ id, frequency }: Terms, history: VisitorHistory, now: number): boolean =>
  frequency !== undefined && history.countSince(id, now - frequency.window) >= frequency.count
