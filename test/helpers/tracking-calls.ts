import { type Visit, VisitStore } from '../../src/tracking/visit-store.js'
import type { TestServer } from './server.js'
import { look } from './tenant.js'

/** What a call of the tracking API was answered. */
export interface Called<T> {
  readonly status: number
  readonly body: T & { error?: { code: string; message: string } }
  readonly headers: Headers
}

/** A call of a server's tracking API; without a key where `key` is ''. */
export async function call<T = Record<string, unknown>>(
  server: TestServer,
  path: string,
  body: unknown,
  { key = server.demo.tracking.key, headers = {} }: { key?: string; headers?: Record<string, string> } = {},
): Promise<Called<T>> {
  const response = await fetch(server.baseUrl + path, {
    method: 'POST',
    redirect: 'manual',
    headers: { 'Content-Type': 'application/json', ...(key !== '' && { Authorization: `Bearer ${key}` }), ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })
  return { status: response.status, body: (await response.json()) as never, headers: response.headers }
}

/** A visit as it is stored. */
export async function storedVisit(server: TestServer, id: string): Promise<Visit> {
  const [visit] = await look(server, db => new VisitStore(db.knex, db.dialect).byId([id]))
  if (!visit) throw new Error(`${id} is not stored`)
  return visit
}
