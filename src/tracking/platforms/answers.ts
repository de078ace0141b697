import type { OutboundAnswer, Outcome } from '../../outbound/exchange.js'
import { retryAfterMs } from '../../outbound/retry-after.js'
import type { PlatformEvent, Reading } from './platform.js'

const MAX_REASON = 500

/** The answer's JSON object, or undefined where it has none. */
export function objectOf({ body }: OutboundAnswer): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(body)
    return isObject(value) ? value : undefined
  } catch {
    return undefined
  }
}

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export const isSuccess = ({ status }: OutboundAnswer): boolean => status >= 200 && status < 300

/** Time-outs, too many requests and faults of the service itself pass by themselves. */
export const isPassing = ({ status }: OutboundAnswer): boolean => status === 408 || status === 429 || status >= 500

export const all = (outcome: Outcome): Reading => ({ of: 'all', outcome })

/** One outcome of all events, none of which is at fault: it would be the same for half of them. */
export const each = (events: readonly PlatformEvent[], outcome: Outcome): Reading => ({ of: 'each', outcomes: events.map(() => outcome) })

export const rejected = (reason: string): Outcome => ({ kind: 'rejected', reason: short(reason) })

export const credentials = (reason: string): Outcome & { kind: 'credentials' } => ({ kind: 'credentials', reason: short(reason) })

/** A later try, not before what the answer's `Retry-After` says. A date is counted from the answer's own, so that no clock need agree with another. */
export function retry(reason: string, { headers }: OutboundAnswer): Outcome & { kind: 'retry' } {
  const afterMs = retryAfterMs(headers, Date.parse(headers.date ?? ''))
  return { kind: 'retry', reason: short(reason), ...(afterMs !== undefined && { afterMs }) }
}

/** Another service's text, as much of it as a person reads. */
const short = (text: string): string => (text.length > MAX_REASON ? `${text.slice(0, MAX_REASON)}…` : text)
