import type { Destination } from '../catalogue/tracking.js'
import { MINUTE, SECOND } from '../lib/time.js'
import type { Exchange, Outcome } from '../outbound/exchange.js'
import type { Platform, PlatformEvent } from './platforms/platform.js'

/** What a send was before it is tried. Instants in epoch milliseconds. */
export interface Tried {
  /** How often it left before. */
  readonly attempts: number
  /** When the platform would no longer know a repeat for one. */
  readonly expiresAt: number
  readonly lastError: string | null
}

/** What becomes of a send. `pending`: it waits until `dueAt`. `attempts` as they are now. */
export type Verdict =
  | { readonly status: 'sent'; readonly attempts: number }
  | { readonly status: 'pending'; readonly attempts: number; readonly dueAt: number; readonly reason: string }
  | { readonly status: 'failed' | 'expired' | 'skipped'; readonly attempts: number; readonly reason: string }

/** Whether a destination takes sends; else why they wait, or why they never will be sent. */
export type Standing =
  | { readonly kind: 'open'; readonly destination: Destination }
  | { readonly kind: 'held' | 'gone'; readonly reason: string }

/** @param destination as of the catalogue; undefined: it was deleted */
export function standingOf(destination: Destination | undefined): Standing {
  if (!destination) return { kind: 'gone', reason: 'the destination was deleted' }
  if (!destination.enabled || destination.state === 'paused') return { kind: 'held', reason: 'the destination is switched off' }
  if (destination.state === 'credentials')
    return { kind: 'held', reason: `the destination waits for another token: ${destination.stateReason ?? 'the last one was refused'}` }
  return { kind: 'open', destination }
}

/**
 * Milliseconds until a send is tried again that was tried so often: 1 s, doubling up to a minute; after ten tries 5 minutes, after twenty 15. Of that half is certain
 * and half drawn, so that those who failed together do not all come back at once.
 * @param random from 0 to 1
 */
export function backoffMs(attempts: number, random: number): number {
  const most = attempts > 20 ? 15 * MINUTE : attempts > 10 ? 5 * MINUTE : Math.min(SECOND * 2 ** (attempts - 1), MINUTE)
  return Math.round((most * (1 + random)) / 2)
}

/** What becomes of a send before it is tried at all; undefined: it goes. A send past its horizon is left to people, as a repeat could count twice. */
export function untried(send: Tried, standing: Standing, now: number): Verdict | undefined {
  const { attempts, expiresAt, lastError } = send
  if (now >= expiresAt) {
    const reason = `not delivered in time, and by now a repeat could count twice${lastError === null ? '' : `; last: ${lastError}`}`
    return { status: 'expired', attempts, reason }
  }
  if (standing.kind === 'gone') return { status: 'skipped', attempts, reason: standing.reason }
  return standing.kind === 'held' ? held(send, standing.reason) : undefined
}

/** It waits until its destination takes sends again, which makes it due, or its horizon. */
export const held = ({ attempts, expiresAt }: Tried, reason: string): Verdict => ({ status: 'pending', attempts, dueAt: expiresAt, reason })

/**
 * What an exchange means for each of the events that it carried.
 * @returns `halve` when one of several may be the reason why all were refused
 */
export function outcomesOf(exchange: Exchange, platform: Platform, events: readonly PlatformEvent[]): readonly Outcome[] | 'halve' {
  if (exchange.kind !== 'answered') {
    const outcome = withoutAnswer(exchange)
    return events.map(() => outcome)
  }
  const reading = platform.read(exchange.answer, events)
  if (reading.of === 'each') return reading.outcomes
  if (reading.outcome.kind === 'rejected' && events.length > 1) return 'halve'
  return events.map(() => reading.outcome)
}

/** What an exchange means that brought no answer, for all that it carried. */
export function withoutAnswer(exchange: Exclude<Exchange, { kind: 'answered' }>): Outcome {
  switch (exchange.kind) {
    case 'refused':
      return { kind: 'rejected', reason: exchange.reason }
    case 'unreached':
      return {
        kind: 'retry',
        reason: exchange.reason,
        ...(exchange.retryAfterMs !== undefined && { afterMs: exchange.retryAfterMs }),
      }
    case 'unanswered':
      return { kind: 'retry', reason: `${exchange.reason}: it may have arrived, and is repeated under the same event id` }
  }
}

/** Whether a try was made that the platform could have seen, or that nobody answered the door to: a destination at rest costs none. */
export const counts = (exchange: Exchange): boolean => exchange.kind !== 'unreached' || exchange.retryAfterMs === undefined

/** @param random from 0 to 1, the same for all sends of one request: what failed together is tried together again */
export function verdictOf(
  send: Tried,
  outcome: Outcome,
  { counted, now, random }: { counted: boolean; now: number; random: number },
): Verdict {
  const attempts = send.attempts + (counted ? 1 : 0)
  switch (outcome.kind) {
    case 'delivered':
      return { status: 'sent', attempts }
    case 'rejected':
      return { status: 'failed', attempts, reason: outcome.reason }
    case 'credentials':
      return held({ ...send, attempts }, outcome.reason)
    case 'retry': {
      const wait = counted ? Math.max(backoffMs(attempts, random), outcome.afterMs ?? 0) : (outcome.afterMs ?? SECOND)
      return { status: 'pending', attempts, dueAt: Math.min(now + wait, send.expiresAt), reason: outcome.reason }
    }
  }
}
