import type { Queries } from '../db/transaction.js'
import type { Advertiser } from './advertiser.js'

interface AdvertiserRow {
  id: string
  organization: string
  name: string
  token_prefix: string
  token_hash: string
  token_sealed: string
  created_at: number
  updated_at: number
}

const COLUMNS = ['id', 'organization', 'name', 'token_prefix', 'token_hash', 'token_sealed', 'created_at', 'updated_at']

/** Advertisers that are not deleted. A deleted one keeps its row, since ledger and offers refer to it. */
export class AdvertiserStore {
  constructor(private readonly db: Queries) {}

  /** Those of every organization, for the snapshot. */
  async live(): Promise<Advertiser[]> {
    const rows: AdvertiserRow[] = await this.db('advertisers').select(COLUMNS).whereNull('deleted_at')
    return rows.map(toAdvertiser)
  }

  async list(organization: string, { offset, limit }: { offset: number; limit: number }): Promise<{ items: Advertiser[]; total: number }> {
    const mine = this.db('advertisers').where({ organization }).whereNull('deleted_at')
    const [count] = await mine.clone().count<{ n: number }[]>({ n: '*' })
    const rows: AdvertiserRow[] = await mine.select(COLUMNS).orderBy('id').offset(offset).limit(limit)
    return { items: rows.map(toAdvertiser), total: Number(count?.n ?? 0) }
  }

  async find(organization: string, id: string): Promise<Advertiser | undefined> {
    const row: AdvertiserRow | undefined = await this.db('advertisers').first(COLUMNS).where({ organization, id }).whereNull('deleted_at')
    return row && toAdvertiser(row)
  }

  /** Which of these ids are advertisers of the organization, deleted ones included. */
  async known(organization: string, ids: readonly string[]): Promise<Set<string>> {
    return new Set(await this.db('advertisers').where({ organization }).whereIn('id', ids).pluck('id'))
  }

  async insert(advertiser: Advertiser): Promise<void> {
    await this.db('advertisers').insert(toRow(advertiser))
  }

  async update(advertiser: Advertiser): Promise<void> {
    const { id, organization, ...changes } = toRow(advertiser)
    await this.db('advertisers').where({ organization, id }).update(changes)
  }

  async delete(organization: string, id: string, at: number): Promise<void> {
    await this.db('advertisers').where({ organization, id }).update({ deleted_at: at })
  }
}

const toRow = ({ id, organization, name, token, createdAt, updatedAt }: Advertiser): AdvertiserRow => ({
  id,
  organization,
  name,
  token_prefix: token.prefix,
  token_hash: token.hash,
  token_sealed: token.sealed,
  created_at: createdAt,
  updated_at: updatedAt,
})

const toAdvertiser = (row: AdvertiserRow): Advertiser => ({
  id: row.id,
  organization: row.organization,
  name: row.name,
  token: { prefix: row.token_prefix, hash: row.token_hash, sealed: row.token_sealed },
  createdAt: row.created_at,
  updatedAt: row.updated_at,
})
