import type { Fact } from '../journal/fact.js'
import type { Judged } from '../journal/kinds.js'
import { DAY, utcDay } from '../lib/time.js'

/** What is counted. `invalid:` goes before the reason of an event that does not count. */
export type Metric =
  | 'decisions'
  | 'blocked'
  | 'served'
  | 'impressions'
  | 'clicks'
  | 'click_events'
  | 'conversions'
  | 'reversed'
  | 'revenue'
  | 'earnings'
  | `invalid:${string}`

/** How much a count or an amount has grown. */
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
  /** Their money, of `revenue` and `earnings` only. Negative where a charge was taken back. */
  readonly micros: number
}

type Add = (metric: Metric, micros?: number) => void

/** Counts an act, or its reason for not counting, and what it cost. */
function countJudged(metric: Metric, { valid, billed, price, earnings, reason }: Judged, add: Add): void {
  add(valid ? metric : `invalid:${reason}`)
  if (!billed) return
  add('revenue', price)
  add('earnings', earnings)
}

const METRIC_OF = { impression: 'impressions', click_event: 'click_events', click: 'clicks', conversion: 'conversions' } as const

/** Sums that grow fact by fact. Facts of one website come in runs, and there are thousands a second: what they share is looked up once. */
class Sums {
  readonly deltas: StatDelta[] = []
  private readonly groups = new Map<string, Map<string, StatDelta & { n: number; micros: number }>>()
  private organization = ''
  private website: string | null | undefined
  private dayNumber = Number.NaN
  private day = ''
  private group: Map<string, StatDelta & { n: number; micros: number }> | undefined

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

  private readonly add = (offer: string | null, country: string | null, surface: string | null, metric: Metric, micros = 0): void => {
    const key = `${offer}\0${country}\0${surface}\0${metric}`
    const sum = this.group!.get(key)
    if (sum) {
      sum.n++
      sum.micros += micros
      return
    }
    const { organization, day } = this
    const website = this.website ?? null
    const first = { organization, website, offer, country, surface, day, metric, n: 1, micros }
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
      const { country, surface, price, earnings } = fact.properties
      const add: Add = (metric, micros) => addTo(fact.offer ?? null, country, surface, metric, micros)
      add('reversed')
      add('revenue', -price)
      add('earnings', -earnings)
    } else if (fact.kind === 'rescored') {
      // The click itself stays counted as it was judged on its day: reports of past days show only their money corrected, today.
      const { country, surface, price, earnings } = fact.properties
      addTo(fact.offer ?? null, country, surface, 'revenue', price)
      addTo(fact.offer ?? null, country, surface, 'earnings', earnings)
    } else if (fact.kind in METRIC_OF) {
      const { kind, offer, properties } = fact as Fact<keyof typeof METRIC_OF>
      countJudged(METRIC_OF[kind], properties, (metric, micros) =>
        addTo(offer ?? null, properties.country, properties.surface, metric, micros),
      )
    }
  }
  return sums.deltas
}
