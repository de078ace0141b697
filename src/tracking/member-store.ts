import { ask } from '../db/ask.js'
import type { Dialect } from '../db/dialect.js'
import { type ColumnTypes, insertRows } from '../db/insert-rows.js'
import { matching, rowSource, rowsParameter } from '../db/row-source.js'
import type { Queries } from '../db/transaction.js'

/** A person in a channel, however often he left and came back. Times in epoch milliseconds. */
export interface Member {
  readonly channel: string
  readonly telegramUserId: string
  readonly organization: string
  readonly website: string
  readonly status: 'member' | 'left'
  /** The invite of ours that he came by last; null: he always came by himself. */
  readonly invite: string | null
  /** When he joined last; 0 when that was not told. */
  readonly joinedAt: number
  readonly leftAt: number | null
}

interface MemberRow {
  channel: string
  telegram_user_id: string
  organization: string
  website: string
  status: Member['status']
  invite: string | null
  joined_at: number
  left_at: number | null
}

const TYPES: ColumnTypes<MemberRow> = {
  channel: 'text',
  telegram_user_id: 'text',
  organization: 'text',
  website: 'text',
  status: 'text',
  invite: 'text',
  joined_at: 'bigint',
  left_at: 'bigint',
}

const COLUMNS = Object.keys(TYPES).map(column => `m.${column}`)

interface UpdateRow {
  bot: string
  update_id: number
  at: number
}

const UPDATE: ColumnTypes<UpdateRow> = { bot: 'text', update_id: 'bigint', at: 'bigint' }

/** Who is in which channel, and which of Telegram's updates said so, in whole batches. */
export class MemberStore {
  constructor(
    private readonly db: Queries,
    private readonly dialect: Dialect,
  ) {}

  /** Notes updates. @returns those that were not noted before, as `bot id` */
  async noteUpdates(updates: readonly { readonly bot: string; readonly id: number; readonly at: number }[]): Promise<Set<string>> {
    const rows = updates
      .map(({ bot, id, at }) => ({ bot, update_id: id, at }))
      // In one order, so that no two transactions wait for each other.
      .sort((a, b) => (a.bot < b.bot ? -1 : a.bot > b.bot ? 1 : a.update_id - b.update_id))
    const noted = await insertRows<UpdateRow, Pick<UpdateRow, 'bot' | 'update_id'>>(
      this.db,
      this.dialect,
      'telegram_updates',
      UPDATE,
      rows,
      'on conflict (bot, update_id) do nothing returning bot, update_id',
    )
    return new Set(noted.map(({ bot, update_id: id }) => `${bot} ${id}`))
  }

  async find(members: readonly Pick<Member, 'channel' | 'telegramUserId'>[]): Promise<Member[]> {
    if (members.length === 0) return []
    const rows = await ask<MemberRow>(
      this.db,
      `select ${COLUMNS.join(', ')} from ${rowSource(this.dialect, ['channel', 'telegram_user_id'])} as s
        ${matching(this.dialect, 'join', 'channel_members', 'm', 'm.channel = s.channel and m.telegram_user_id = s.telegram_user_id')}`,
      [rowsParameter(members.map(({ channel, telegramUserId }) => [channel, telegramUserId]))],
    )
    return rows.map(toMember)
  }

  /** Writes members, new ones and known ones. */
  async save(members: readonly Member[]): Promise<void> {
    const changed = ['status', 'invite', 'joined_at', 'left_at'].map(column => `${column} = excluded.${column}`).join(', ')
    await insertRows(
      this.db,
      this.dialect,
      'channel_members',
      TYPES,
      members.map(toRow),
      `on conflict (channel, telegram_user_id) do update set ${changed}`,
    )
  }
}

const toRow = (member: Member): MemberRow => ({
  channel: member.channel,
  telegram_user_id: member.telegramUserId,
  organization: member.organization,
  website: member.website,
  status: member.status,
  invite: member.invite,
  joined_at: member.joinedAt,
  left_at: member.leftAt,
})

const toMember = (row: MemberRow): Member => ({
  channel: row.channel,
  telegramUserId: row.telegram_user_id,
  organization: row.organization,
  website: row.website,
  status: row.status,
  invite: row.invite,
  joinedAt: row.joined_at,
  leftAt: row.left_at,
})
