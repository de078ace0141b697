import { DAY, iso, SECOND } from '../../lib/time.js'
import type { PersonHashes, PlatformEvent, Skip } from './platform.js'

/** How long a request may be under way: an event must be young enough when it arrives. */
const UNDER_WAY_MS = 10 * SECOND

const DIGEST = /^[0-9a-f]{64}$/

/** Keeps back what happened more than so many days ago. */
export function tooOld(event: PlatformEvent, days: number, platform: string, now: number): Skip | undefined {
  if (event.at >= now - days * DAY + UNDER_WAY_MS) return undefined
  return { status: 'expired', reason: `${platform} takes events of the last ${days} days; this one is of ${iso(event.at)}` }
}

/** Keeps back what no platform would take, so that it can't spoil the batch it stands in. */
export function malformed(event: PlatformEvent): Skip | undefined {
  const reason =
    event.eventType === 'Custom' && !event.customEventName
      ? 'a custom event needs a name'
      : event.eventType === 'Purchase' && (event.value === undefined || event.currency === undefined)
        ? 'a purchase needs a value and a currency'
        : badDigest(event.person)
  return reason === undefined ? undefined : { status: 'failed', reason }
}

function badDigest(person: PersonHashes): string | undefined {
  const bad = Object.entries(person).find(([, digest]) => !DIGEST.test(digest))
  return bad && `${bad[0]} is not a SHA-256 in lower-case hex`
}
