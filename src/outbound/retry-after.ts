import { SECOND } from '../lib/time.js'

/**
 * Milliseconds that an answer's `Retry-After` asks to wait (RFC 9110: seconds, or a date), at least 0; undefined when there is none or it means nothing.
 * @param now epoch milliseconds from which a date is counted; NaN when no such instant is known, so that a date means nothing
 */
export function retryAfterMs(headers: Readonly<Record<string, string>>, now: number): number | undefined {
  const text = headers['retry-after']?.trim()
  if (!text) return undefined
  if (/^\d{1,9}(\.\d+)?$/.test(text)) return Math.ceil(Number(text) * SECOND)
  const date = Date.parse(text)
  // A bare number that is none of ours would be read as a year.
  return /[a-z]/i.test(text) && Number.isFinite(date - now) ? Math.max(0, date - now) : undefined
}
