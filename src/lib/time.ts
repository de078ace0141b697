/** Milliseconds. */
export const SECOND = 1000
export const MINUTE = 60 * SECOND
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR

/** Epoch milliseconds as ISO 8601 in UTC, with `Z`. */
export const iso = (at: number): string => new Date(at).toISOString()

/** The day that was asked for last, which is today's nearly always: a click asks ten times. */
let spelled = { day: Number.NaN, name: '' }

/** The UTC day of an instant, `2026-11-21`. */
export function utcDay(at: number): string {
  const day = Math.floor(at / DAY)
  if (day !== spelled.day) spelled = { day, name: iso(day * DAY).slice(0, 10) }
  return spelled.name
}

/** Where time comes from. The process uses `Date.now`; tests give their own. */
export type Clock = () => number
