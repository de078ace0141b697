import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Catalogue } from '../catalogue/catalogue.js'
import { ApiKeyStore, TriggerSecretStore } from '../catalogue/key-store.js'
import { NO_OFFER_RULES, type Website } from '../catalogue/website.js'
import { WebsiteStore } from '../catalogue/website-store.js'
import type { Database } from '../db/database.js'
import type { Transaction } from '../db/transaction.js'
import { newId } from '../lib/id.js'
import { newSecret } from '../lib/secrets.js'
import type { PostbackTokens } from '../market/postback-tokens.js'
import data from './demo-data.json' with { type: 'json' }
import { insertDemoMarket } from './demo-market.js'
import { type DemoTracking, insertDemoTracking } from './demo-tracking.js'
import { OrganizationStore } from './organization-store.js'
import { newWebsiteKeys } from './websites.js'

/** What `demo.json` tells a newcomer: every credential of the demonstration organization, in clear. */
export interface Demo {
  readonly baseUrl: string
  readonly website: { id: string; domain: string; pub: string; website: string; triggerSecret: string; trackingId: string }
  readonly tracking: DemoTracking
  readonly project: { id: string; publicKey: string; secretKey: string }
  readonly advertiser: { id: string; postbackToken: string }
}

interface Needs {
  readonly db: Database
  readonly catalogue: Catalogue
  readonly postbackTokens: PostbackTokens
  readonly baseUrl: string
  readonly now: number
  /** Path of `demo.json`. */
  readonly file: string
}

/**
 * Creates the demonstration organization in a database that nobody has used, and writes its credentials for its owner alone. They stand nowhere else
 * in clear, so they are written before it is committed: where they can't be, there is none.
 */
export async function seedDemo(needs: Needs): Promise<void> {
  const { db, catalogue, file } = needs
  if (!(await new OrganizationStore(db.knex).none())) return
  // With a database and a secret key of its own the server has had no need of the folder yet.
  mkdirSync(dirname(file), { recursive: true })
  await catalogue.change(async (trx, version) => {
    const demo = await insertDemo(trx, version, needs)
    writeFileSync(file, `${JSON.stringify(demo, null, 2)}\n`, { mode: 0o600 })
  })
}

/** The credentials as an earlier start wrote them. */
export const readDemo = (file: string): Demo | undefined => (existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined)

async function insertDemo(trx: Transaction, version: number, { db, postbackTokens, baseUrl, now }: Needs): Promise<Demo> {
  const organization = newId('org')
  await new OrganizationStore(trx).insert({ id: organization, name: data.organization.name, createdAt: now })
  const publicKey = await insertKey(trx, organization, 'public', now)
  const secretKey = await insertKey(trx, organization, 'secret', now)

  const website: Website = {
    status: 'active',
    trustLocationHints: false,
    experience: {},
    revenueShare: 0.8,
    offerRules: NO_OFFER_RULES,
    ...(data.website as Pick<Website, 'name' | 'domain' | 'displayMode' | 'triggerEnabled' | 'allowDevOverrides' | 'support' | 'geoRule'>),
    id: newId('site'),
    organization,
    ...newWebsiteKeys(),
    trackingId: newId('atid'),
    createdAt: now,
    updatedAt: now,
  }
  await new WebsiteStore(trx).insert(website, version)
  const { secret, hash, shown } = newSecret('its_')
  await new TriggerSecretStore(trx).insert({
    id: newId('tsec'),
    organization,
    website: website.id,
    prefix: shown,
    hash,
    createdAt: now,
    lastUsedAt: null,
  })
  const advertiser = await insertDemoMarket(trx, { organization, dialect: db.dialect, postbackTokens, version, now })
  const tracking = await insertDemoTracking(trx, { organization, website: website.id, now })
  return {
    baseUrl,
    website: {
      id: website.id,
      domain: website.domain,
      pub: website.pubKey,
      website: website.websiteKey,
      triggerSecret: secret,
      trackingId: website.trackingId,
    },
    tracking,
    project: { id: organization, publicKey, secretKey },
    advertiser,
  }
}

async function insertKey(trx: Transaction, organization: string, type: 'public' | 'secret', now: number): Promise<string> {
  const { secret, hash, shown } = newSecret(type === 'secret' ? 'sk_live_' : 'pk_live_')
  await new ApiKeyStore(trx).insert({
    id: newId('key'),
    organization,
    type,
    name: 'Demonstration',
    prefix: shown,
    hash,
    createdAt: now,
    lastUsedAt: null,
  })
  return secret
}
