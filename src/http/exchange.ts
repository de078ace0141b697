import { parse as parseQuery } from 'node:querystring'
import Koa, { type Context } from 'koa'
import { type Fault, Invalid, Unauthenticated } from '../lib/errors.js'
import { newId } from '../lib/id.js'
import type { Log } from '../lib/log.js'
import type { Clock } from '../lib/time.js'
import { type Body, createBodyReader } from './body.js'
import type { ClientAddress } from './client-address.js'
import { addressKey } from './client-address.js'
import type { Contract, LimitClass, Operation } from './contract.js'
import { allowOrigin, preflight } from './cors.js'
import { type ErrorShape, failureOf, LimitReached, ProtocolFault } from './errors.js'
import { type Idempotency, refuseWrongKey, scopeOf } from './idempotency.js'
import type { Metrics } from './metrics.js'
import type { Limiter } from './rate-limit.js'
import type { Authenticator, Envelope, Principal, Principals, Reply, Request } from './types.js'
import { violation } from './violations.js'

export interface ExchangeNeeds {
  readonly contract: Contract
  readonly authenticators: Readonly<Record<keyof Principals, Authenticator>>
  /** Undefined: no limits (`RATE_LIMITS=off`). */
  readonly limiter: Limiter | undefined
  readonly idempotency: Idempotency
  /** Why an operation is switched off as a whole, whoever asks; undefined: it is not. */
  readonly switchedOff?: (operation: Operation) => Fault | undefined
  readonly clientAddress: ClientAddress
  /** Whether an `Origin` belongs to a website of this server, for CORS. */
  readonly knownOrigin: (origin: string) => boolean
  readonly replyValidation: 'off' | 'sample' | 'all'
  readonly now: Clock
  readonly log: Log
  readonly metrics: Metrics
}

/** Longest request target that is looked at. */
const MAX_URL = 8192

/** One answer in so many is held against the contract in production. */
const SAMPLE = 256

