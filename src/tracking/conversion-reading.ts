import type { EventType } from '../catalogue/tracking.js'
import { storableText } from '../db/storable.js'
import type { Request } from '../http/types.js'
import { parseCurrency } from '../lib/currency.js'
import { Invalid } from '../lib/errors.js'
import { MICROS } from '../lib/money.js'
import { MINUTE } from '../lib/time.js'
import { websiteOf } from './auth.js'
import { deviceToldBy } from './caller.js'
import type { ConversionAct } from './conversion-acts.js'

/** How far ahead of ours a caller's clock may be. */
const MOST_AHEAD = 10 * MINUTE

/** 2001-09-09. Nothing that is reported happened before; a time in seconds always seems to. */
const LEAST_TIME = 1e12

/**
 * What a call says that somebody did. The channel is named as the call names it.
 * @throws Invalid naming the field
 */
export function readConversion(
  request: Request<'recordConversion' | 'recordLeadEvent'>,
  telegramUserId: string,
  channel: string | null,
): ConversionAct {
  const { body, now, principal, idempotency } = request
  const website = websiteOf(principal)
  const { eventType, customEventName, contentName, pii, externalUserId, fbc, fbp, gclid, ttclid, sccid, eventSourceUrl } = body
  if (eventType === 'Custom' && customEventName === undefined) throw new Invalid('customEventName: required when eventType is Custom')
  return {
    organization: website.organization,
    website: website.id,
    channel,
    telegramUserId,
    eventType,
    ...(eventType === 'Custom' && customEventName !== undefined && { customEventName }),
    ...readAmount(body, eventType),
    ...(contentName && { contentName }),
    ...(pii && { pii }),
    // It is looked for, too: as it would be stored.
    ...(externalUserId?.trim() && { externalUserId: storableText(externalUserId) }),
    eventTime: readEventTime(body.eventTime, now),
    at: now,
    ...(fbc && { fbc }),
    ...(fbp && { fbp }),
    ...(gclid && { gclid }),
    ...(ttclid && { ttclid }),
    ...(sccid && { sccid }),
    ...deviceToldBy(request, body),
    ...(eventSourceUrl && { sourceUrl: eventSourceUrl }),
    source: 'api',
    answerTo: idempotency,
  }
}

interface Amount {
  /** Micros. */
  readonly value?: number
  readonly currency?: string
}

/** @throws Invalid when there is a value without its currency, or a purchase without its value */
export function readAmount({ value, currency: code }: { value?: number; currency?: string }, eventType: EventType): Amount {
  const isPurchase = eventType === 'Purchase'
  if (value === undefined && isPurchase) throw new Invalid('value: required when eventType is Purchase')
  if (code === undefined && (value !== undefined || isPurchase))
    throw new Invalid(`currency: required ${isPurchase ? 'when eventType is Purchase' : 'with a value'}`)
  const currency = code === undefined ? undefined : parseCurrency(code)
  if (code !== undefined && currency === undefined) throw new Invalid('currency: must be an ISO 4217 code')
  return {
    // A number holds what is reported to fifteen digits, as JSON does; sums are not made of it.
    ...(value !== undefined && { value: Math.round(value * MICROS) }),
    ...(currency !== undefined && { currency }),
  }
}

function readEventTime(eventTime: number | undefined, now: number): number {
  if (eventTime === undefined) return now
  if (eventTime < LEAST_TIME)
    throw new Invalid('eventTime: must be Unix time in milliseconds; this would be before 2001-09-09, or is in seconds')
  if (eventTime > now + MOST_AHEAD) throw new Invalid('eventTime: must be at most 10 minutes ahead')
  return eventTime
}
