import type { LookupFunction } from 'node:net'
import Agent from 'undici/lib/dispatcher/agent.js'
import { type Network, parseAddress } from '../lib/address.js'
import { type Clock, SECOND } from '../lib/time.js'
import { type AddressGuard, createAddressGuard } from './address-guard.js'
import type { Exchange, OutboundRequest } from './exchange.js'
import { Lane } from './lane.js'
import { Receiver } from './receiver.js'
import { retryAfterMs } from './retry-after.js'

const CONNECT_TIMEOUT = 3 * SECOND

/** From the call to the last byte of the answer. */
const WHOLE_TIMEOUT = 10 * SECOND

/** Requests to one destination at a time, unless the caller says. */
const MAX_CONCURRENT = 8

/** Destinations of which nothing needs to be remembered are forgotten once there are so many. */
const LANES_KEPT = 1000

export interface SendOptions {
  /** What failures, pauses and limits are counted by: the id of what the request is for. */
  readonly destination: string
  /** Milliseconds for the whole, waiting for a turn included; 10 s by default. */
  readonly timeoutMs?: number
  /** Requests to the destination under way at once; 8 by default. */
  readonly maxConcurrent?: number
  /** Requests to the destination begun in a second; any number by default. */
  readonly perSecond?: number
}

export interface OutboundOptions {
  /** Networks that may be reached although they are not public. */
  readonly allow?: readonly Network[]
  readonly now?: Clock
  /** The system's resolver by default. */
  readonly lookup?: LookupFunction
}

/**
 * The only way out to other services. It connects to checked addresses alone, follows no redirect, bounds time, size and number, and leaves a
 * destination alone that fails again and again. It retries nothing: what came of a request is for the caller to judge.
 */
export class Outbound {
  private readonly agent: Agent
  private readonly guard: AddressGuard
  private readonly now: Clock
  private readonly lanes = new Map<string, Lane>()

  constructor({ allow = [], now = Date.now, lookup }: OutboundOptions = {}) {
    this.now = now
    this.guard = createAddressGuard(allow, lookup)
    this.agent = new Agent({
      connect: { timeout: CONNECT_TIMEOUT, lookup: this.guard.lookup },
      // A connection each: an answer that is slow holds up nobody else.
      pipelining: 1,
      // Ours ends everything earlier.
      headersTimeout: 0,
      bodyTimeout: 0,
      keepAliveTimeout: 30 * SECOND,
    })
  }

  /** Sends a request and says what came of it. Never throws for what the network or the other side does. */
  async send(request: OutboundRequest, options: SendOptions): Promise<Exchange> {
    const { destination, timeoutMs = WHOLE_TIMEOUT, maxConcurrent = MAX_CONCURRENT, perSecond } = options
    const refusal = this.refusalOf(request.url)
    if (refusal !== undefined) return { kind: 'refused', reason: refusal }
    const lane = this.laneOf(destination)
    const resting = lane.circuit.waitMs(this.now())
    if (resting > 0) return atRest(resting)
    const deadline = performance.now() + timeoutMs
    if (!(await lane.enter({ maxConcurrent, perSecond }, deadline)))
      return { kind: 'unreached', reason: 'too many requests to this destination wait' }
    try {
      // It may have begun to rest while we waited.
      const wait = lane.circuit.admit(this.now())
      if (wait > 0) return atRest(wait)
      const exchange = await this.exchange(request, deadline - performance.now())
      this.learn(lane, exchange)
      return exchange
    } finally {
      lane.leave()
    }
  }

  /** How many requests a destination takes at this moment: none while it rests after failures, one to see whether it is back. `waitMs` says how long to wait when none. */
  room(destination: string): { readonly requests: number; readonly waitMs: number } {
    const circuit = this.lanes.get(destination)?.circuit
    if (!circuit) return { requests: Number.POSITIVE_INFINITY, waitMs: 0 }
    const now = this.now()
    return { requests: circuit.room(now), waitMs: circuit.waitMs(now) }
  }

  /** Ends requests that are under way and all connections. */
  async close(): Promise<void> {
    await this.agent.destroy()
  }

  /** Names are judged when they are resolved, right before the connection is made. */
  private refusalOf(url: string): string | undefined {
    if (!URL.canParse(url)) return 'the address is no URL'
    const { protocol, hostname } = new URL(url)
    if (protocol !== 'https:' && protocol !== 'http:') return `${protocol} is neither http: nor https:`
    const literal = hostname.replace(/^\[|\]$/g, '')
    const refusal = parseAddress(literal) && this.guard.refusal(literal)
    return refusal && `${hostname} ${refusal}`
  }

  private exchange({ method, url, headers, body }: OutboundRequest, timeoutMs: number): Promise<Exchange> {
    const { origin, pathname, search } = new URL(url)
    const receiver = new Receiver(timeoutMs)
    this.agent.dispatch({ origin, path: pathname + search, method, headers, ...(body !== undefined && { body }) }, receiver)
    return receiver.exchange
  }

  private learn({ circuit }: Lane, exchange: Exchange): void {
    const now = this.now()
    const answer = exchange.kind === 'answered' ? exchange.answer : undefined
    // An address that is refused says nothing about the destination.
    circuit.note(exchange.kind !== 'refused' && (!answer || answer.status >= 500), now)
    const asked = answer && (answer.status === 429 || answer.status === 503) ? retryAfterMs(answer.headers, now) : undefined
    if (asked !== undefined) circuit.asked(asked, now)
  }

  private laneOf(destination: string): Lane {
    const known = this.lanes.get(destination)
    if (known) return known
    if (this.lanes.size >= LANES_KEPT) this.forget()
    const lane = new Lane()
    this.lanes.set(destination, lane)
    return lane
  }

  private forget(): void {
    const now = this.now()
    for (const [destination, lane] of this.lanes) if (!lane.busy && lane.circuit.idle(now)) this.lanes.delete(destination)
  }
}

const atRest = (ms: number): Exchange => ({
  kind: 'unreached',
  reason: `the destination rests after failures for another ${Math.ceil(ms / SECOND)} s`,
  retryAfterMs: ms,
})