/** The Koa application: the way of every request, from the raw exchange to the answer in its area's shape. */
export function createExchange(needs: ExchangeNeeds): Koa {
  const { contract, log, metrics } = needs
  const readBody = createBodyReader()
  let answers = 0

  const app = new Koa()
  app.on('error', error => log.warn({ error: String(error) }, 'koa: an answer could not be written'))
  app.use(async ctx => {
    const started = performance.now()
    const exchangeId = newId('xid')
    const url = ctx.req.url ?? '/'
    const mark = url.indexOf('?')
    const path = mark < 0 ? url : url.slice(0, mark)
    const match = contract.match(ctx.method, path)
    let shape: ErrorShape = 'engagement'
    ctx.respond = false
    const head = ['X-Request-Id', exchangeId]
    try {
      shape = match.found === 'operation' ? match.operation.shape : match.shape
      const cors = match.found === 'operation' ? match.operation.cors : match.found === 'path' ? match.cors : undefined
      if (cors) allowOrigin(head, cors, ctx.req.headers.origin, needs.knownOrigin)
      if (url.length > MAX_URL) throw new ProtocolFault(414, `URL: must be at most ${MAX_URL} characters`)
      if (match.found === 'nothing') throw new ProtocolFault(404, 'There is nothing at this path')
      if (match.found === 'path') {
        if (ctx.method !== 'OPTIONS')
          throw new ProtocolFault(405, `Method: must be one of ${match.allow.join(', ')}`, { Allow: match.allow.join(', ') })
        send(ctx, head, preflight(head, ctx.req.headers, match.allow))
      } else {
        send(ctx, head, await serve(ctx, match.operation, match.path, mark < 0 ? '' : url.slice(mark + 1), exchangeId))
      }
    } catch (error) {
      const failure = failureOf(error, shape, exchangeId)
      if (failure.status >= 500) {
        const entry = {
          exchangeId,
          method: ctx.method,
          path,
          error: error instanceof Error ? (error.stack ?? error.message) : String(error),
        }
        if (failure.status === 503) log.warn(entry, 'a request could not be served now')
        else log.error(entry, 'a request failed')
      }
      send(ctx, head, failure)
    }
    metrics.answered(match.found === 'operation' ? match.operation.id : 'none', ctx.res.statusCode, (performance.now() - started) / 1000)
  })
  return app

  async function serve(
    ctx: Context,
    operation: Operation,
    path: Record<string, string | undefined>,
    search: string,
    exchangeId: string,
  ): Promise<Pick<Reply, 'status' | 'body' | 'headers'>> {
    const off = needs.switchedOff?.(operation)
    if (off) return failureOf(off, operation.shape, exchangeId)
    const body = operation.bodyTypes.length === 0 ? NO_BODY : await readBody(ctx, operation)
    const envelope: Envelope = {
      method: ctx.method,
      headers: ctx.req.headers,
      rawQuery: search === '' ? NO_QUERY : parseQuery(search),
      rawBody: 'parsed' in body ? body.parsed : undefined,
      rawPath: path,
      client: needs.clientAddress(ctx.req.socket.remoteAddress ?? '', ctx.req.headers['x-forwarded-for']),
      now: needs.now(),
      exchangeId,
    }
    const principal = await authenticate(operation, envelope)
    const scope = operation.idempotent ? scopeOf(operation, envelope, ctx.path, principal) : undefined
    if (scope !== undefined) return once(scope, operation, envelope, body, principal)
    await charge(operation, envelope, principal)
    return act(operation, envelope, body, principal)
  }

  /** The operation, or the answer that was given to it before under the same key. */
  async function once(scope: string, operation: Operation, envelope: Envelope, body: Body, principal: Principal | undefined) {
    const { limit } = operation
    let charged = false
    const run = async () => {
      await charge(operation, envelope, principal)
      charged = true
      return act(operation, envelope, body, principal, scope)
    }
    const { reply, replayed } = await needs.idempotency.once(scope, envelope.now, run, error =>
      failureOf(error, operation.shape, envelope.exchangeId),
    )
    // Said again, it costs nothing.
    if (replayed && charged && limit && principal) await needs.limiter?.refund(limit, payerOf(limit, principal), envelope.now)
    return reply
  }

  /** What follows once it is known who asks, and that he does not ask too often. */
  async function act(operation: Operation, envelope: Envelope, body: Body, principal: Principal | undefined, idempotency?: string) {
    if (principal?.barred) throw principal.barred
    if ('fault' in body) throw body.fault
    if (operation.idempotent) refuseWrongKey(envelope.headers)
    const parts = {
      path: envelope.rawPath,
      query: declaredQuery(operation, envelope),
      header: declaredHeaders(operation, envelope),
      requestBody: body.parsed,
    }
    const error = operation.validate(parts)
    if (error) throw new Invalid(violation(error))
    const request = { ...envelope, query: parts.query, path: parts.path, body: parts.requestBody, principal, idempotency }
    const reply = await operation.handler(request as unknown as Request<never>)
    verify(operation, reply)
    return reply
  }

  /** Credentials first, then the limit; but a call with bad credentials is charged too where addresses are counted, so that guessing is not free. */
  async function authenticate(operation: Operation, envelope: Envelope): Promise<Principal | undefined> {
    const { limit } = operation
    if (limit?.by !== 'address') return principalOf(operation, envelope)
    // The count is taken before the credentials are known and judged after them.
    const wait = needs.limiter?.hit(limit, addressKey(envelope.client.address), envelope.now) ?? 0
    const principal = await principalOf(operation, envelope)
    refuse(limit, typeof wait === 'number' ? wait : await wait)
    return principal
  }

  /** Charges a limit that counts organizations or keys. */
  async function charge({ limit }: Operation, envelope: Envelope, principal: Principal | undefined): Promise<void> {
    if (!limit || limit.by === 'address' || !principal || !needs.limiter) return
    refuse(limit, await needs.limiter.hit(limit, payerOf(limit, principal), envelope.now))
  }

  function refuse({ limit, seconds }: LimitClass, wait: number): void {
    if (wait > 0) throw new LimitReached(limit, seconds, wait)
  }

  function principalOf({ authenticators }: Operation, envelope: Envelope): Principal | Promise<Principal> | undefined {
    const [only] = authenticators
    if (only === undefined) return undefined
    if (authenticators.length === 1) return needs.authenticators[only as keyof Principals](envelope)
    return firstToKnow(authenticators, envelope)
  }

  /** Several ways in: the first whose credential is there decides. */
  async function firstToKnow(names: readonly string[], envelope: Envelope): Promise<Principal> {
    let missing: unknown
    for (const name of names) {
      try {
        return await needs.authenticators[name as keyof Principals](envelope)
      } catch (error) {
        if (!(error instanceof Unauthenticated)) throw error
        missing ??= error
      }
    }
    throw missing
  }

  function verify(operation: Operation, reply: Reply): void {
    if (needs.replyValidation === 'off' || (needs.replyValidation === 'sample' && answers++ % SAMPLE !== 0)) return
    const wrong = operation.validateReply(reply.status, reply.body)
    if (wrong === undefined) return
    if (needs.replyValidation === 'all') throw new Error(`${operation.id} answered against its contract: ${wrong}`)
    metrics.replyViolations.inc({ operation: operation.id })
    log.error({ operation: operation.id, wrong }, 'an answer was not as the contract declares')
  }
}

/** To whom a limit is charged that counts organizations or keys. */
const payerOf = ({ by }: LimitClass, { organization, limitKey = organization }: Principal): string =>
  by === 'key' ? limitKey : organization

const NO_QUERY: Record<string, never> = Object.freeze({})
const NO_BODY: Body = { parsed: undefined }

function declaredQuery({ query }: Operation, { rawQuery }: Envelope): Record<string, unknown> {
  const known: Record<string, unknown> = {}
  for (const { name, list } of query) {
    const value = rawQuery[name]
    if (value !== undefined) known[name] = list && typeof value === 'string' ? [value] : value
  }
  return known
}

function declaredHeaders({ headers }: Operation, envelope: Envelope): Record<string, unknown> {
  const known: Record<string, unknown> = {}
  for (const name of headers) if (envelope.headers[name] !== undefined) known[name] = envelope.headers[name]
  return known
}

/**
 * Writes an answer. Strings and bytes go out as they are, under the content type the handler gave; everything else is JSON. All headers are written
 * at once, as pairs: setting them one by one costs more than all the rest of this.
 */
function send(ctx: Context, head: string[], { status, body, headers }: Pick<Reply, 'status' | 'body' | 'headers'>): void {
  const { res } = ctx
  for (const name in headers) head.push(name, headers[name]!)
  if (body === undefined) {
    if (status !== 204 && status !== 304) head.push('Content-Length', '0')
    res.writeHead(status, head).end()
    return
  }
  const raw = typeof body === 'string' || body instanceof Uint8Array
  const payload = raw ? body : JSON.stringify(body)
  if (!raw) head.push('Content-Type', 'application/json; charset=utf-8')
  head.push('Content-Length', String(Buffer.byteLength(payload)))
  res.writeHead(status, head).end(ctx.method === 'HEAD' ? undefined : payload)
}
