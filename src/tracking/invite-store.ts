import type { Dialect } from '../db/dialect.js'
import { type ColumnTypes, insertRows } from '../db/insert-rows.js'
import type { Queries } from '../db/transaction.js'

/** A way into a channel that a visitor was given. Times in epoch milliseconds. */
export interface Invite {
  /** The click's id, as callers know it. */
  readonly id: string
  readonly organization: string
  readonly website: string
  readonly channel: string
  /** That of the visit behind it; its own id when none is known. */
  readonly trace: string
  readonly visit: string | null
  readonly tempId: string
  /** The personal link; null: the channel's static one was given, which names nobody. */
  readonly link: string | null
  readonly at: number
  readonly expiresAt: number | null
  /** Telegram id of the first who came by it. */
  readonly usedBy: string | null
}

interface InviteRow {
  id: string
  organization: string
  website: string
  channel: string
  trace: string
  visit: string | null
  temp_id: string
  link: string | null
  fallback: boolean
  at: number
  expires_at: number | null
  used_by: string | null
}

const TYPES: ColumnTypes<InviteRow> = {
  id: 'text',
  organization: 'text',
  website: 'text',
  channel: 'text',
  trace: 'text',
  visit: 'text',
  temp_id: 'text',
  link: 'text',
  fallback: 'boolean',
  at: 'bigint',
  expires_at: 'bigint',
  used_by: 'text',
}

const COLUMNS = Object.keys(TYPES)

/** Invites: who was sent where by which link. */
export class InviteStore {
  constructor(
    private readonly db: Queries,
    private readonly dialect: Dialect,
  ) {}

  async insert(invites: readonly Invite[]): Promise<void> {
    await insertRows(this.db, this.dialect, 'invites', TYPES, invites.map(toRow))
  }

  /** The newest personal link of a visitor that leads into a channel, was made since an instant and used by nobody. */
  async unused(website: string, tempId: string, channel: string, since: number): Promise<Invite | undefined> {
    const row: InviteRow | undefined = await this.db('invites')
      .first(COLUMNS)
      .where({ website, temp_id: tempId })
      .andWhere('at', '>', since)
      .andWhere({ channel, fallback: false, used_by: null })
      .orderBy('at', 'desc')
    return row && toInvite(row)
  }

  /** The invites that these links belong to. */
  async byLink(links: readonly string[]): Promise<Invite[]> {
    if (links.length === 0) return []
    const rows: InviteRow[] = await this.db('invites').select(COLUMNS).whereIn('link', links)
    return rows.map(toInvite)
  }

  async byId(ids: readonly string[]): Promise<Invite[]> {
    if (ids.length === 0) return []
    const rows: InviteRow[] = await this.db('invites').select(COLUMNS).whereIn('id', ids)
    return rows.map(toInvite)
  }

  /** Notes who came by an invite first. */
  async use(id: string, telegramUserId: string): Promise<void> {
    await this.db('invites').where({ id }).whereNull('used_by').update({ used_by: telegramUserId })
  }
}

const toRow = (invite: Invite): InviteRow => ({
  id: invite.id,
  organization: invite.organization,
  website: invite.website,
  channel: invite.channel,
  trace: invite.trace,
  visit: invite.visit,
  temp_id: invite.tempId,
  link: invite.link,
  fallback: invite.link === null,
  at: invite.at,
  expires_at: invite.expiresAt,
  used_by: invite.usedBy,
})

const toInvite = (row: InviteRow): Invite => ({
  id: row.id,
  organization: row.organization,
  website: row.website,
  channel: row.channel,
  trace: row.trace,
  visit: row.visit,
  tempId: row.temp_id,
  link: row.link,
  at: row.at,
  expiresAt: row.expires_at,
  usedBy: row.used_by,
})
