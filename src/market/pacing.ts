import { DAY, HOUR, MINUTE } from '../lib/time.js'
import type { Spending } from './eligibility.js'
import type { Offer } from './offer.js'

/** The share of a day's traffic that has come by the end of each UTC hour: 24 numbers that rise to 1. */
export type TrafficShape = readonly number[]

/** The part of a shape that is spread evenly whatever was learned, so that no hour is taken for dead because it was dead last week. */
const EVEN_PART = 0.1

/** How far ahead of the clock an offer may be: it starts the day with as much to spend, and ends it with nothing held back. */
const LEAD = 15 * MINUTE

/** A shape from requests by UTC hour; even when nothing is known. */
export function shapeOf(requests: readonly number[]): TrafficShape {
  const total = requests.reduce((sum, n) => sum + n, 0)
  let come = 0
  return Array.from({ length: 24 }, (_, hour) => {
    come += total === 0 ? 1 / 24 : EVEN_PART / 24 + (1 - EVEN_PART) * ((requests[hour] ?? 0) / total)
    return hour === 23 ? 1 : come
  })
}

export const EVEN: TrafficShape = shapeOf([])

/** The share of the day's traffic that is expected to have come by an instant. Within an hour it comes evenly. */
export function shareBy(shape: TrafficShape, now: number): number {
  const passed = now % DAY
  const hour = Math.floor(passed / HOUR)
  const before = hour === 0 ? 0 : shape[hour - 1]!
  return before + (shape[hour]! - before) * ((passed % HOUR) / HOUR)
}

/** A day of fewer actions is not paced: a line of steps that large would only keep a small offer from being shown. */
const WORTH_PACING = 200

/**
 * Whether an offer waits, so that its daily budget and cap last for the day: it waits while one more action would put it above the line that
 * follows the day's traffic. Below the line it takes whatever comes, so what dead hours left over is caught up with. It knows nothing but what is
 * spent and the time, so that all processes hold to one line; the hard stop at the budget itself is `daily_budget`, under the database's lock.
 * @param price micros of one action
 */
export function isAhead(
  offer: Pick<Offer, 'dailyBudget' | 'dailyCap'>,
  price: number,
  spending: Spending | undefined,
  shape: TrafficShape,
  now: number,
): boolean {
  if (spending === undefined || spending.day !== Math.floor(now / DAY) || spending.actionsToday === 0) return false
  const untilNextDay = DAY - (now % DAY)
  const share = untilNextDay <= LEAD ? 1 : shareBy(shape, now + LEAD)
  return isAbove(offer.dailyBudget, price, spending.spentToday, share) || isAbove(offer.dailyCap, 1, spending.actionsToday, share)
}

/** Whether one more step would go above the line of a day's limit. */
const isAbove = (limit: number | null, step: number, used: number, share: number): boolean =>
  limit !== null && limit >= WORTH_PACING * step && used + step > limit * share
