import type { Queries } from '../db/transaction.js'
import { fromJson, json } from '../db/values.js'
import type { PublisherRules } from './compiled-offers.js'
import type { StoredOffer } from './offer.js'

/** What is kept of every version: what the auction reads. */
interface Kinds {
  offer: StoredOffer
  website: PublisherRules
}

interface RevisionRow {
  organization: string
  kind: keyof Kinds
  id: string
  version: number
  data: string | null
}

/** An offer as it is from a version on; undefined: it was deleted. */
export interface OfferChange {
  readonly id: string
  readonly offer: StoredOffer | undefined
}

/** Offers and selling rules as they were from each version of the catalogue on, to explain what was decided by them. */
export class RevisionStore {
  constructor(private readonly db: Queries) {}

  /** To be called with each write, in its transaction. `data` is undefined when the object is deleted. */
  async record<Kind extends keyof Kinds>(
    { organization, id }: { readonly organization: string; readonly id: string },
    kind: Kind,
    version: number,
    data: Kinds[Kind] | undefined,
  ): Promise<void> {
    const row: RevisionRow = { organization, kind, id, version, data: json(data) }
    // One transaction may write an object more than once: the last of it is the version.
    await this.db('revisions').insert(row).onConflict(['organization', 'kind', 'id', 'version']).merge(['data'])
  }

  /** The organization's offers as a version had them, by id. */
  async offersAsOf(organization: string, version: number): Promise<StoredOffer[]> {
    const latest = this.db('revisions as r')
      .max('r.version')
      .where({ 'r.organization': organization, 'r.kind': 'offer' })
      .andWhere('r.version', '<=', version)
      .andWhere('r.id', this.db.ref('revisions.id'))
    const rows: Pick<RevisionRow, 'data'>[] = await this.db('revisions')
      .select('data')
      .where({ organization, kind: 'offer', version: latest })
      .whereNotNull('data')
      .orderBy('id')
    return rows.map(({ data }) => fromJson<StoredOffer>(data)!)
  }

  /** What a website sold as of a version; undefined: there was no such website. */
  async publisherAsOf(organization: string, website: string, version: number): Promise<PublisherRules | undefined> {
    const row: Pick<RevisionRow, 'data'> | undefined = await this.db('revisions')
      .first('data')
      .where({ organization, kind: 'website', id: website })
      .andWhere('version', '<=', version)
      .orderBy('version', 'desc')
    return fromJson<PublisherRules>(row?.data)
  }

  /** What happened to any organization's offers behind a version, oldest first. */
  async offersSince(version: number): Promise<OfferChange[]> {
    const rows: Pick<RevisionRow, 'id' | 'data'>[] = await this.db('revisions')
      .select('id', 'data')
      .where({ kind: 'offer' })
      .andWhere('version', '>', version)
      .orderBy('version')
    return rows.map(({ id, data }) => ({ id, offer: fromJson<StoredOffer>(data) }))
  }
}
