import type { Place } from '../geo/place.js'
import { MINUTE } from '../lib/time.js'

/** A page that waits to hear whether the publisher's server declines its visitor. Times in epoch milliseconds. */
export interface TriggerSession {
  readonly id: string
  readonly organization: string
  /** Id of the website. */
  readonly website: string
  readonly status: 'pending' | 'ready'
  /** The publisher's own word; null: none was given. */
  readonly reason: string | null
  readonly metadata: Readonly<Record<string, unknown>> | null
  /** Made when the session becomes ready. */
  readonly requestId: string | null
  /** Where the visitor was when the page opened it. */
  readonly place: Pick<Place, 'country' | 'region'>
  readonly visitor: string
  readonly expiresAt: number
  readonly createdAt: number
}

/** How long a session can be armed. */
export const SESSION_LIFE = 15 * MINUTE

/** What our session ids look like. Anything else names no session, and need not be looked up. */
const SESSION_ID = /^dses_[0-7][0-9a-hjkmnp-tv-z]{25}$/

export const isSessionId = (text: string): boolean => SESSION_ID.test(text)

/** The trace of all that follows from a session: it begins when the page opens it, so both share what stands behind the prefix. */
export const traceOfSession = (sessionId: string): string => `req_${sessionId.slice('dses_'.length)}`

/** One that is ready stays so; one that waited too long can't be armed any more. */
export const statusOf = (
  { status, expiresAt }: Pick<TriggerSession, 'status' | 'expiresAt'>,
  now: number,
): 'pending' | 'ready' | 'expired' => (status === 'pending' && now >= expiresAt ? 'expired' : status)

const SUPPORT_ONLY: ReadonlySet<string> = new Set(['self_excluded', 'cooling_off'])

/**
 * Whether visitors who were declined for this reason must not be advertised to. These two words protect people: case and separators are not
 * a way around them.
 */
export const isSupportOnly = (reason: string | null): boolean =>
  reason !== null &&
  SUPPORT_ONLY.has(
    reason
      .trim()
      .replace(/([a-z])([A-Z])/g, '$1_$2')
      .toLowerCase()
      .replace(/[\s-]+/g, '_'),
  )
