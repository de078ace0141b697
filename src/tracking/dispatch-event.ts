import type { EventType } from '../catalogue/tracking.js'
import { fromJson } from '../db/values.js'
import type { PlatformEvent } from './platforms/platform.js'

/** The columns of a conversion that an ad platform is told of, or that say whose it is. */
export interface ConversionRow {
  id: string
  user: string
  trace: string
  custom_event_name: string | null
  value: number | null
  currency: string | null
  content_name: string | null
  event: string | null
  late_value: number | null
  late_currency: string | null
  late_content_name: string | null
}

export const CONVERSION = [
  'id',
  'user',
  'trace',
  'custom_event_name',
  'value',
  'currency',
  'content_name',
  'event',
  'late_value',
  'late_currency',
  'late_content_name',
]

/** What `tracked_conversions.event` holds of the person and his click. `clientIp` and `userAgent` leave it with the conversion's last send. */
export type StoredEvent = Pick<
  PlatformEvent,
  'person' | 'fbc' | 'fbp' | 'gclid' | 'ttclid' | 'sccid' | 'clientIp' | 'userAgent' | 'sourceUrl'
>

/** The conversion itself, or the purchase it turned out to be once its value was known. */
export function toEvent(eventId: string, eventType: EventType, at: number, conversion: ConversionRow): PlatformEvent | undefined {
  const stored = fromJson<StoredEvent>(conversion.event)
  if (stored?.person === undefined) return undefined
  const late = eventId !== conversion.id
  const value = late ? conversion.late_value : conversion.value
  const currency = late ? conversion.late_currency : conversion.currency
  const contentName = (late ? conversion.late_content_name : undefined) ?? conversion.content_name
  return {
    ...stored,
    eventId,
    eventType,
    at,
    ...(!late && conversion.custom_event_name !== null && { customEventName: conversion.custom_event_name }),
    ...(value !== null && { value }),
    ...(currency !== null && { currency }),
    ...(contentName !== null && { contentName }),
  }
}
