import type { EventType } from '../../../catalogue/tracking.js'
import { fromMicros } from '../../../lib/money.js'
import { HOUR } from '../../../lib/time.js'
import type { OutboundAnswer, OutboundRequest } from '../../../outbound/exchange.js'
import { all, credentials, isPassing, isSuccess, objectOf, rejected, retry } from '../answers.js'
import { malformed, tooOld } from '../fitness.js'
import type { Access, Platform, PlatformEvent, Reading, Skip } from '../platform.js'

/** https://developers.snap.com/api/marketing-api/Conversions-API/UsingTheAPI */
const VERSION = 'v3'

const MAX_AGE_DAYS = 37

/** Snapchat has no names of others' making: five are free. */
const NAMES: Record<EventType, string> = {
  Lead: 'SIGN_UP',
  Purchase: 'PURCHASE',
  CompleteRegistration: 'SIGN_UP',
  Subscribe: 'SUBSCRIBE',
  Custom: 'CUSTOM_EVENT_1',
}

/** Snapchat Conversions API. https://developers.snap.com/api/marketing-api/Conversions-API/Parameters */
export const snapchat: Platform = {
  name: 'snapchat',
  maxBatch: 1000,
  dedupeMs: 48 * HOUR,
  skip: (event, _settings, now) => malformed(event) ?? tooOld(event, MAX_AGE_DAYS, 'Snapchat', now) ?? unmatchable(event),
  build,
  read,
}

/** Snapchat asks for one of these at least; its own click id is as good. */
function unmatchable({ person, clientIp, userAgent, sccid }: PlatformEvent): Skip | undefined {
  if (person.email || person.phone || (clientIp && userAgent) || sccid) return undefined
  return { status: 'skipped', reason: 'Snapchat knows people by e-mail, phone, address with user agent, or click id, and none is known' }
}

function build(events: readonly PlatformEvent[], { accountId, secrets, baseUrl }: Access): OutboundRequest {
  const token = secrets.accessToken ?? ''
  return {
    method: 'POST',
    url: `${baseUrl}/${VERSION}/${encodeURIComponent(accountId)}/events?access_token=${encodeURIComponent(token)}`,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ data: events.map(told) }),
    secrets: [token, encodeURIComponent(token)],
  }
}

function told(event: PlatformEvent): object {
  const { person, value, currency, contentName } = event
  const isWeb = Boolean(event.sourceUrl)
  return {
    event_name: NAMES[event.eventType],
    event_time: Math.floor(event.at / 1000),
    event_id: event.eventId,
    action_source: isWeb ? 'WEB' : 'OFFLINE',
    ...(isWeb && { event_source_url: event.sourceUrl }),
    user_data: {
      ...(person.email && { em: [person.email] }),
      ...(person.phone && { ph: [person.phone] }),
      ...(person.firstName && { fn: [person.firstName] }),
      ...(person.lastName && { ln: [person.lastName] }),
      external_id: [person.externalId],
      ...(event.clientIp && { client_ip_address: event.clientIp }),
      ...(event.userAgent && { client_user_agent: event.userAgent }),
      ...(event.sccid && { sc_click_id: event.sccid }),
    },
    ...((value !== undefined || contentName !== undefined) && {
      custom_data: {
        ...(value !== undefined && { value: fromMicros(value), currency }),
        ...(contentName !== undefined && { content_name: contentName }),
      },
    }),
  }
}

function read(answer: OutboundAnswer): Reading {
  const body = objectOf(answer)
  const reason = `Snapchat answered ${answer.status}${typeof body?.reason === 'string' ? `: ${body.reason}` : ''}`
  if (isSuccess(answer)) return all(body?.status === 'INVALID' ? rejected(reason) : { kind: 'delivered' })
  if (isPassing(answer)) return all(retry(reason, answer))
  return all(answer.status === 401 || answer.status === 403 ? credentials(reason) : rejected(reason))
}
