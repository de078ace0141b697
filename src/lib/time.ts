/** Milliseconds. */
export const SECOND = 1000
export const MINUTE = 60 * SECOND
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR

/** Epoch milliseconds as ISO 8601 in UTC, with `Z`. */
export const iso = (at: number): string => new Date(at).toISOString()

/** The UTC day of an instant, `2026-11-21`. */
export const utcDay = (at: number): string => iso(at).slice(0, 10)

/** Where time comes from. The process uses `Date.now`; tests give their own. */
export type Clock = () => number
