import type { EventType } from '../catalogue/tracking.js'
import type { Dialect } from '../db/dialect.js'
import { type ColumnTypes, insertRows } from '../db/insert-rows.js'
import { storableText } from '../db/storable.js'
import type { Queries } from '../db/transaction.js'
import { fromBoolean, fromJson, json } from '../db/values.js'
import type { StoredEvent } from './dispatch-event.js'

/** A value that became known after its conversion. `value` in micros. */
export interface LateValue {
  readonly value: number
  readonly currency: string
  readonly contentName: string | null
  readonly at: number
}

/** Something that a person did. Times in epoch milliseconds. */
export interface TrackedConversion {
  readonly id: string
  readonly organization: string
  readonly website: string
  readonly channel: string | null
  readonly telegramUserId: string
  readonly user: string
  readonly trace: string
  readonly eventType: EventType
  readonly customEventName: string | null
  /** Micros. */
  readonly value: number | null
  readonly currency: string | null
  readonly contentName: string | null
  readonly eventTime: number
  readonly at: number
  readonly cold: boolean
  readonly source: 'api' | 'join'
  readonly event: StoredEvent
  readonly late: LateValue | null
}

interface ConversionRow {
  id: string
  organization: string
  website: string
  channel: string | null
  telegram_user_id: string
  user: string
  trace: string
  event_type: EventType
  custom_event_name: string | null
  value: number | null
  currency: string | null
  content_name: string | null
  event_time: number
  at: number
  cold: boolean | number
  source: 'api' | 'join'
  /** Written as it is, read as text. */
  event: unknown
  late_value: number | null
  late_currency: string | null
  late_content_name: string | null
  late_at: number | null
}

const TYPES: ColumnTypes<ConversionRow> = {
  id: 'text',
  organization: 'text',
  website: 'text',
  channel: 'text',
  telegram_user_id: 'text',
  user: 'text',
  trace: 'text',
  event_type: 'text',
  custom_event_name: 'text',
  value: 'bigint',
  currency: 'text',
  content_name: 'text',
  event_time: 'bigint',
  at: 'bigint',
  cold: 'boolean',
  source: 'text',
  event: 'json',
  late_value: 'bigint',
  late_currency: 'text',
  late_content_name: 'text',
  late_at: 'bigint',
}

const COLUMNS = Object.keys(TYPES)

/** Conversions that ad platforms may be told of. */
export class TrackedConversionStore {
  constructor(
    private readonly db: Queries,
    private readonly dialect: Dialect,
  ) {}

  async insert(conversions: readonly TrackedConversion[]): Promise<void> {
    await insertRows(this.db, this.dialect, 'tracked_conversions', TYPES, conversions.map(toRow))
  }

  /** One of a lead, held until the transaction ends: nobody forgets meanwhile what it tells. */
  async hold(website: string, telegramUserId: string, id: string): Promise<TrackedConversion | undefined> {
    const found = this.db('tracked_conversions').first(COLUMNS).where({ id, website, telegram_user_id: telegramUserId })
    const row: ConversionRow | undefined = await (this.dialect.skipLocked ? found.forUpdate() : found)
    return row && toConversion(row)
  }

  /** A lead's conversions, the newest first. */
  async ofLead(website: string, telegramUserId: string, limit: number): Promise<TrackedConversion[]> {
    const rows: ConversionRow[] = await this.db('tracked_conversions')
      .select(COLUMNS)
      .where({ website, telegram_user_id: telegramUserId })
      .orderBy('id', 'desc')
      .limit(limit)
    return rows.map(toConversion)
  }

  async saveLate(id: string, { value, currency, contentName, at }: LateValue, event: StoredEvent): Promise<void> {
    const late = { late_value: value, late_currency: currency, late_content_name: contentName && storableText(contentName), late_at: at }
    await this.db('tracked_conversions')
      .where({ id })
      .update({ ...late, event: json(event) })
  }
}

const toRow = (conversion: TrackedConversion): ConversionRow => ({
  id: conversion.id,
  organization: conversion.organization,
  website: conversion.website,
  channel: conversion.channel,
  telegram_user_id: conversion.telegramUserId,
  user: conversion.user,
  trace: conversion.trace,
  event_type: conversion.eventType,
  custom_event_name: conversion.customEventName,
  value: conversion.value,
  currency: conversion.currency,
  content_name: conversion.contentName,
  event_time: conversion.eventTime,
  at: conversion.at,
  cold: conversion.cold,
  source: conversion.source,
  event: conversion.event,
  late_value: conversion.late?.value ?? null,
  late_currency: conversion.late?.currency ?? null,
  late_content_name: conversion.late?.contentName ?? null,
  late_at: conversion.late?.at ?? null,
})

const toConversion = (row: ConversionRow): TrackedConversion => ({
  id: row.id,
  organization: row.organization,
  website: row.website,
  channel: row.channel,
  telegramUserId: row.telegram_user_id,
  user: row.user,
  trace: row.trace,
  eventType: row.event_type,
  customEventName: row.custom_event_name,
  value: row.value,
  currency: row.currency,
  contentName: row.content_name,
  eventTime: row.event_time,
  at: row.at,
  cold: fromBoolean(row.cold),
  source: row.source,
  event: fromJson<StoredEvent>(row.event)!,
  late:
    row.late_value === null || row.late_currency === null || row.late_at === null
      ? null
      : { value: row.late_value, currency: row.late_currency, contentName: row.late_content_name, at: row.late_at },
})
