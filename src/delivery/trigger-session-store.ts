import type { Dialect } from '../db/dialect.js'
import { type ColumnTypes, insertRows } from '../db/insert-rows.js'
import type { Queries } from '../db/transaction.js'
import { fromJson } from '../db/values.js'
import type { TriggerSession } from './trigger-session.js'

interface TriggerSessionRow {
  id: string
  organization: string
  website: string
  status: TriggerSession['status']
  reason: string | null
  /** Written as it is, read as text; so is `place`. */
  metadata: unknown
  request_id: string | null
  place: unknown
  visitor: string
  expires_at: number
  created_at: number
}

const TYPES: ColumnTypes<TriggerSessionRow> = {
  id: 'text',
  organization: 'text',
  website: 'text',
  status: 'text',
  reason: 'text',
  metadata: 'json',
  request_id: 'text',
  place: 'json',
  visitor: 'text',
  expires_at: 'bigint',
  created_at: 'bigint',
}

const ARMED = ['status', 'reason', 'metadata', 'request_id'].map(column => `${column} = excluded.${column}`).join(', ')

/** Sessions of the trigger widget. They live in the database, so that any process can open, poll and arm them. */
export class TriggerSessionStore {
  constructor(
    private readonly db: Queries,
    private readonly dialect: Dialect,
  ) {}

  async find(id: string): Promise<TriggerSession | undefined> {
    const row: TriggerSessionRow | undefined = await this.db('trigger_sessions').select(Object.keys(TYPES)).where({ id }).first()
    return row && toSession(row)
  }

  async insert(session: TriggerSession): Promise<void> {
    await insertRows(this.db, this.dialect, 'trigger_sessions', TYPES, [toRow(session)])
  }

  /**
   * Makes a pending session ready. It is there already: writing it as a row keeps what the database can't store out of it.
   * @returns false when another call was first; the session is as that one has left it
   */
  async arm(session: TriggerSession): Promise<boolean> {
    const armed = await insertRows<TriggerSessionRow, { id: string }>(
      this.db,
      this.dialect,
      'trigger_sessions',
      TYPES,
      [toRow(session)],
      `on conflict (id) do update set ${ARMED} where trigger_sessions.status = 'pending' returning id`,
    )
    return armed.length > 0
  }

  /** Deletes the sessions that ended before an instant. */
  async sweep(before: number): Promise<number> {
    return this.db('trigger_sessions').where('expires_at', '<', before).delete()
  }
}

const toRow = (session: TriggerSession): TriggerSessionRow => ({
  id: session.id,
  organization: session.organization,
  website: session.website,
  status: session.status,
  reason: session.reason,
  metadata: session.metadata,
  request_id: session.requestId,
  place: session.place,
  visitor: session.visitor,
  expires_at: session.expiresAt,
  created_at: session.createdAt,
})

const toSession = (row: TriggerSessionRow): TriggerSession => ({
  id: row.id,
  organization: row.organization,
  website: row.website,
  status: row.status,
  reason: row.reason,
  metadata: fromJson<Record<string, unknown>>(row.metadata) ?? null,
  requestId: row.request_id,
  place: fromJson<TriggerSession['place']>(row.place) ?? { country: null, region: null },
  visitor: row.visitor,
  expiresAt: row.expires_at,
  createdAt: row.created_at,
})
