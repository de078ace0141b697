import { appendFileSync, existsSync, readFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { type Mood, moodOf } from './mood.js'

/*
 * Stands in for another company's service: a server of its own that holds whoever calls it to the documented rules, remembers what it took, and can be told to
 * misbehave. Doubles share no code with the server under test, so that one mistake can't be made twice.
 */

export interface Call {
  readonly method: string
  readonly path: string
  readonly query: URLSearchParams
  readonly headers: IncomingMessage['headers']
  readonly text: string
  /** What the body says as JSON; undefined when it is none. */
  readonly json: unknown
}

/** One thing that a service was told of. */
export interface Told {
  /** Pixel, customer, chat or bot. */
  readonly account: string
  readonly name: string
  readonly id: string
  readonly event: unknown
}

export interface Reply {
  readonly status: number
  readonly body: unknown
  readonly headers?: Record<string, string>
  /** What it took by this call. */
  readonly took?: readonly Told[]
}

/** Everything that was told under one account, name and id. */
export interface Received extends Told {
  /** Epoch milliseconds. */
  readonly first: number
  last: number
  /** How often it was told. */
  times: number
  /** How often it counted: a repeat within the window does not. */
  counted: number
}

/** What a service's rules may know besides the call. */
export interface World {
  readonly now: number
  /** Whether it was told of this before, within the window. */
  knows(told: Pick<Told, 'account' | 'name' | 'id'>): boolean
  isRevoked(token: string): boolean
  /** Tokens that the service itself has given out, with when they end. */
  readonly granted: Map<string, number>
  /** What the service keeps besides, by whatever key its rules choose. */
  readonly kept: Map<string, unknown>
}

/** A service: what it answers. */
export interface Service {
  readonly name: string
  /** How long a repeat is known as one. */
  readonly windowMs: number
  answer(call: Call, world: World): Reply
  /** What it answers when it has had too many calls. */
  readonly tooMany: Reply
}

interface Options {
  /** A file that outlives the process: what was received stands in it before it is answered. */
  readonly state?: string
  readonly now?: () => number
}

const keyOf = ({ account, name, id }: Pick<Told, 'account' | 'name' | 'id'>): string => `${account}\n${name}\n${id}`

export class Double {
  readonly received = new Map<string, Received>()
  /** Every call, refused ones too; the last so many of them. */
  readonly calls: { method: string; path: string; status: number; text: string }[] = []
  /** How the next call is met; by default as the rules say. */
  mood: (call: Call) => Mood = () => ({ mode: 'ok' })
  readonly revoked = new Set<string>()
  /** Calls per second; Infinity. */
  perSecond = Number.POSITIVE_INFINITY
  readonly granted = new Map<string, number>()
  readonly kept = new Map<string, unknown>()
  private server: Server | undefined
  private readonly sockets = new Set<Socket>()
  private second = { at: 0, calls: 0 }
  private listeningOn = 0

  constructor(
    private readonly service: Service,
    private readonly options: Options = {},
  ) {
    const { state } = options
    if (state && existsSync(state))
      for (const line of readFileSync(state, 'utf8').split('\n').filter(Boolean)) {
        const { at, took } = JSON.parse(line) as { at: number; took: Told[] }
        this.remember(took, at)
      }
  }

  static async start(service: Service, options: Options & { port?: number } = {}): Promise<Double> {
    const double = new Double(service, options)
    await double.listen(options.port ?? 0)
    return double
  }

  get port(): number {
    return this.listeningOn
  }

  get url(): string {
    return `http://127.0.0.1:${this.listeningOn}`
  }

  async listen(port: number): Promise<void> {
    const server = createServer((request, response) => void this.serve(request, response).catch(() => response.destroy()))
    server.keepAliveTimeout = 60_000
    server.on('connection', socket => {
      this.sockets.add(socket)
      socket.on('close', () => this.sockets.delete(socket))
    })
    await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, '127.0.0.1', resolve))
    this.listeningOn = (server.address() as { port: number }).port
    this.server = server
  }

  /** Ends at once, whatever is under way, and keeps what it received. */
  async close(): Promise<void> {
    const { server } = this
    this.server = undefined
    if (!server) return
    const closed = new Promise(resolve => server.close(resolve))
    for (const socket of this.sockets) socket.destroy()
    await closed
  }

  /** Is away for a while, and comes back to the same port knowing what it knew. */
  async restart(downMs = 0): Promise<void> {
    await this.close()
    await new Promise(resolve => setTimeout(resolve, downMs))
    await this.listen(this.listeningOn)
  }

  /** Everything that was received, in the order in which it first was. */
  list(): Received[] {
    return [...this.received.values()]
  }

  forget(): void {
    this.received.clear()
    this.calls.length = 0
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const text = await textOf(request)
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://double')
    const call = { method: request.method ?? '', path: pathname, query: searchParams, headers: request.headers, text, json: jsonOf(text) }
    if (pathname.startsWith('/__')) return send(response, await this.control(call))
    const mood = this.mood(call)
    if (mood.mode === 'fail') return send(response, { status: mood.status, body: mood.body ?? '', headers: mood.headers ?? {} })
    if (mood.mode === 'reset') return void request.socket.destroy()
    const reply = this.answer(call)
    this.note(call, reply)
    if (mood.mode === 'hang') return
    if (mood.mode === 'lose') return void request.socket.destroy()
    if (mood.mode === 'slow') await new Promise(resolve => setTimeout(resolve, mood.ms))
    send(response, reply)
  }

  private answer(call: Call): Reply {
    const now = this.options.now?.() ?? Date.now()
    const second = Math.floor(now / 1000)
    if (second !== this.second.at) this.second = { at: second, calls: 0 }
    if (++this.second.calls > this.perSecond) return this.service.tooMany
    const { granted, kept, revoked, received, service } = this
    const knows: World['knows'] = told => {
      const known = received.get(keyOf(told))
      return known !== undefined && now - known.last <= service.windowMs
    }
    const reply = service.answer(call, { now, knows, isRevoked: token => revoked.has(token), granted, kept })
    if (reply.took && reply.took.length > 0) {
      this.remember(reply.took, now)
      if (this.options.state) appendFileSync(this.options.state, `${JSON.stringify({ at: now, took: reply.took })}\n`)
    }
    return reply
  }

  private remember(took: readonly Told[], at: number): void {
    for (const told of took) {
      const key = keyOf(told)
      const known = this.received.get(key)
      if (!known) {
        this.received.set(key, { ...told, first: at, last: at, times: 1, counted: 1 })
        continue
      }
      known.times++
      if (at - known.last > this.service.windowMs) known.counted++
      known.last = at
    }
  }

  private note({ method, path, text }: Call, { status }: Reply): void {
    this.calls.push({ method, path, status, text: text.slice(0, 100_000) })
    if (this.calls.length > 2000) this.calls.splice(0, 1000)
  }

  /** For tests in other processes: `POST /__control` tells it how to behave, `GET /__received` and `GET /__calls` what it saw. */
  private async control({ method, path, json }: Call): Promise<Reply> {
    if (path === '/__received') return { status: 200, body: { received: this.list() } }
    if (path === '/__calls') return { status: 200, body: { calls: this.calls } }
    if (path !== '/__control' || method !== 'POST')
      return { status: 404, body: { error: 'POST /__control, GET /__received, GET /__calls' } }
    const wish = json as {
      mood?: Mood & { times?: number }
      revoke?: string[]
      restore?: string[]
      perSecond?: number
      forget?: boolean
      restart?: { downMs?: number }
    }
    if (wish.mood) this.mood = moodOf(wish.mood)
    for (const token of wish.revoke ?? []) this.revoked.add(token)
    for (const token of wish.restore ?? []) this.revoked.delete(token)
    if (wish.perSecond !== undefined) this.perSecond = wish.perSecond
    if (wish.forget) this.forget()
    if (wish.restart) setImmediate(() => void this.restart(wish.restart?.downMs))
    return { status: 200, body: { ok: true } }
  }
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString('utf8')
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function send(response: ServerResponse, { status, body, headers = {} }: Reply): void {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text), ...headers })
  response.end(text)
}
