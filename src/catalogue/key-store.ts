import type { Queries } from '../db/transaction.js'

/** An organization's API key. The key itself is not kept, only its hash and the first characters, by which people tell theirs apart. */
export interface ApiKey {
  readonly id: string
  readonly organization: string
  readonly type: 'secret' | 'public'
  readonly name: string
  readonly prefix: string
  readonly hash: string
  readonly createdAt: number
  readonly lastUsedAt: number | null
}

/** A secret with which a publisher's server arms a trigger session of one website. */
export interface TriggerSecret {
  readonly id: string
  readonly organization: string
  readonly website: string
  readonly prefix: string
  readonly hash: string
  readonly createdAt: number
  readonly lastUsedAt: number | null
}

interface ApiKeyRow {
  id: string
  organization: string
  type: 'secret' | 'public'
  name: string
  prefix: string
  hash: string
  created_at: number
  last_used_at: number | null
}

interface TriggerSecretRow {
  id: string
  organization: string
  website: string
  prefix: string
  hash: string
  created_at: number
  last_used_at: number | null
}

const API_KEY = ['id', 'organization', 'type', 'name', 'prefix', 'hash', 'created_at', 'last_used_at']
const TRIGGER_SECRET = ['id', 'organization', 'website', 'prefix', 'hash', 'created_at', 'last_used_at']

export class ApiKeyStore {
  constructor(private readonly db: Queries) {}

  /** Keys of every organization that are not revoked, for the snapshot. */
  async inForce(): Promise<ApiKey[]> {
    const rows: ApiKeyRow[] = await this.db('api_keys').select(API_KEY).whereNull('revoked_at')
    return rows.map(row => ({
      id: row.id,
      organization: row.organization,
      type: row.type,
      name: row.name,
      prefix: row.prefix,
      hash: row.hash,
      createdAt: row.created_at,
      lastUsedAt: row.last_used_at,
    }))
  }

  async insert(key: ApiKey): Promise<void> {
    await this.db('api_keys').insert({
      id: key.id,
      organization: key.organization,
      type: key.type,
      name: key.name,
      prefix: key.prefix,
      hash: key.hash,
      created_at: key.createdAt,
    })
  }

  /** @returns whether there was such a key in force */
  async revoke(organization: string, id: string, at: number): Promise<boolean> {
    return (await this.db('api_keys').where({ organization, id }).whereNull('revoked_at').update({ revoked_at: at })) > 0
  }
}

export class TriggerSecretStore {
  constructor(private readonly db: Queries) {}

  /** Secrets of every website that are not revoked, for the snapshot. */
  async inForce(): Promise<TriggerSecret[]> {
    const rows: TriggerSecretRow[] = await this.db('trigger_secrets').select(TRIGGER_SECRET).whereNull('revoked_at')
    return rows.map(toTriggerSecret)
  }

  async list(
    organization: string,
    website: string,
    { offset, limit }: { offset: number; limit: number },
  ): Promise<{ items: TriggerSecret[]; total: number }> {
    const mine = this.db('trigger_secrets').where({ organization, website }).whereNull('revoked_at')
    const [count] = await mine.clone().count<{ n: number }[]>({ n: '*' })
    const rows: TriggerSecretRow[] = await mine.select(TRIGGER_SECRET).orderBy('id').offset(offset).limit(limit)
    return { items: rows.map(toTriggerSecret), total: Number(count?.n ?? 0) }
  }

  async insert(secret: TriggerSecret): Promise<void> {
    await this.db('trigger_secrets').insert({
      id: secret.id,
      organization: secret.organization,
      website: secret.website,
      prefix: secret.prefix,
      hash: secret.hash,
      created_at: secret.createdAt,
    })
  }

  /** @returns whether the website had such a secret in force */
  async revoke(organization: string, website: string, id: string, at: number): Promise<boolean> {
    return (await this.db('trigger_secrets').where({ organization, website, id }).whereNull('revoked_at').update({ revoked_at: at })) > 0
  }

  /** The latest of all processes stays. */
  async used(id: string, at: number): Promise<void> {
    const earlier = this.db('trigger_secrets').where(query => query.whereNull('last_used_at').orWhere('last_used_at', '<', at))
    await earlier.where({ id }).update({ last_used_at: at })
  }
}

const toTriggerSecret = (row: TriggerSecretRow): TriggerSecret => ({
  id: row.id,
  organization: row.organization,
  website: row.website,
  prefix: row.prefix,
  hash: row.hash,
  createdAt: row.created_at,
  lastUsedAt: row.last_used_at,
})
