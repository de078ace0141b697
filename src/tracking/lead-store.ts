import { ask } from '../db/ask.js'
import type { Dialect } from '../db/dialect.js'
import { type ColumnTypes, insertRows } from '../db/insert-rows.js'
import { matching, rowSource, rowsParameter } from '../db/row-source.js'
import type { Queries } from '../db/transaction.js'
import type { Merge } from '../people/recognition.js'

/** A person with a Telegram account, as one website knows him. Times in epoch milliseconds. */
export interface Lead {
  readonly website: string
  readonly telegramUserId: string
  readonly organization: string
  readonly user: string
  /** What all that he does is found under. */
  readonly trace: string
  readonly externalUserId: string | null
  /** Through which he was last seen. */
  readonly channel: string | null
  /** The visit behind his invite, or that of a customer of his external id. */
  readonly visit: string | null
  readonly invite: string | null
  readonly createdAt: number
  readonly updatedAt: number
}

interface LeadRow {
  website: string
  telegram_user_id: string
  organization: string
  user: string
  trace: string
  external_user_id: string | null
  channel: string | null
  visit: string | null
  invite: string | null
  created_at: number
  updated_at: number
}

interface SightingRow {
  website: string
  telegram_user_id: string
  channel: string | null
}

const TYPES: ColumnTypes<LeadRow> = {
  website: 'text',
  telegram_user_id: 'text',
  organization: 'text',
  user: 'text',
  trace: 'text',
  external_user_id: 'text',
  channel: 'text',
  visit: 'text',
  invite: 'text',
  created_at: 'bigint',
  updated_at: 'bigint',
}

const COLUMNS = Object.keys(TYPES).map(column => `"${column}"`)

/** What a later meeting changes. */
const CHANGED = ['user', 'trace', 'external_user_id', 'channel', 'visit', 'invite', 'updated_at']

/** A person as one website knows him. */
export type PersonOf = readonly [website: string, telegramUserId: string]

/** A channel in which a person was seen. */
export interface Sighting {
  readonly website: string
  readonly telegramUserId: string
  readonly channel: string
}

/** An invite that somebody may have followed. */
export interface InviteTrail {
  readonly id: string
  readonly trace: string
  readonly visit: string | null
}

/** Leads, in whole batches, and where else their persons have left a trace. */
export class LeadStore {
  constructor(
    private readonly db: Queries,
    private readonly dialect: Dialect,
  ) {}

  async find(people: readonly PersonOf[]): Promise<Lead[]> {
    const rows = await this.ofPeople<LeadRow>(people, COLUMNS.map(column => `t.${column}`).join(', '), 'leads')
    return rows.map(toLead)
  }

  /** Writes leads, new ones and known ones. */
  async save(leads: readonly Lead[]): Promise<void> {
    await insertRows(
      this.db,
      this.dialect,
      'leads',
      TYPES,
      leads.map(toRow),
      `on conflict (website, telegram_user_id) do update set ${CHANGED.map(column => `"${column}" = excluded."${column}"`).join(', ')}`,
    )
  }

  /** The channels in which people are or were, and those that their conversions named. */
  async sightings(people: readonly PersonOf[]): Promise<Sighting[]> {
    const columns = 'distinct t.website, t.telegram_user_id, t.channel'
    const rows = [
      ...(await this.ofPeople<SightingRow>(people, columns, 'channel_members')),
      ...(await this.ofPeople<SightingRow>(people, columns, 'tracked_conversions')),
    ]
    return rows.flatMap(({ website, telegram_user_id: telegramUserId, channel }) =>
      channel === null ? [] : [{ website, telegramUserId, channel }],
    )
  }

  async invites(ids: readonly string[]): Promise<InviteTrail[]> {
    if (ids.length === 0) return []
    return this.db('invites').select('id', 'trace', 'visit').whereIn('id', ids)
  }

  /** Gives what was one user's to the one whom he turned out to be. */
  async merge(merges: readonly Merge[]): Promise<void> {
    for (const { from, into } of merges) {
      // Those who settle sends hold conversions in the order of their ids, too.
      if (this.dialect.skipLocked) await this.db('tracked_conversions').select('id').where({ user: from }).orderBy('id').forUpdate()
      await this.db('tracked_conversions').where({ user: from }).update({ user: into })
      await this.db('leads').where({ user: from }).update({ user: into })
    }
  }

  private async ofPeople<Row>(people: readonly PersonOf[], columns: string, table: string): Promise<Row[]> {
    if (people.length === 0) return []
    return ask(
      this.db,
      `select ${columns} from ${rowSource(this.dialect, ['website', 'telegram_user_id'])} as p
        ${matching(this.dialect, 'join', table, 't', 't.website = p.website and t.telegram_user_id = p.telegram_user_id')}`,
      [rowsParameter(people)],
    )
  }
}

const toRow = (lead: Lead): LeadRow => ({
  website: lead.website,
  telegram_user_id: lead.telegramUserId,
  organization: lead.organization,
  user: lead.user,
  trace: lead.trace,
  external_user_id: lead.externalUserId,
  channel: lead.channel,
  visit: lead.visit,
  invite: lead.invite,
  created_at: lead.createdAt,
  updated_at: lead.updatedAt,
})

const toLead = (row: LeadRow): Lead => ({
  website: row.website,
  telegramUserId: row.telegram_user_id,
  organization: row.organization,
  user: row.user,
  trace: row.trace,
  externalUserId: row.external_user_id,
  channel: row.channel,
  visit: row.visit,
  invite: row.invite,
  createdAt: row.created_at,
  updatedAt: row.updated_at,
})
