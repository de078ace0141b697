import type { EventType, PlatformName } from '../catalogue/tracking.js'
import { ask } from '../db/ask.js'
import type { Dialect } from '../db/dialect.js'
import { matching, rowSource, rowsParameter } from '../db/row-source.js'
import { storableJson } from '../db/storable.js'
import type { Queries } from '../db/transaction.js'
import { CONVERSION, type ConversionRow, toEvent } from './dispatch-event.js'
import type { Tried, Verdict } from './dispatch-rules.js'
import type { PlatformEvent } from './platforms/platform.js'

interface SendRow {
  id: string
  organization: string
  website: string
  destination: string
  platform: PlatformName
  conversion: string
  event_id: string
  event_type: EventType
  attempts: number
  expires_at: number
  event_time: number
  last_error: string | null
}

const SEND = [
  'id',
  'organization',
  'website',
  'destination',
  'platform',
  'conversion',
  'event_id',
  'event_type',
  'attempts',
  'expires_at',
  'event_time',
  'last_error',
]
/** A send with what it tells. */
export interface Send extends Tried {
  readonly id: string
  readonly organization: string
  readonly website: string
  readonly destination: string
  readonly platform: PlatformName
  readonly conversion: string
  readonly eventId: string
  readonly eventType: EventType
  readonly user: string | undefined
  readonly trace: string | undefined
  /** Undefined: the person's data were erased. */
  readonly event: PlatformEvent | undefined
}

/** Characters of a reason that are kept. */
const MAX_REASON = 500

/** Held sends that are let go in one statement. */
const SLICE = 2000

/** The queue of every destination. A send that is being tried is claimed: due again only when the claim has run out, and settled by none but the claim's holder. */
export class DispatchStore {
  constructor(
    private readonly db: Queries,
    private readonly dialect: Dialect,
  ) {}

  /** Takes the earliest sends of a destination that are due, for nobody else until `until`. */
  async claim(destination: string, claim: string, limit: number, now: number, until: number): Promise<Send[]> {
    const rows = await ask<SendRow>(
      this.db,
      `with due as materialized (
         select id from sends where destination = ? and due_at <= ? order by due_at limit ? ${this.skipLocked}
       )
       update sends set claim = ?, claimed_until = ?, due_at = ? where id in (select id from due) returning ${SEND.join(', ')}`,
      [destination, now, limit, claim, until, until],
    )
    return this.told(rows)
  }

  /** Prolongs a claim. Answers the ids of those it still holds. */
  async renew(ids: readonly string[], claim: string, until: number): Promise<Set<string>> {
    const rows = await ask<{ id: string }>(
      this.db,
      `update sends set claimed_until = ?, due_at = ? where id in (select id from ${rowSource(this.dialect, ['id'])} as held) and claim = ? returning id`,
      [until, until, rowsParameter(ids.map(id => [id])), claim],
    )
    return new Set(rows.map(({ id }) => id))
  }

  /** Writes what became of claimed sends. Answers the ids of those the claim still held; the others are somebody else's by now, and stay as they are. */
  async settle(verdicts: ReadonlyMap<Send, Verdict>, claim: string, now: number): Promise<Set<string>> {
    const changes = [...verdicts].map(([{ id }, verdict]) => [
      id,
      verdict.status,
      verdict.attempts,
      verdict.status === 'pending' ? verdict.dueAt : null,
      verdict.status === 'sent' ? now : null,
      verdict.status === 'sent' ? null : verdict.reason.slice(0, MAX_REASON),
    ])
    const columns = ['id', 'status', 'attempts', 'due_at', 'sent_at', 'last_error']
    const rows = await ask<{ id: string }>(
      this.db,
      `update sends set status = settled.status, attempts = cast(settled.attempts as integer), due_at = cast(settled.due_at as bigint),
         sent_at = cast(settled.sent_at as bigint), last_error = settled.last_error, claim = null, claimed_until = null
       from ${rowSource(this.dialect, columns)} as settled where sends.id = settled.id and sends.claim = ? returning sends.id`,
      [storableJson(JSON.stringify(changes)), claim],
    )
    return new Set(rows.map(({ id }) => id))
  }

  /** Of two who settle sends of one conversion at the same time, the second sees what the first has written. */
  async lock(conversions: readonly string[]): Promise<void> {
    if (!this.dialect.skipLocked || conversions.length === 0) return
    await this.db('tracked_conversions').select('id').whereIn('id', conversions).orderBy('id').forUpdate()
  }

