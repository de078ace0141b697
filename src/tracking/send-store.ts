import type { EventType, PlatformName } from '../catalogue/tracking.js'
import type { Dialect } from '../db/dialect.js'
import { type ColumnTypes, insertRows } from '../db/insert-rows.js'
import type { Queries } from '../db/transaction.js'

/** That a destination is to be told of an event. Times in epoch milliseconds. */
export interface NewSend {
  readonly id: string
  readonly organization: string
  readonly website: string
  readonly destination: string
  readonly platform: PlatformName
  readonly conversion: string
  /** The same on every try: what the platform knows a repeat by. */
  readonly eventId: string
  readonly eventType: EventType
  readonly eventTime: number
  /** After which a repeat could count twice. */
  readonly expiresAt: number
  readonly createdAt: number
}

export type SendStatus = 'pending' | 'sent' | 'failed' | 'skipped' | 'expired'

/** What became of a send so far. */
export interface SendState {
  readonly id: string
  readonly conversion: string
  readonly eventId: string
  readonly platform: PlatformName
  readonly status: SendStatus
  readonly attempts: number
  readonly lastError: string | null
  readonly sentAt: number | null
}

interface NewSendRow {
  id: string
  organization: string
  website: string
  destination: string
  platform: PlatformName
  conversion: string
  event_id: string
  event_type: EventType
  status: SendStatus
  attempts: number
  due_at: number
  expires_at: number
  event_time: number
  created_at: number
}

const NEW: ColumnTypes<NewSendRow> = {
  id: 'text',
  organization: 'text',
  website: 'text',
  destination: 'text',
  platform: 'text',
  conversion: 'text',
  event_id: 'text',
  event_type: 'text',
  status: 'text',
  attempts: 'integer',
  due_at: 'bigint',
  expires_at: 'bigint',
  event_time: 'bigint',
  created_at: 'bigint',
}

interface StateRow {
  id: string
  conversion: string
  event_id: string
  platform: PlatformName
  status: SendStatus
  attempts: number
  last_error: string | null
  sent_at: number | null
}

const STATE = ['id', 'conversion', 'event_id', 'platform', 'status', 'attempts', 'last_error', 'sent_at']

/** What is to be told to destinations: how it gets into the queue, and how it stands there. */
export class SendStore {
  constructor(
    private readonly db: Queries,
    private readonly dialect: Dialect,
  ) {}

  /** Puts sends into the queue, due at once. */
  async insert(sends: readonly NewSend[]): Promise<void> {
    await insertRows(this.db, this.dialect, 'sends', NEW, sends.map(toRow))
  }

  /** In the order in which they were made. */
  async ofConversions(conversions: readonly string[]): Promise<SendState[]> {
    if (conversions.length === 0) return []
    const rows: StateRow[] = await this.db('sends').select(STATE).whereIn('conversion', conversions).orderBy('id')
    return rows.map(toState)
  }
}

const toRow = (send: NewSend): NewSendRow => ({
  id: send.id,
  organization: send.organization,
  website: send.website,
  destination: send.destination,
  platform: send.platform,
  conversion: send.conversion,
  event_id: send.eventId,
  event_type: send.eventType,
  status: 'pending',
  attempts: 0,
  due_at: send.createdAt,
  expires_at: send.expiresAt,
  event_time: send.eventTime,
  created_at: send.createdAt,
})

const toState = (row: StateRow): SendState => ({
  id: row.id,
  conversion: row.conversion,
  eventId: row.event_id,
  platform: row.platform,
  status: row.status,
  attempts: row.attempts,
  lastError: row.last_error,
  sentAt: row.sent_at,
})
