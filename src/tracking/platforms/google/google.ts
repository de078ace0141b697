import { fromMicros } from '../../../lib/money.js'
import { HOUR, iso } from '../../../lib/time.js'
import type { OutboundRequest } from '../../../outbound/exchange.js'
import { malformed, tooOld } from '../fitness.js'
import type { Access, Platform, PlatformEvent, Skip } from '../platform.js'
import { read } from './answer.js'
import { authorize, readToken } from './token.js'

/** https://developers.google.com/google-ads/api/docs/release-notes */
const VERSION = 'v26'

/** The longest click-through window of a conversion action. */
const MAX_AGE_DAYS = 90

/** Where Google Ads is unless the operator says otherwise; its tokens are then given out elsewhere. */
const GOOGLE_ADS = 'https://googleads.googleapis.com'

/** Google Ads, conversions of clicks. https://developers.google.com/google-ads/api/docs/conversions/upload-clicks */
export const google: Platform = {
  name: 'google',
  // It takes 2,000, and answers each with a paragraph: this many answers are sure to be read whole.
  maxBatch: 100,
  // An order id counts once for ever. After two days a person decides all the same, as with the others.
  dedupeMs: 48 * HOUR,
  skip: (event, settings, now) =>
    malformed(event) ?? tooOld(event, MAX_AGE_DAYS, 'Google Ads', now) ?? unmatchable(event, settings.conversionAction),
  authorize: access => authorize(access, access.baseUrl === GOOGLE_ADS ? undefined : access.baseUrl),
  readToken,
  build,
  read,
}

function unmatchable({ gclid, person }: PlatformEvent, conversionAction: string | undefined): Skip | undefined {
  if (!conversionAction) return { status: 'failed', reason: 'the destination has no conversion action' }
  if (gclid || person.emailGoogle || person.phoneE164) return undefined
  return { status: 'skipped', reason: 'Google Ads knows people by click id, e-mail or phone, and none is known' }
}

function build(events: readonly PlatformEvent[], { accountId, settings, secrets, baseUrl }: Access): OutboundRequest {
  const { accessToken = '', developerToken = '' } = secrets
  const customer = accountId.replaceAll('-', '')
  const conversionAction = resourceName(customer, settings.conversionAction ?? '')
  return {
    method: 'POST',
    url: `${baseUrl}/${VERSION}/customers/${encodeURIComponent(customer)}:uploadClickConversions`,
    headers: { 'content-type': 'application/json', authorization: `Bearer ${accessToken}`, 'developer-token': developerToken },
    body: JSON.stringify({ conversions: events.map(event => ({ conversionAction, ...told(event) })), partialFailure: true }),
    secrets: [accessToken, developerToken],
  }
}

const resourceName = (customer: string, action: string): string =>
  action.includes('/') ? action : `customers/${customer}/conversionActions/${action}`

function told({ eventId, at, value, currency, gclid, person }: PlatformEvent): object {
  const userIdentifiers = [
    ...(person.emailGoogle ? [{ hashedEmail: person.emailGoogle }] : []),
    ...(person.phoneE164 ? [{ hashedPhoneNumber: person.phoneE164 }] : []),
  ]
  return {
    ...(gclid && { gclid }),
    conversionDateTime: `${iso(at).slice(0, 19).replace('T', ' ')}+00:00`,
    orderId: eventId,
    ...(value !== undefined && { conversionValue: fromMicros(value), currencyCode: currency }),
    ...(userIdentifiers.length > 0 && { userIdentifiers }),
  }
}
