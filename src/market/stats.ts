import type { Fact } from '../journal/fact.js'
import { DAY, utcDay } from '../lib/time.js'

/**
 * What is counted. `invalid:` goes before the reason of an event that does not count. Conversions and reversals of another goal than the base step have its
 * id behind them, since rates weigh each goal by its price.
 */
export type Metric =
  | 'decisions'
  | 'blocked'
  | 'served'
  | 'impressions'
  | 'clicks'
  | 'click_events'
  | 'conversions'
  | 'reversed'
  | `conversions:${string}`
  | `reversed:${string}`
  | `invalid:${string}`

/** How much a count has grown, and the money of what was counted. */
export interface StatDelta {
  readonly organization: string
  readonly website: string | null
  readonly offer: string | null
  readonly country: string | null
  readonly surface: string | null
  /** UTC, `2026-11-21`: the day on which the fact happened. */
  readonly day: string
  readonly metric: Metric
  /** How many facts. */
  readonly n: number
  /** What advertisers paid for them and what publishers earned, in micros. Negative where a charge was taken back. */
  readonly revenue: number
  readonly earnings: number
}

/** The two parts of a metric: what is counted, and of which goal, or for which reason not; '' where it has one part. */
export function partsOf(metric: string): readonly [counted: string, detail: string] {
  const end = metric.indexOf(':')
  return end < 0 ? [metric, ''] : [metric.slice(0, end), metric.slice(end + 1)]
}

const ofGoal = <Counted extends 'conversions' | 'reversed'>(counted: Counted, goal: string) =>
  goal === '' ? counted : (`${counted}:${goal}` as const)

type Sum = { -readonly [Part in keyof StatDelta]: StatDelta[Part] }

const METRIC_OF = { impression: 'impressions', click_event: 'click_events', click: 'clicks', conversion: 'conversions' } as const

/** Sums that grow fact by fact. Facts of one website come in runs, and there are thousands a second: what they share is looked up once. */
class Sums {
  readonly deltas: StatDelta[] = []
  private readonly groups = new Map<string, Map<string, Sum>>()
  private organization = ''
  private website: string | null | undefined
  private dayNumber = Number.NaN
  private day = ''
  private group: Map<string, Sum> | undefined

  /** How to add to the sums of a fact's organization, website and day. */
  of({ organization, website, at }: Fact) {
    const dayNumber = Math.floor(at / DAY)
    if (organization !== this.organization || website !== this.website || dayNumber !== this.dayNumber) {
      if (dayNumber !== this.dayNumber) [this.dayNumber, this.day] = [dayNumber, utcDay(at)]
      this.organization = organization
      this.website = website
      const name = `${organization}\0${website}\0${this.day}`
      this.group = this.groups.get(name) ?? new Map()
      this.groups.set(name, this.group)
    }
    return this.add
  }

  private readonly add = (
    offer: string | null,
    country: string | null,
    surface: string | null,
    metric: Metric,
    n = 1,
    revenue = 0,
    earnings = 0,
  ): void => {
    const key = `${offer}\0${country}\0${surface}\0${metric}`
    const sum = this.group!.get(key)
    if (sum) {
      sum.n += n
      sum.revenue += revenue
      sum.earnings += earnings
      return
    }
    const { organization, day } = this
    const website = this.website ?? null
    const first = { organization, website, offer, country, surface, day, metric, n, revenue, earnings }
    this.group!.set(key, first)
    this.deltas.push(first)
  }
}

/** The facts of a batch as sums by what reports ask for. Pure, so that the journal can be counted again to prove the sums. */
export function countFacts(facts: readonly Fact[]): StatDelta[] {
  const sums = new Sums()
  for (const fact of facts) {
    const addTo = sums.of(fact)
    if (fact.kind === 'decision') {
      const { country, allowed, mode } = fact.properties
      const surface = mode ?? 'overlay'
      addTo(null, country, surface, 'decisions')
      if (!allowed) addTo(null, country, surface, 'blocked')
    } else if (fact.kind === 'served') {
      const { country, surface, winners } = fact.properties
      for (const { offer } of winners) addTo(offer, country, surface, 'served')
    } else if (fact.kind === 'reversal') {
      const { event, country, surface, price, earnings } = fact.properties
      addTo(fact.offer ?? null, country, surface, ofGoal('reversed', event), 1, -price, -earnings)
    } else if (fact.kind === 'rescored') {
      // The click itself stays counted as it was judged on its day: reports of past days show only their money corrected, today.
      const { country, surface, price, earnings } = fact.properties
      addTo(fact.offer ?? null, country, surface, 'clicks', 0, price, earnings)
    } else if (fact.kind in METRIC_OF) {
      // An act, or its reason for not counting, and what it cost.
      const act = fact as Fact<keyof typeof METRIC_OF>
      const { valid, billed, price, earnings, reason, country, surface } = act.properties
      const counted = act.kind === 'conversion' ? ofGoal('conversions', act.properties.event) : METRIC_OF[act.kind]
      const metric = valid ? counted : (`invalid:${reason}` as const)
      addTo(act.offer ?? null, country, surface, metric, 1, billed ? price : 0, billed ? earnings : 0)
    }
  }
  return sums.deltas
}
