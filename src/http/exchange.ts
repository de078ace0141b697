import type Koa from 'koa'
import type { Context } from 'koa'
import { type Fault, Invalid, Unauthenticated } from '../lib/errors.js'
import { newId } from '../lib/id.js'
import type { Log } from '../lib/log.js'
import type { Clock } from '../lib/time.js'
import { type Body, createBodyReader } from './body.js'
import { Call, declaredHeaders, declaredQuery } from './call.js'
import type { ClientAddress } from './client-address.js'
import { addressKey } from './client-address.js'
import type { Contract, LimitClass, Operation } from './contract.js'
import { allowOrigin, preflight } from './cors.js'
import { type ErrorShape, failureOf, LimitReached, ProtocolFault } from './errors.js'
import { type Idempotency, refuseWrongKey, scopeOf } from './idempotency.js'
import { AnsweringKoa } from './koa.js'
import type { Metrics } from './metrics.js'
import { Outbox } from './outbox.js'
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
  const outbox = new Outbox()
  let answers = 0

  const app = new AnsweringKoa(async ctx => {
    const started = performance.now()
    const exchangeId = newId('xid')
    const url = ctx.req.url ?? '/'
    const mark = url.indexOf('?')
    const path = mark < 0 ? url : url.slice(0, mark)
    const match = contract.match(ctx.method, path)
    let shape: ErrorShape = 'engagement'
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
        send(ctx, outbox, head, preflight(head, ctx.req.headers, match.allow))
      } else {
        const client = needs.clientAddress(ctx.req.socket.remoteAddress ?? '', ctx.req.headers['x-forwarded-for'])
        const call = new Call(ctx.req, mark < 0 ? '' : url.slice(mark + 1), match.path, client, needs.now(), exchangeId)
        const answer = serve(ctx, match.operation, call)
        send(ctx, outbox, head, answer instanceof Promise ? await answer : answer)
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
      send(ctx, outbox, head, failure)
    }
    metrics.answered(match.found === 'operation' ? match.operation.id : 'none', ctx.res.statusCode, (performance.now() - started) / 1000)
  })
  app.on('error', error => log.warn({ error: String(error) }, 'koa: an answer could not be written'))
  return app

  // What is known at once is not waited for, as most of this is: an await costs a turn of the queue.
  function serve(ctx: Context, operation: Operation, call: Call): Answer | Promise<Answer> {
    const off = needs.switchedOff?.(operation)
    if (off) return failureOf(off, operation.shape, call.exchangeId)
    if (operation.bodyTypes.length === 0) return identify(ctx, operation, call, NO_BODY)
    return readBody(ctx, operation).then(
      body => identify(ctx, operation, call, body),
      async fault => {
        // A body that no credential can mend: a refused call like any other, so it counts.
        await chargeAddress(operation, call)
        throw fault
      },
    )
  }

  /** Charges a limit that counts addresses: how long to wait, or undefined where nothing is counted. */
  function chargeAddress({ limit }: Operation, { client, now }: Call): number | Promise<number> | undefined {
    return limit?.by === 'address' ? needs.limiter?.hit(limit, addressKey(client.address), now) : undefined
  }

  /** Asks who calls. */
  function identify(ctx: Context, operation: Operation, call: Call, body: Body): Answer | Promise<Answer> {
    if ('parsed' in body) call.rawBody = body.parsed
    // A call with bad credentials is charged too where addresses are counted, so that guessing is not free: counted before they are known, judged after.
    const wait = chargeAddress(operation, call)
    const principal = principalOf(operation, call)
    if (!(principal instanceof Promise || wait instanceof Promise)) return admit(ctx, operation, call, body, principal, wait)
    return Promise.all([principal, wait]).then(known => admit(ctx, operation, call, body, ...known))
  }

  /** What follows once it is known who calls, and how long he has to wait where addresses are counted. */
  function admit(
    ctx: Context,
    operation: Operation,
    call: Call,
    body: Body,
    principal: Principal | undefined,
    wait: number | undefined,
  ): Answer | Promise<Answer> {
    const { limit } = operation
    call.principal = principal
    if (limit && wait !== undefined) refuse(limit, wait)
    const scope = operation.idempotent ? scopeOf(operation, call, ctx.path, call.principal) : undefined
    if (scope !== undefined) return once(scope, operation, call, body)
    const charged = charge(operation, call)
    return charged ? charged.then(() => act(operation, call, body)) : act(operation, call, body)
  }

  /** The operation, or the answer that was given to it before under the same key. */
  async function once(scope: string, operation: Operation, call: Call, body: Body): Promise<Answer> {
    const { limit } = operation
    let charged = false
    const run = async () => {
      await charge(operation, call)
      charged = true
      call.idempotency = scope
      return act(operation, call, body)
    }
    const { reply, replayed } = await needs.idempotency.once(scope, call.now, run, error =>
      failureOf(error, operation.shape, call.exchangeId),
    )
    // Said again, it costs nothing.
    if (replayed && charged && limit && call.principal) await needs.limiter?.refund(limit, payerOf(limit, call.principal), call.now)
    return reply
  }

  /** What follows once it is known who asks, and that he does not ask too often. */
  function act(operation: Operation, call: Call, body: Body): Reply | Promise<Reply> {
    if (call.principal?.barred) throw call.principal.barred
    if ('fault' in body) throw body.fault
    if (operation.idempotent) refuseWrongKey(call.headers)
    const parts = {
      path: call.path,
      query: declaredQuery(operation, call),
      header: declaredHeaders(operation, call),
      requestBody: body.parsed,
    }
    const error = operation.validate(parts)
    if (error) throw new Invalid(violation(error))
    call.query = parts.query
    call.body = parts.requestBody
    const reply = operation.handler(call as unknown as Request<never>)
    if (reply instanceof Promise) return reply.then(made => verified(operation, made))
    return verified(operation, reply)
  }

  /** Charges a limit that counts organizations or keys. */
  function charge({ limit }: Operation, { principal, now }: Call): Promise<void> | undefined {
    if (!limit || limit.by === 'address' || !principal || !needs.limiter) return undefined
    const wait = needs.limiter.hit(limit, payerOf(limit, principal), now)
    if (typeof wait !== 'number') return wait.then(seconds => refuse(limit, seconds))
    refuse(limit, wait)
    return undefined
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

  /** The answer; every one of some is held against the contract first. */
  function verified(operation: Operation, reply: Reply): Reply {
    if (needs.replyValidation === 'off' || (needs.replyValidation === 'sample' && answers++ % SAMPLE !== 0)) return reply
    const wrong = operation.validateReply(reply.status, reply.body)
    if (wrong === undefined) return reply
    if (needs.replyValidation === 'all') throw new Error(`${operation.id} answered against its contract: ${wrong}`)
    metrics.replyViolations.inc({ operation: operation.id })
    log.error({ operation: operation.id, wrong }, 'an answer was not as the contract declares')
    return reply
  }
}

type Answer = Pick<Reply, 'status' | 'body' | 'headers'>

/** To whom a limit is charged that counts organizations or keys. */
const payerOf = ({ by }: LimitClass, { organization, limitKey = organization }: Principal): string =>
  by === 'key' ? limitKey : organization

const NO_BODY: Body = { parsed: undefined }

/**
 * Hands an answer over to be written. Strings and bytes go out as they are, under the content type the handler gave; everything else is
 * JSON. All headers are written at once, as pairs: setting them one by one costs more than all the rest of this.
 */
function send(ctx: Context, outbox: Outbox, head: string[], { status, body, headers }: Answer): void {
  const { res } = ctx
  for (const name in headers) head.push(name, headers[name]!)
  if (body === undefined) {
    if (status !== 204 && status !== 304) head.push('Content-Length', '0')
    outbox.leave(res.writeHead(status, head), undefined)
    return
  }
  const raw = typeof body === 'string' || body instanceof Uint8Array
  const payload = raw ? body : JSON.stringify(body)
  if (!raw) head.push('Content-Type', 'application/json; charset=utf-8')
  head.push('Content-Length', String(Buffer.byteLength(payload)))
  outbox.leave(res.writeHead(status, head), ctx.method === 'HEAD' ? undefined : payload)
}
