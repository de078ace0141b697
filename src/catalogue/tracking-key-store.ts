import type { Queries } from '../db/transaction.js'
import type { TrackingKey } from './tracking.js'

interface TrackingKeyRow {
  id: string
  organization: string
  website: string | null
  name: string
  prefix: string
  hash: string
  created_at: number
  last_used_at: number | null
}

const COLUMNS = ['id', 'organization', 'website', 'name', 'prefix', 'hash', 'created_at', 'last_used_at']

/** Which keys to list: all of the organization, or those of one website; null: those of the account. */
export interface TrackingKeyFilter {
  readonly website?: string | null
  readonly offset: number
  readonly limit: number
}

/** Tracking keys. A revoked one keeps its row, so that who still uses it is told that it was revoked. */
export class TrackingKeyStore {
  constructor(private readonly db: Queries) {}

  /** Keys of every organization that are not revoked, for the snapshot. */
  async inForce(): Promise<TrackingKey[]> {
    const rows: TrackingKeyRow[] = await this.db('tracking_keys').select(COLUMNS).whereNull('revoked_at')
    return rows.map(toTrackingKey)
  }

  /** Hashes of the revoked keys of every organization, for the snapshot. */
  async revoked(): Promise<string[]> {
    return this.db('tracking_keys').whereNotNull('revoked_at').pluck('hash')
  }

  async list(organization: string, { website, offset, limit }: TrackingKeyFilter): Promise<{ items: TrackingKey[]; total: number }> {
    const mine = this.db('tracking_keys')
      .where({ organization, ...(website !== undefined && { website }) })
      .whereNull('revoked_at')
    const [count] = await mine.clone().count<{ n: number }[]>({ n: '*' })
    const rows: TrackingKeyRow[] = await mine.select(COLUMNS).orderBy('id').offset(offset).limit(limit)
    return { items: rows.map(toTrackingKey), total: Number(count?.n ?? 0) }
  }

  async insert(key: TrackingKey): Promise<void> {
    await this.db('tracking_keys').insert({
      id: key.id,
      organization: key.organization,
      website: key.website,
      name: key.name,
      prefix: key.prefix,
      hash: key.hash,
      created_at: key.createdAt,
    })
  }

  /** @returns the key as it was, or undefined when there was none in force */
  async revoke(organization: string, id: string, at: number): Promise<TrackingKey | undefined> {
    const row: TrackingKeyRow | undefined = await this.db('tracking_keys')
      .first(COLUMNS)
      .where({ organization, id })
      .whereNull('revoked_at')
    if (row) await this.db('tracking_keys').where({ organization, id }).update({ revoked_at: at })
    return row && toTrackingKey(row)
  }

  /** All of a website go with it. */
  async revokeOf(organization: string, website: string, at: number): Promise<void> {
    await this.db('tracking_keys').where({ organization, website }).whereNull('revoked_at').update({ revoked_at: at })
  }

  /** The latest of all processes stays. */
  async used(id: string, at: number): Promise<void> {
    const earlier = this.db('tracking_keys').where(query => query.whereNull('last_used_at').orWhere('last_used_at', '<', at))
    await earlier.where({ id }).update({ last_used_at: at })
  }
}

const toTrackingKey = (row: TrackingKeyRow): TrackingKey => ({
  id: row.id,
  organization: row.organization,
  website: row.website,
  name: row.name,
  prefix: row.prefix,
  hash: row.hash,
  createdAt: row.created_at,
  lastUsedAt: row.last_used_at,
})
