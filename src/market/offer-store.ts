import type { Queries } from '../db/transaction.js'
import { fromJson, json } from '../db/values.js'
import type { Offer, StoredOffer } from './offer.js'
import { RevisionStore } from './revision-store.js'

interface OfferRow {
  id: string
  organization: string
  advertiser: string
  name: string
  status: Offer['status']
  data: string | null
  created_at: number
  updated_at: number
}

/** What stands in columns of its own, since it is asked for. */
type Column = 'id' | 'organization' | 'advertiser' | 'name' | 'status' | 'createdAt' | 'updatedAt'

const COLUMNS = ['id', 'organization', 'advertiser', 'name', 'status', 'data', 'created_at', 'updated_at']

/** Which offers to list: all of the organization, or those of an advertiser, or of a status. */
export interface OfferFilter {
  readonly advertiser?: string
  readonly status?: Offer['status']
  readonly offset: number
  readonly limit: number
}

/**
 * Offers that are not deleted; a deleted one keeps its row, since events refer to it. A write says at which version of the catalogue it
 * takes effect, and leaves a revision.
 */
export class OfferStore {
  constructor(private readonly db: Queries) {}

  /** Those of every organization, for the catalogue. */
  async live(): Promise<StoredOffer[]> {
    const rows: OfferRow[] = await this.db('offers').select(COLUMNS).whereNull('deleted_at').orderBy('id')
    return rows.map(toOffer)
  }

  async list(organization: string, { advertiser, status, offset, limit }: OfferFilter): Promise<{ items: StoredOffer[]; total: number }> {
    const mine = this.db('offers')
      .where({ organization, ...(advertiser !== undefined && { advertiser }), ...(status !== undefined && { status }) })
      .whereNull('deleted_at')
    const [count] = await mine.clone().count<{ n: number }[]>({ n: '*' })
    const rows: OfferRow[] = await mine.select(COLUMNS).orderBy('id').offset(offset).limit(limit)
    return { items: rows.map(toOffer), total: Number(count?.n ?? 0) }
  }

  async ofAdvertiser(organization: string, advertiser: string): Promise<StoredOffer[]> {
    const rows: OfferRow[] = await this.db('offers').select(COLUMNS).where({ organization, advertiser }).whereNull('deleted_at')
    return rows.map(toOffer)
  }

  async find(organization: string, id: string): Promise<StoredOffer | undefined> {
    const row: OfferRow | undefined = await this.db('offers').first(COLUMNS).where({ organization, id }).whereNull('deleted_at')
    return row && toOffer(row)
  }

  /** Which of these ids are offers of the organization, deleted ones included. */
  async known(organization: string, ids: readonly string[]): Promise<Set<string>> {
    return new Set(await this.db('offers').where({ organization }).whereIn('id', ids).pluck('id'))
  }

  async insert(offer: StoredOffer, version: number): Promise<void> {
    await this.db('offers').insert(toRow(offer))
    await new RevisionStore(this.db).record(offer, 'offer', version, offer)
  }

  async update(offer: StoredOffer, version: number): Promise<void> {
    const { id, organization, ...changes } = toRow(offer)
    await this.db('offers').where({ organization, id }).update(changes)
    await new RevisionStore(this.db).record(offer, 'offer', version, offer)
  }

  async delete(offer: StoredOffer, version: number, at: number): Promise<void> {
    const { organization, id } = offer
    await this.db('offers').where({ organization, id }).update({ deleted_at: at })
    await new RevisionStore(this.db).record(offer, 'offer', version, undefined)
  }
}

function toRow({ id, organization, advertiser, name, status, createdAt, updatedAt, ...rest }: StoredOffer): OfferRow {
  const data: Omit<StoredOffer, Column> = rest
  return { id, organization, advertiser, name, status, data: json(data), created_at: createdAt, updated_at: updatedAt }
}

/** The columns stand in front: the other way round, making ten thousand of these objects takes three times as long. */
const toOffer = (row: OfferRow): StoredOffer => ({
  id: row.id,
  organization: row.organization,
  advertiser: row.advertiser,
  name: row.name,
  status: row.status,
  createdAt: row.created_at,
  updatedAt: row.updated_at,
  ...fromJson<Omit<StoredOffer, Column>>(row.data)!,
})
