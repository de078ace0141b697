import type { Queries } from '../db/transaction.js'
import { fromBoolean, fromJson, json } from '../db/values.js'
import type { Channel } from './tracking.js'

interface ChannelRow {
  id: string
  organization: string
  website: string
  name: string
  telegram_chat_id: string | null
  bot: string | null
  static_invite_url: string | null
  approve_join_requests: boolean | number
  conversion: string | null
  is_default: boolean | number
  created_at: number
  updated_at: number
}

const COLUMNS = [
  'id',
  'organization',
  'website',
  'name',
  'telegram_chat_id',
  'bot',
  'static_invite_url',
  'approve_join_requests',
  'conversion',
  'is_default',
  'created_at',
  'updated_at',
]

/** Channels that are not deleted. A deleted one keeps its row, since invites and members refer to it. */
export class ChannelStore {
  constructor(private readonly db: Queries) {}

  /** Those of every organization, for the snapshot. */
  async live(): Promise<Channel[]> {
    const rows: ChannelRow[] = await this.db('channels').select(COLUMNS).whereNull('deleted_at').orderBy('id')
    return rows.map(toChannel)
  }

  async list(
    organization: string,
    website: string,
    { offset, limit }: { offset: number; limit: number },
  ): Promise<{ items: Channel[]; total: number }> {
    const mine = this.db('channels').where({ organization, website }).whereNull('deleted_at')
    const [count] = await mine.clone().count<{ n: number }[]>({ n: '*' })
    const rows: ChannelRow[] = await mine.select(COLUMNS).orderBy('id').offset(offset).limit(limit)
    return { items: rows.map(toChannel), total: Number(count?.n ?? 0) }
  }

  async find(organization: string, website: string, id: string): Promise<Channel | undefined> {
    const row: ChannelRow | undefined = await this.db('channels')
      .first(COLUMNS)
      .where({ organization, website, id })
      .whereNull('deleted_at')
    return row && toChannel(row)
  }

  /** All of a website, oldest first. */
  async ofWebsite(organization: string, website: string): Promise<Channel[]> {
    const rows: ChannelRow[] = await this.db('channels')
      .select(COLUMNS)
      .where({ organization, website })
      .whereNull('deleted_at')
      .orderBy('id')
    return rows.map(toChannel)
  }

  /** One that a bot administers, on whichever website. */
  async ofBot(organization: string, bot: string): Promise<Channel | undefined> {
    const row: ChannelRow | undefined = await this.db('channels').first(COLUMNS).where({ organization, bot }).whereNull('deleted_at')
    return row && toChannel(row)
  }

  async insert(channel: Channel): Promise<void> {
    await this.db('channels').insert(toRow(channel))
  }

  async update(channel: Channel): Promise<void> {
    const { id, organization, ...changes } = toRow(channel)
    await this.db('channels').where({ organization, id }).update(changes)
  }

  /** No channel of the website is the default any more. */
  async clearDefault(organization: string, website: string): Promise<void> {
    await this.db('channels').where({ organization, website, is_default: true }).update({ is_default: false })
  }

  async delete(organization: string, id: string, at: number): Promise<void> {
    await this.db('channels').where({ organization, id }).update({ deleted_at: at })
  }

  /** All of a website go with it. */
  async deleteOf(organization: string, website: string, at: number): Promise<void> {
    await this.db('channels').where({ organization, website }).whereNull('deleted_at').update({ deleted_at: at })
  }
}

const toRow = (channel: Channel): ChannelRow => ({
  id: channel.id,
  organization: channel.organization,
  website: channel.website,
  name: channel.name,
  telegram_chat_id: channel.telegramChatId,
  bot: channel.bot,
  static_invite_url: channel.staticInviteUrl,
  approve_join_requests: channel.approveJoinRequests,
  conversion: json(channel.conversion),
  is_default: channel.isDefault,
  created_at: channel.createdAt,
  updated_at: channel.updatedAt,
})

const toChannel = (row: ChannelRow): Channel => ({
  id: row.id,
  organization: row.organization,
  website: row.website,
  name: row.name,
  telegramChatId: row.telegram_chat_id,
  bot: row.bot,
  staticInviteUrl: row.static_invite_url,
  approveJoinRequests: fromBoolean(row.approve_join_requests),
  conversion: fromJson(row.conversion) ?? null,
  isDefault: fromBoolean(row.is_default),
  createdAt: row.created_at,
  updatedAt: row.updated_at,
})
