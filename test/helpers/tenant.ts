import { ApiKeyStore } from '../../src/catalogue/key-store.js'
import { type Database, openDatabase } from '../../src/db/database.js'
import { newId } from '../../src/lib/id.js'
import { newSecret } from '../../src/lib/secrets.js'
import { OrganizationStore } from '../../src/platform/organization-store.js'
import type { TestServer } from './server.js'

/** A second organization on a server, beside the demonstration's. */
export interface Tenant {
  readonly organization: string
  readonly secretKey: string
  readonly publicKey: string
  /** A management request with this organization's secret key. */
  manage<T = Record<string, unknown>>(method: string, path: string, body?: unknown): Promise<{ status: number; body: T }>
}

/** Puts an organization with a key of each type into the server's database, and has the server load them. */
export async function addTenant(server: TestServer): Promise<Tenant> {
  const organization = newId('org')
  const keys = { secret: newSecret('sk_live_'), public: newSecret('pk_live_') }
  await look(server, async ({ knex }) => {
    await new OrganizationStore(knex).insert({ id: organization, name: 'Another', createdAt: Date.now() })
    for (const type of ['secret', 'public'] as const) {
      const { hash, shown } = keys[type]
      await new ApiKeyStore(knex).insert({
        id: newId('key'),
        organization,
        type,
        name: 'Test',
        prefix: shown,
        hash,
        createdAt: Date.now(),
        lastUsedAt: null,
      })
    }
  })
  await loadKeys(server)
  return {
    organization,
    secretKey: keys.secret.secret,
    publicKey: keys.public.secret,
    manage: (method, path, body) => server.manage(method, path, body, keys.secret.secret),
  }
}

/** Has the server load what was put into its database behind its back: with the next change of the catalogue it reads everything. */
export const loadKeys = (server: TestServer) => server.manage('PATCH', `/websites/${server.demo.website.id}`, {})

/** Looks into a server's database on a connection of its own. */
export async function look<T>({ env }: TestServer, read: (db: Database) => Promise<T>): Promise<T> {
  const db = openDatabase(env.DATABASE_URL ? { url: env.DATABASE_URL } : { file: `${env.DATA_DIR}/throughline.db` })
  try {
    return await read(db)
  } finally {
    await db.close()
  }
}
