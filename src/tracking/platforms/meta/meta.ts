import { fromMicros } from '../../../lib/money.js'
import { HOUR } from '../../../lib/time.js'
import type { OutboundAnswer, OutboundRequest, Outcome } from '../../../outbound/exchange.js'
import { all, credentials, each, isObject, isPassing, isSuccess, objectOf, rejected, retry } from '../answers.js'
import { malformed, tooOld } from '../fitness.js'
import type { Access, Platform, PlatformEvent, Reading } from '../platform.js'

/** https://developers.facebook.com/docs/graph-api/changelog */
const VERSION = 'v26.0'

const MAX_AGE_DAYS = 7

/** https://developers.facebook.com/docs/graph-api/guides/error-handling, and 80000 to 80014 of .../overview/rate-limiting: too many calls for the account. */
const PASSING_CODES = new Set([1, 2, 4, 17, 32, 341, 613])
const isPassingCode = (code: number): boolean => PASSING_CODES.has(code) || (code >= 80000 && code <= 80014)

/** The token or its session has ended. */
const TOKEN_CODES = new Set([102, 190])

/** What the token may not do; no event of the batch is at fault. */
const isPermissionCode = (code: number): boolean => code === 3 || code === 10 || (code >= 200 && code <= 299)

/** Of code 100: the pixel does not exist, or not for this token. */
const NO_SUCH_OBJECT = 33

/** Meta Conversions API. https://developers.facebook.com/docs/marketing-api/conversions-api/using-the-api */
export const meta: Platform = {
  name: 'meta',
  maxBatch: 1000,
  dedupeMs: 48 * HOUR,
  skip: (event, _settings, now) => malformed(event) ?? tooOld(event, MAX_AGE_DAYS, 'Meta', now),
  build,
  read,
}

function build(events: readonly PlatformEvent[], { accountId, settings, secrets, baseUrl }: Access): OutboundRequest {
  const token = secrets.accessToken ?? ''
  return {
    method: 'POST',
    url: `${baseUrl}/${VERSION}/${encodeURIComponent(accountId)}/events?access_token=${encodeURIComponent(token)}`,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ data: events.map(told), ...(settings.testEventCode && { test_event_code: settings.testEventCode }) }),
    secrets: [token, encodeURIComponent(token)],
  }
}

/** https://developers.facebook.com/docs/marketing-api/conversions-api/parameters */
function told(event: PlatformEvent): object {
  const { person, value, currency, contentName } = event
  // Meta asks a website's event for its page and its browser.
  const isWeb = Boolean(event.sourceUrl && event.userAgent)
  return {
    event_name: event.eventType === 'Custom' ? event.customEventName : event.eventType,
    event_time: Math.floor(event.at / 1000),
    event_id: event.eventId,
    action_source: isWeb ? 'website' : 'system_generated',
    ...(isWeb && { event_source_url: event.sourceUrl }),
    user_data: {
      ...(person.email && { em: [person.email] }),
      ...(person.phone && { ph: [person.phone] }),
      ...(person.firstName && { fn: [person.firstName] }),
      ...(person.lastName && { ln: [person.lastName] }),
      external_id: [person.externalId],
      ...(event.clientIp && { client_ip_address: event.clientIp }),
      ...(event.userAgent && { client_user_agent: event.userAgent }),
      ...(event.fbc && { fbc: event.fbc }),
      ...(event.fbp && { fbp: event.fbp }),
    },
    ...((value !== undefined || contentName !== undefined) && {
      custom_data: {
        ...(value !== undefined && { value: fromMicros(value), currency }),
        ...(contentName !== undefined && { content_name: contentName }),
      },
    }),
  }
}

function read(answer: OutboundAnswer, events: readonly PlatformEvent[]): Reading {
  const error = objectOf(answer)?.error
  if (!isObject(error)) {
    const reason = `Meta answered ${answer.status}`
    if (isSuccess(answer)) return all({ kind: 'delivered' })
    if (answer.status === 401) return all(credentials(reason))
    return all(isPassing(answer) ? retry(reason, answer) : rejected(reason))
  }
  const code = Number(error.code)
  const reason = reasonOf(error)
  if (error.is_transient === true || isPassingCode(code)) return all(retry(reason, answer))
  if (TOKEN_CODES.has(code)) return all(credentials(reason))
  if (isPermissionCode(code) || Number(error.error_subcode) === NO_SUCH_OBJECT) return each(events, rejected(reason))
  const outcome: Outcome = code !== 100 && isPassing(answer) ? retry(reason, answer) : rejected(reason)
  return all(outcome)
}

function reasonOf(error: Record<string, unknown>): string {
  const { code, error_subcode: subcode } = error
  const text = [error.message, error.error_user_msg].filter(part => typeof part === 'string' && part !== '').join(' ')
  return `Meta ${code}${subcode === undefined ? '' : `/${subcode}`}: ${text || 'no message'}`
}
