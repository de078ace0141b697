import type { Queries } from '../db/transaction.js'
import { fromBoolean, fromJson, json } from '../db/values.js'
import type { Destination } from './tracking.js'

interface DestinationRow {
  id: string
  organization: string
  website: string
  platform: Destination['platform']
  account_id: string
  secrets: string | null
  settings: string | null
  enabled: boolean | number
  state: Destination['state']
  state_reason: string | null
  state_at: number | null
  created_at: number
  updated_at: number
}

const COLUMNS = [
  'id',
  'organization',
  'website',
  'platform',
  'account_id',
  'secrets',
  'settings',
  'enabled',
  'state',
  'state_reason',
  'state_at',
  'created_at',
  'updated_at',
]

/** Destinations that are not deleted. A deleted one keeps its row, without its secrets, since sends refer to it. */
export class DestinationStore {
  constructor(private readonly db: Queries) {}

  /** Those of every organization, for the snapshot. */
  async live(): Promise<Destination[]> {
    const rows: DestinationRow[] = await this.db('destinations').select(COLUMNS).whereNull('deleted_at').orderBy('id')
    return rows.map(toDestination)
  }

  async list(
    organization: string,
    website: string,
    { offset, limit }: { offset: number; limit: number },
  ): Promise<{ items: Destination[]; total: number }> {
    const mine = this.db('destinations').where({ organization, website }).whereNull('deleted_at')
    const [count] = await mine.clone().count<{ n: number }[]>({ n: '*' })
    const rows: DestinationRow[] = await mine.select(COLUMNS).orderBy('id').offset(offset).limit(limit)
    return { items: rows.map(toDestination), total: Number(count?.n ?? 0) }
  }

  async find(organization: string, website: string, id: string): Promise<Destination | undefined> {
    const row: DestinationRow | undefined = await this.db('destinations')
      .first(COLUMNS)
      .where({ organization, website, id })
      .whereNull('deleted_at')
    return row && toDestination(row)
  }

  async insert(destination: Destination): Promise<void> {
    await this.db('destinations').insert(toRow(destination))
  }

  async update(destination: Destination): Promise<void> {
    const { id, organization, ...changes } = toRow(destination)
    await this.db('destinations').where({ organization, id }).update(changes)
  }

  /**
   * The platform refused the destination's token. One whose token was replaced meanwhile, or that is switched off, stays as it is.
   * @param secrets as they were when the request was made, sealed
   * @returns whether the state has changed
   */
  async refuseCredentials(id: string, secrets: string | null, reason: string, at: number): Promise<boolean> {
    const changed = await this.db('destinations')
      .where({ id, secrets, state: 'ok' })
      .update({ state: 'credentials', state_reason: reason, state_at: at })
    return changed > 0
  }

  async delete(organization: string, id: string, at: number): Promise<void> {
    await this.db('destinations').where({ organization, id }).update({ deleted_at: at, secrets: null })
    await this.letGo([id], at)
  }

  /** All of a website go with it. */
  async deleteOf(organization: string, website: string, at: number): Promise<void> {
    const ids: string[] = await this.db('destinations').where({ organization, website }).whereNull('deleted_at').pluck('id')
    await this.db('destinations').whereIn('id', ids).update({ deleted_at: at, secrets: null })
    await this.letGo(ids, at)
  }

  /** What waits for them is due at once, so that whoever looks next finds nobody to send it to. */
  private async letGo(ids: readonly string[], at: number): Promise<void> {
    await this.db('sends').whereIn('destination', ids).where('due_at', '>', at).whereNull('claim').update({ due_at: at })
  }
}

const toRow = (destination: Destination): DestinationRow => ({
  id: destination.id,
  organization: destination.organization,
  website: destination.website,
  platform: destination.platform,
  account_id: destination.accountId,
  secrets: destination.secrets,
  settings: json(destination.settings),
  enabled: destination.enabled,
  state: destination.state,
  state_reason: destination.stateReason,
  state_at: destination.stateAt,
  created_at: destination.createdAt,
  updated_at: destination.updatedAt,
})

const toDestination = (row: DestinationRow): Destination => ({
  id: row.id,
  organization: row.organization,
  website: row.website,
  platform: row.platform,
  accountId: row.account_id,
  secrets: row.secrets,
  settings: fromJson(row.settings) ?? {},
  enabled: fromBoolean(row.enabled),
  state: row.state,
  stateReason: row.state_reason,
  stateAt: row.state_at,
  createdAt: row.created_at,
  updatedAt: row.updated_at,
})
