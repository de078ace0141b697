import assert from 'node:assert/strict'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startServer, type TestServer } from './server.js'
import { look } from './tenant.js'

export const BROWSER = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36'

/** An address that the server's geo table knows as a data centre's. */
export const DATA_CENTRE = '203.0.113.9'

export interface Shown {
  readonly requestId: string
  readonly offerId: string
  /** Path and query of the click URL. */
  readonly click: string
}

/** What was stored of an act: its kind, why it did not count or was not billed, and what it cost in micros. */
export interface Stored {
  readonly kind: string
  readonly reason: string | undefined
  readonly billed: boolean
  readonly price: number
  readonly trace: string | undefined
  readonly offer: string | undefined
  readonly clickId: string | undefined
}

/** A server with an advertiser and nothing but the offers that a test makes, and visitors who come to it. */
export class Visits {
  private visitors = 0

  private constructor(
    readonly server: TestServer,
    readonly advertiserId: string,
    readonly postbackToken: string,
    private readonly clock: { now: number },
  ) {}

  static async open(env: Record<string, string> = {}): Promise<Visits> {
    const clock = { now: Date.now() }
    const table = join(mkdtempSync(join(tmpdir(), 'throughline-geo-')), 'table.json')
    const everywhere = { network: '0.0.0.0/0', country: 'DE' }
    writeFileSync(table, JSON.stringify([everywhere, { network: `${DATA_CENTRE}/32`, country: 'DE', dataCentre: true }]))
    const server = await startServer({ RATE_LIMITS: 'off', GEO_PROVIDERS: 'table', GEO_TABLE: table, ...env }, { now: () => clock.now })
    const { body: list } = await server.manage<{ items: { id: string }[] }>('GET', '/offers?limit=100')
    for (const { id } of list.items) await server.manage('DELETE', `/offers/${id}`)
    const { body } = await server.manage<{ id: string; postbackToken: string }>('POST', '/advertisers', { name: 'Harbour' })
    const visits = new Visits(server, body.id, body.postbackToken, clock)
    await visits.deposit(1000, 'first')
    return visits
  }

  get now(): number {
    return this.clock.now
  }

  /** Lets time pass, in milliseconds. */
  pass(ms: number): void {
    this.clock.now += ms
  }

  async deposit(amount: number, reference: string): Promise<void> {
    const { status } = await this.server.manage('POST', `/advertisers/${this.advertiserId}/deposits`, {
      amount,
      currency: 'USD',
      reference,
    })
    assert.equal(status, 201)
  }

  /** A new offer's id: 1 USD a click, unless the test says. */
  async sell(settings: Record<string, unknown> = {}): Promise<string> {
    const { status, body } = await this.server.manage<{ id: string }>('POST', '/offers', {
      advertiserId: this.advertiserId,
      name: 'Spins',
      headline: '100 free spins',
      landingUrl: 'https://harbour.example/play?c={click_id}&r={request_id}&o={offer_id}&w={website}&g={country}&s={sub}',
      bid: { model: 'CPC', amount: 1 },
      ...settings,
    })
    assert.equal(status, 201, JSON.stringify(body))
    return body.id
  }

  async change(offerId: string, settings: Record<string, unknown>): Promise<void> {
    const { status } = await this.server.manage('PATCH', `/offers/${offerId}`, settings)
    assert.equal(status, 200)
  }

  /** A new visitor is shown this offer, and looks at it for as long as a human does. */
  async show(offerId: string, sub = ''): Promise<Shown> {
    const headers = this.visitor()
    const decision = await this.server.fetch(this.server.withKeys(`/v1/decision?sub=${encodeURIComponent(sub)}`), { headers })
    const { requestId } = (await decision.json()) as { requestId: string }
    const answer = await this.server.fetch(this.server.withKeys(`/v1/offers?limit=20&requestId=${requestId}`), { headers })
    const { offers } = (await answer.json()) as { offers: { offerId: string; clickUrl: string }[] }
    const offer = offers.find(listed => listed.offerId === offerId)
    assert.ok(offer, `${offerId} is not among ${offers.length} offers`)
    const { pathname, search } = new URL(offer.clickUrl)
    this.pass(1000)
    return { requestId, offerId, click: pathname + search }
  }

  /** Headers of a visitor whom nobody has seen before. */
  visitor(): Record<string, string> {
    const n = this.visitors++
    return { 'User-Agent': BROWSER, 'X-Forwarded-For': `198.51.${n >> 8}.${n & 255}` }
  }

  /** An event of a page, as JSON in plain text with the keys in the query. */
  event(
    name: 'impression' | 'click',
    body: unknown,
    { path = this.server.withKeys(`/v1/events/${name}`), headers = {} } = {},
  ): Promise<Response> {
    this.pass(1)
    return this.server.fetch(path, {
      method: 'POST',
      headers: { 'Content-Type': 'text/plain', ...this.visitor(), ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    })
  }

  /** Follows a click URL, as a new visitor unless the headers say otherwise. */
  follow(path: string, headers: Record<string, string> = this.visitor(), method = 'GET'): Promise<Response> {
    this.pass(1)
    return fetch(this.server.baseUrl + path, { method, redirect: 'manual', headers })
  }

  /** A click that was followed: its id, as the landing page is told. */
  async clicked(shown: Shown): Promise<string> {
    const location = (await this.follow(shown.click)).headers.get('location')
    return new URL(location ?? '').searchParams.get('c') ?? ''
  }

  postback(parameters: Record<string, string>): Promise<Response> {
    this.pass(1)
    return fetch(`${this.server.baseUrl}/v1/postback?${new URLSearchParams(parameters)}`)
  }

  /** The newest acts that were stored, oldest first. No two happen in the same millisecond. */
  async stored(count = 1): Promise<Stored[]> {
    const rows = await look(this.server, ({ knex }) =>
      knex('events').whereIn('kind', ['impression', 'click_event', 'click', 'conversion', 'reversal']).orderBy('at', 'desc').limit(count),
    )
    return rows.reverse().map(row => {
      const { reason, billed = false, price = 0, clickId } = JSON.parse(row.properties)
      return { kind: row.kind, reason, billed, price, trace: row.trace ?? undefined, offer: row.offer ?? undefined, clickId }
    })
  }

  /** How many acts are stored. */
  async count(): Promise<number> {
    const [row] = await look(this.server, ({ knex }) =>
      knex('events').whereIn('kind', ['impression', 'click_event', 'click', 'conversion', 'reversal']).count<{ n: number }[]>({ n: '*' }),
    )
    return Number(row?.n)
  }

  /** What the advertiser has left, in USD. */
  async balance(): Promise<number> {
    const { body } = await this.server.manage<{ balance: number }>('GET', `/advertisers/${this.advertiserId}`)
    return body.balance
  }
}
