import { fromMicros } from '../lib/money.js'
import type { ReportSum } from './stat-store.js'
import { partsOf } from './stats.js'

export type ReportBy = 'day' | 'country' | 'surface' | 'offer'

/** The figures of one row, money in major units. */
export interface ReportFigures {
  decisions: number
  blocked: number
  served: number
  impressions: number
  clicks: number
  clickEvents: number
  conversions: number
  reversed: number
  revenue: number
  earnings: number
  /** Clicks per impression. */
  ctr: number
  /** Revenue per thousand impressions. */
  ecpm: number
  invalid: Record<string, number>
}

/** The key stands under the name of what was asked by. */
export type ReportRow = ReportFigures & { day?: string; country?: string | null; surface?: string | null; offer?: string | null }

/** A report from sums by key and metric: days in their order, anything else by revenue, the highest first. */
export function reportOf(sums: readonly ReportSum[], by: ReportBy): { rows: ReportRow[]; totals: ReportFigures } {
  const keys = [...new Set(sums.map(({ key }) => key))]
  const rows = keys
    .map(key => ({ key, figures: figuresOf(sums.filter(sum => sum.key === key)) }))
    .sort((a, b) => (by === 'day' ? 0 : b.figures.revenue - a.figures.revenue) || compare(a.key ?? '', b.key ?? ''))
  return { rows: rows.map(({ key, figures }) => ({ [by]: key, ...figures })), totals: figuresOf(sums) }
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

function figuresOf(sums: readonly ReportSum[]): ReportFigures {
  const counts = new Map<string, number>()
  const invalid: Record<string, number> = {}
  let revenue = 0
  let earnings = 0
  for (const sum of sums) {
    const [counted, detail] = partsOf(sum.metric)
    counts.set(counted, (counts.get(counted) ?? 0) + sum.n)
    if (counted === 'invalid') invalid[detail] = (invalid[detail] ?? 0) + sum.n
    revenue += sum.revenue
    earnings += sum.earnings
  }
  const count = (metric: string) => counts.get(metric) ?? 0
  const impressions = count('impressions')
  return {
    decisions: count('decisions'),
    blocked: count('blocked'),
    served: count('served'),
    impressions,
    clicks: count('clicks'),
    clickEvents: count('click_events'),
    conversions: count('conversions'),
    reversed: count('reversed'),
    revenue: fromMicros(revenue),
    earnings: fromMicros(earnings),
    ctr: impressions === 0 ? 0 : count('clicks') / impressions,
    ecpm: impressions === 0 ? 0 : fromMicros((revenue * 1000) / impressions),
    invalid,
  }
}