  /** Removes what only sends need of conversions that have none left. */
  async forget(conversions: readonly string[]): Promise<void> {
    if (conversions.length === 0) return
    await this.db.raw(
      `update tracked_conversions set event = ${this.dialect.jsonWithout('event', ['clientIp', 'userAgent'])}
       where id in (select id from ${rowSource(this.dialect, ['id'])} as ended)
         and not exists (select 1 from sends where sends.conversion = tracked_conversions.id and sends.due_at is not null)`,
      [rowsParameter(conversions.map(id => [id]))],
    )
  }

  /** When the first send of each destination that has any is due. It leaps from one destination to the next, however many wait. */
  waiting(): Promise<{ destination: string; due_at: number }[]> {
    const first = (beyond: string) => `select destination from sends where due_at is not null ${beyond} order by destination limit 1`
    return ask(
      this.db,
      `with recursive queue (destination) as (
         select (${first('')})
         union all
         select (${first('and destination > queue.destination')}) from queue where queue.destination is not null
       )
       select destination, (
         select due_at from sends where sends.destination = queue.destination and due_at is not null order by due_at limit 1
       ) as due_at from queue where destination is not null`,
      [],
    )
  }

  /** Makes sends due that were held until their horizon, and answers how many, at most a slice. */
  async release(destination: string, now: number): Promise<{ released: number; more: boolean }> {
    const rows = await ask<{ id: string }>(
      this.db,
      `with held as materialized (
         select id from sends where destination = ? and due_at > ? and due_at = expires_at and claim is null limit ? ${this.skipLocked}
       )
       update sends set due_at = ? where id in (select id from held) returning id`,
      [destination, now, SLICE, now],
    )
    return { released: rows.length, more: rows.length === SLICE }
  }

  /** Ends all claims: for a process that is the only one, before it makes its first. */
  async releaseAll(now: number): Promise<void> {
    await this.db('sends').whereNotNull('due_at').whereNotNull('claim').update({ claim: null, claimed_until: null, due_at: now })
  }

  async find(organization: string, id: string): Promise<(Send & { readonly status: string }) | undefined> {
    const row: (SendRow & { status: string }) | undefined = await this.db('sends')
      .first([...SEND, 'status'])
      .where({ organization, id })
    if (!row) return undefined
    const [send] = await this.told([row])
    return { ...send!, status: row.status }
  }

  /** Puts a send that has ended back into the queue, with a horizon of its own. Answers false when it has not ended. */
  async revive(organization: string, id: string, now: number, expiresAt: number): Promise<boolean> {
    const revived = await this.db('sends')
      .where({ organization, id })
      .whereIn('status', ['failed', 'expired'])
      .update({ status: 'pending', attempts: 0, due_at: now, expires_at: expiresAt })
    return revived > 0
  }

  /** Ends a choice of rows so that it passes over those that another chooses at the same moment. */
  private get skipLocked(): string {
    return this.dialect.skipLocked ? 'for update skip locked' : ''
  }

  private async told(rows: readonly SendRow[]): Promise<Send[]> {
    const conversions = await ask<ConversionRow>(
      this.db,
      `select ${CONVERSION.map(column => `c."${column}"`).join(', ')} from ${rowSource(this.dialect, ['id'])} as asked
       ${matching(this.dialect, 'join', 'tracked_conversions', 'c', 'c.id = asked.id')}`,
      [rowsParameter([...new Set(rows.map(({ conversion }) => conversion))].map(id => [id]))],
    )
    const byId = new Map(conversions.map(conversion => [conversion.id, conversion]))
    return rows.map(row => toSend(row, byId.get(row.conversion)))
  }
}

const toSend = (row: SendRow, conversion: ConversionRow | undefined): Send => ({
  id: row.id,
  organization: row.organization,
  website: row.website,
  destination: row.destination,
  platform: row.platform,
  conversion: row.conversion,
  eventId: row.event_id,
  eventType: row.event_type,
  attempts: row.attempts,
  expiresAt: row.expires_at,
  lastError: row.last_error,
  user: conversion?.user,
  trace: conversion?.trace,
  event: conversion && toEvent(row.event_id, row.event_type, row.event_time, conversion),
})
