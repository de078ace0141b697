import type { EventType } from '../../../catalogue/tracking.js'
import { fromMicros } from '../../../lib/money.js'
import { HOUR } from '../../../lib/time.js'
import type { OutboundAnswer, OutboundRequest } from '../../../outbound/exchange.js'
import { all, credentials, isPassing, objectOf, rejected, retry } from '../answers.js'
import { malformed, tooOld } from '../fitness.js'
import type { Access, Platform, PlatformEvent, Reading } from '../platform.js'

/** https://business-api.tiktok.com/portal/docs?id=1740858493574146 */
const VERSION = 'v1.3'

/** TikTok's longest attribution window: what is older is attributed to nothing. */
const MAX_AGE_DAYS = 28

/** https://business-api.tiktok.com/portal/docs?id=1737172488964097: too many requests, for the app or the developer. */
const RATE_CODES = new Set([40016, 40100, 40101, 40133])

/** From here to 59999: faults of TikTok's own. */
const FIRST_INTERNAL_CODE = 50000

/** The token is missing, has expired, was revoked, or may not report to this pixel. */
const TOKEN_CODES = new Set([40001, 40102, 40104, 40105])

const NAMES: Record<Exclude<EventType, 'Custom'>, string> = {
  Lead: 'SubmitForm',
  Purchase: 'CompletePayment',
  CompleteRegistration: 'CompleteRegistration',
  Subscribe: 'Subscribe',
}

/** TikTok Events API. https://business-api.tiktok.com/portal/docs?id=1771100865818625 */
export const tiktok: Platform = {
  name: 'tiktok',
  maxBatch: 1000,
  dedupeMs: 48 * HOUR,
  skip: (event, _settings, now) => malformed(event) ?? tooOld(event, MAX_AGE_DAYS, 'TikTok', now),
  build,
  read,
}

function build(events: readonly PlatformEvent[], { accountId, settings, secrets, baseUrl }: Access): OutboundRequest {
  const token = secrets.accessToken ?? ''
  return {
    method: 'POST',
    url: `${baseUrl}/open_api/${VERSION}/event/track/`,
    headers: { 'content-type': 'application/json', 'access-token': token },
    body: JSON.stringify({
      event_source: 'web',
      event_source_id: accountId,
      ...(settings.testEventCode && { test_event_code: settings.testEventCode }),
      data: events.map(told),
    }),
    secrets: [token],
  }
}

function told(event: PlatformEvent): object {
  const { person, value, currency, contentName } = event
  return {
    event: event.eventType === 'Custom' ? event.customEventName : NAMES[event.eventType],
    event_time: Math.floor(event.at / 1000),
    event_id: event.eventId,
    user: {
      ...(person.email && { email: person.email }),
      ...(person.phoneE164 && { phone: person.phoneE164 }),
      external_id: person.externalId,
      ...(event.ttclid && { ttclid: event.ttclid }),
      ...(event.clientIp && { ip: event.clientIp }),
      ...(event.userAgent && { user_agent: event.userAgent }),
    },
    ...(event.sourceUrl && { page: { url: event.sourceUrl } }),
    ...((value !== undefined || contentName !== undefined) && {
      properties: {
        ...(value !== undefined && { value: fromMicros(value), currency }),
        ...(contentName !== undefined && { contents: [{ content_name: contentName }] }),
      },
    }),
  }
}

/** TikTok answers 200 whatever happened; `code` says what did. */
function read(answer: OutboundAnswer): Reading {
  const body = objectOf(answer)
  const code = typeof body?.code === 'number' ? body.code : undefined
  if (code === 0) return all({ kind: 'delivered' })
  const reason = code === undefined ? `TikTok answered ${answer.status}` : `TikTok ${code}: ${body?.message ?? 'no message'}`
  if (code !== undefined && TOKEN_CODES.has(code)) return all(credentials(reason))
  if (isPassing(answer) || (code !== undefined && isPassingCode(code))) return all(retry(reason, answer))
  if (answer.status === 401) return all(credentials(reason))
  // Success without a code is not TikTok's: something stands before it. A repeat under the same event id counts once.
  return all(code === undefined && answer.status < 300 ? retry(reason, answer) : rejected(reason))
}

const isPassingCode = (code: number): boolean =>
  RATE_CODES.has(code) || (code >= FIRST_INTERNAL_CODE && code < FIRST_INTERNAL_CODE + 10_000)
