import type { Queries } from '../db/transaction.js'
import type { Bot } from './tracking.js'

interface BotRow {
  id: string
  organization: string
  name: string
  token: string
  webhook_secret_hash: string
  webhook_secret: string
  state: Bot['state']
  state_reason: string | null
  created_at: number
  updated_at: number
}

const COLUMNS = [
  'id',
  'organization',
  'name',
  'token',
  'webhook_secret_hash',
  'webhook_secret',
  'state',
  'state_reason',
  'created_at',
  'updated_at',
]

/** Bots that are not deleted. A deleted one keeps its row, without its secrets. */
export class BotStore {
  constructor(private readonly db: Queries) {}

  /** Those of every organization, for the snapshot. */
  async live(): Promise<Bot[]> {
    const rows: BotRow[] = await this.db('bots').select(COLUMNS).whereNull('deleted_at').orderBy('id')
    return rows.map(toBot)
  }

  async list(organization: string, { offset, limit }: { offset: number; limit: number }): Promise<{ items: Bot[]; total: number }> {
    const mine = this.db('bots').where({ organization }).whereNull('deleted_at')
    const [count] = await mine.clone().count<{ n: number }[]>({ n: '*' })
    const rows: BotRow[] = await mine.select(COLUMNS).orderBy('id').offset(offset).limit(limit)
    return { items: rows.map(toBot), total: Number(count?.n ?? 0) }
  }

  async find(organization: string, id: string): Promise<Bot | undefined> {
    const row: BotRow | undefined = await this.db('bots').first(COLUMNS).where({ organization, id }).whereNull('deleted_at')
    return row && toBot(row)
  }

  async insert(bot: Bot): Promise<void> {
    await this.db('bots').insert(toRow(bot))
  }

  async update(bot: Bot): Promise<void> {
    const { id, organization, ...changes } = toRow(bot)
    await this.db('bots').where({ organization, id }).update(changes)
  }

  /** What Telegram said to the webhook. @returns whether the bot is there, and its token still the one that was used */
  async settle({ organization, id, token, state, stateReason }: Bot): Promise<boolean> {
    const changed = await this.db('bots')
      .where({ organization, id, token })
      .whereNull('deleted_at')
      .update({ state, state_reason: stateReason })
    return changed > 0
  }

  async delete(organization: string, id: string, at: number): Promise<void> {
    await this.db('bots').where({ organization, id }).update({ deleted_at: at, token: '', webhook_secret: '', webhook_secret_hash: '' })
  }
}

const toRow = (bot: Bot): BotRow => ({
  id: bot.id,
  organization: bot.organization,
  name: bot.name,
  token: bot.token,
  webhook_secret_hash: bot.webhookSecretHash,
  webhook_secret: bot.webhookSecret,
  state: bot.state,
  state_reason: bot.stateReason,
  created_at: bot.createdAt,
  updated_at: bot.updatedAt,
})

const toBot = (row: BotRow): Bot => ({
  id: row.id,
  organization: row.organization,
  name: row.name,
  token: row.token,
  webhookSecretHash: row.webhook_secret_hash,
  webhookSecret: row.webhook_secret,
  state: row.state,
  stateReason: row.state_reason,
  createdAt: row.created_at,
  updatedAt: row.updated_at,
})
