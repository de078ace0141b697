import type { Queries } from '../db/transaction.js'
import { fromBoolean, fromJson, json } from '../db/values.js'
import { RevisionStore } from '../market/revision-store.js'
import { NO_OFFER_RULES, publisherOf, type Website } from './website.js'

interface WebsiteRow {
  id: string
  organization: string
  name: string
  domain: string
  status: Website['status']
  display_mode: Website['displayMode']
  trigger_enabled: boolean | number
  trust_location_hints: boolean | number
  allow_dev_overrides: boolean | number
  support: string | null
  experience: string | null
  revenue_share: number
  pub_key: string
  website_key: string
  tracking_id: string
  geo_mode: Website['geoRule']['mode']
  geo_entries: string | null
  offer_rules: string | null
  created_at: number
  updated_at: number
}

const COLUMNS = [
  'id',
  'organization',
  'name',
  'domain',
  'status',
  'display_mode',
  'trigger_enabled',
  'trust_location_hints',
  'allow_dev_overrides',
  'support',
  'experience',
  'revenue_share',
  'pub_key',
  'website_key',
  'tracking_id',
  'geo_mode',
  'geo_entries',
  'offer_rules',
  'created_at',
  'updated_at',
]

/**
 * Websites that are not deleted. A deleted one keeps its row, since events refer to it. A write says at which version of the catalogue it
 * takes effect, and leaves a revision of what the auction reads.
 */
export class WebsiteStore {
  constructor(private readonly db: Queries) {}

  /** Those of every organization, for the snapshot. */
  async live(): Promise<Website[]> {
    const rows: WebsiteRow[] = await this.db('websites').select(COLUMNS).whereNull('deleted_at')
    return rows.map(toWebsite)
  }

  async list(organization: string, { offset, limit }: { offset: number; limit: number }): Promise<{ items: Website[]; total: number }> {
    const mine = this.db('websites').where({ organization }).whereNull('deleted_at')
    const [count] = await mine.clone().count<{ n: number }[]>({ n: '*' })
    const rows: WebsiteRow[] = await mine.select(COLUMNS).orderBy('id').offset(offset).limit(limit)
    return { items: rows.map(toWebsite), total: Number(count?.n ?? 0) }
  }

  /** @param id the website's id or its tracking id */
  async find(organization: string, id: string): Promise<Website | undefined> {
    const row: WebsiteRow | undefined = await this.named(organization, id).first(COLUMNS).whereNull('deleted_at')
    return row && toWebsite(row)
  }

  /** The id behind the website's id or its tracking id, of a deleted one, too: what was recorded of it stays. */
  async known(organization: string, id: string): Promise<string | undefined> {
    const row: Pick<WebsiteRow, 'id'> | undefined = await this.named(organization, id).first('id')
    return row?.id
  }

  private named(organization: string, id: string) {
    return this.db('websites').where({ organization, [id.startsWith('atid_') ? 'tracking_id' : 'id']: id })
  }

  async insert(website: Website, version: number): Promise<void> {
    await this.db('websites').insert(toRow(website))
    await new RevisionStore(this.db).record(website, 'website', version, publisherOf(website))
  }

  async update(website: Website, version: number): Promise<void> {
    const { id, organization, ...changes } = toRow(website)
    await this.db('websites').where({ organization, id }).update(changes)
    await new RevisionStore(this.db).record(website, 'website', version, publisherOf(website))
  }

  async delete(organization: string, id: string, at: number): Promise<void> {
    await this.db('websites').where({ organization, id }).update({ deleted_at: at })
  }
}

const toRow = (website: Website): WebsiteRow => ({
  id: website.id,
  organization: website.organization,
  name: website.name,
  domain: website.domain,
  status: website.status,
  display_mode: website.displayMode,
  trigger_enabled: website.triggerEnabled,
  trust_location_hints: website.trustLocationHints,
  allow_dev_overrides: website.allowDevOverrides,
  support: json(website.support),
  experience: json(website.experience),
  revenue_share: website.revenueShare,
  pub_key: website.pubKey,
  website_key: website.websiteKey,
  tracking_id: website.trackingId,
  geo_mode: website.geoRule.mode,
  geo_entries: json(website.geoRule.entries),
  offer_rules: json(website.offerRules),
  created_at: website.createdAt,
  updated_at: website.updatedAt,
})

const toWebsite = (row: WebsiteRow): Website => ({
  id: row.id,
  organization: row.organization,
  name: row.name,
  domain: row.domain,
  status: row.status,
  displayMode: row.display_mode,
  triggerEnabled: fromBoolean(row.trigger_enabled),
  trustLocationHints: fromBoolean(row.trust_location_hints),
  allowDevOverrides: fromBoolean(row.allow_dev_overrides),
  support: fromJson(row.support) ?? {},
  experience: fromJson(row.experience) ?? {},
  revenueShare: row.revenue_share,
  pubKey: row.pub_key,
  websiteKey: row.website_key,
  trackingId: row.tracking_id,
  geoRule: { mode: row.geo_mode, entries: fromJson(row.geo_entries) ?? [] },
  offerRules: fromJson(row.offer_rules) ?? NO_OFFER_RULES,
  createdAt: row.created_at,
  updatedAt: row.updated_at,
})
