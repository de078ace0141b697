import type { IncomingHttpHeaders, IncomingMessage } from 'node:http'
import { parse as parseQuery } from 'node:querystring'
import type { Operation } from './contract.js'
import type { Client, Envelope, Principal } from './types.js'

const NOTHING: Record<string, never> = Object.freeze({})

/**
 * A request on its way, filled in as more of it is known. All requests have this one shape, and none is copied: what reads them could not be fast
 * otherwise, and it runs on every request.
 */
export class Call implements Envelope {
  readonly method: string
  readonly headers: IncomingHttpHeaders
  readonly rawQuery: Envelope['rawQuery']
  rawBody: unknown = undefined
  readonly rawPath: Record<string, string | undefined>
  query: Record<string, unknown> = NOTHING
  body: unknown = undefined
  principal: Principal | undefined = undefined
  idempotency: string | undefined = undefined

  constructor(
    { method = 'GET', headers }: IncomingMessage,
    search: string,
    readonly path: Record<string, string | undefined>,
    readonly client: Client,
    readonly now: number,
    readonly exchangeId: string,
  ) {
    this.method = method
    this.headers = headers
    this.rawQuery = search === '' ? NOTHING : parseQuery(search)
    this.rawPath = path
  }
}

export function declaredQuery({ query }: Operation, { rawQuery }: Envelope): Record<string, unknown> {
  const known: Record<string, unknown> = {}
  for (const { name, list } of query) {
    const value = rawQuery[name]
    if (value !== undefined) known[name] = list && typeof value === 'string' ? [value] : value
  }
  return known
}

export function declaredHeaders({ headers }: Operation, envelope: Envelope): Record<string, unknown> {
  const known: Record<string, unknown> = {}
  for (const name of headers) if (envelope.headers[name] !== undefined) known[name] = envelope.headers[name]
  return known
}
