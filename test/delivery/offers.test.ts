import assert from 'node:assert/strict'
import { DAY, HOUR, utcDay } from '../../src/lib/time.js'
import { ServedStore } from '../../src/market/served-store.js'
import { startServer, type TestServer } from '../helpers/server.js'
import { look } from '../helpers/tenant.js'

interface Listed {
  offerId: string
  position: number
  clickUrl: string
  [field: string]: unknown
}

const BROWSER = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36'

describe('getOffers', () => {
  let server: TestServer
  let advertiserId: string
  let clock = Date.now()

  before(async () => {
    server = await startServer({ RATE_LIMITS: 'off' }, { now: () => clock })
    const { body: list } = await server.manage<{ items: { id: string }[] }>('GET', '/offers?limit=100')
    for (const { id } of list.items) await server.manage('DELETE', `/offers/${id}`)
    const { body } = await server.manage<{ id: string }>('POST', '/advertisers', { name: 'Harbour' })
    advertiserId = body.id
    await server.manage('POST', `/advertisers/${advertiserId}/deposits`, { amount: 1000, currency: 'USD', reference: 'first' })
  })

  const sell = async (settings: Record<string, unknown> = {}): Promise<string> => {
    const { status, body } = await server.manage<{ id: string }>('POST', '/offers', {
      advertiserId,
      name: 'Spins',
      headline: '100 free spins',
      landingUrl: 'https://harbour.example/play?click={click_id}',
      bid: { model: 'CPC', amount: 1 },
      ...settings,
    })
    assert.equal(status, 201, JSON.stringify(body))
    return body.id
  }
  const withdraw = (id: string) => server.manage('DELETE', `/offers/${id}`)

  const decide = async (query = 'dev-country=DE', agent = BROWSER): Promise<string> => {
    const response = await server.fetch(server.withKeys(`/v1/decision?${query}`), { headers: { 'User-Agent': agent } })
    return ((await response.json()) as { requestId: string }).requestId
  }
  const ask = async (requestId: string, query = '', agent = BROWSER) => {
    const response = await server.fetch(server.withKeys(`/v1/offers?requestId=${requestId}${query}`), { headers: { 'User-Agent': agent } })
    return { status: response.status, headers: response.headers, body: (await response.json()) as { offers: Listed[]; reason?: string } }
  }
  const listed = async (query?: string, agent?: string) =>
    (await ask(await decide(), query, agent)).body.offers.map(({ offerId }) => offerId)

  it('lists offers with their creative, best first, and nothing of what they bid', async () => {
    const [cheap, dear] = [await sell({ bid: { model: 'CPC', amount: 1 } }), await sell({ bid: { model: 'CPC', amount: 2 }, cta: 'Play' })]
    const requestId = await decide()
    let answer = await ask(requestId)
    for (let tries = 0; answer.body.offers[0]?.offerId !== dear && tries < 50; tries++) answer = await ask(requestId)
    assert.equal(answer.status, 200)
    assert.equal(answer.headers.get('cache-control'), 'no-store')
    assert.equal(answer.headers.get('access-control-allow-origin'), 'http://localhost')
    const [first, second] = answer.body.offers
    assert.ok(first && second)
    const { clickUrl, ...rest } = first
    assert.deepEqual(rest, {
      offerId: dear,
      position: 1,
      headline: '100 free spins',
      description: null,
      brand: null,
      cta: 'Play',
      imageUrl: null,
      terms: null,
      disclosure: 'Sponsored',
    })
    assert.match(clickUrl, /^http:\/\/localhost:\d+\/v1\/r\?t=[\w-]+$/)
    assert.equal(second.offerId, cheap)
    assert.equal(second.position, 2)
    await withdraw(cheap)
    await withdraw(dear)
  })

  it('answers an empty list when nothing is eligible', async () => {
    const paused = await sell({ status: 'paused' })
    const requestId = await decide()
    const { status, body } = await ask(requestId)
    assert.equal(status, 200)
    assert.deepEqual(body, { requestId, offers: [] })
    await withdraw(paused)
  })

  it('keeps offers of a country, a device and a surface to these', async () => {
    const offers = [
      await sell({ targeting: { countries: ['FR'] } }),
      await sell({ targeting: { excludeCountries: ['DE'] } }),
      await sell({ targeting: { devices: ['mobile'] } }),
      await sell({ surfaces: ['decline'] }),
    ]
    assert.deepEqual(await listed(), [])
    assert.deepEqual(await listed('', 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148'), [
      offers[2],
    ])
    assert.deepEqual(await listed('&surface=decline'), [offers[3]])
    for (const id of offers) await withdraw(id)
  })

  it('lists no offer whose advertiser has nothing left, and lists it from the deposit on', async () => {
    const { body } = await server.manage<{ id: string }>('POST', '/advertisers', { name: 'Broke' })
    const offer = await sell({ advertiserId: body.id })
    assert.deepEqual(await listed(), [])
    await server.manage('POST', `/advertisers/${body.id}/deposits`, { amount: 1, currency: 'USD', reference: 'first' })
    assert.deepEqual(await listed(), [offer])
    await withdraw(offer)
  })

  it('lists as many as were asked for, three by default', async () => {
    const offers: string[] = []
    for (let n = 0; n < 5; n++) offers.push(await sell())
    assert.equal((await listed()).length, 3)
    assert.equal((await listed('&limit=1')).length, 1)
    assert.equal((await listed('&limit=20')).length, 5)
    for (const id of offers) await withdraw(id)
  })

  for (const [query, field] of [
    ['&limit=0', 'limit'],
    ['&limit=21', 'limit'],
    ['&limit=2.5', 'limit'],
    ['&limit=many', 'limit'],
    ['&surface=wall', 'surface'],
  ] as const)
    it(`refuses ${query} and names ${field}`, async () => {
      const { status, body } = await ask(await decide(), query)
      assert.equal(status, 400)
      assert.match((body as unknown as { error: string }).error, new RegExp(field))
    })

  it('refuses a call without a requestId', async () => {
    assert.equal((await server.fetch(server.withKeys('/v1/offers'))).status, 400)
  })

  it('tells a requestId that is none from one that was changed, is of another website, or too old', async () => {
    const requestId = await decide()
    for (const nothing of ['req_nothing', 'x'.repeat(3000)]) assert.equal((await ask(nothing)).body.reason, 'unknown_request')
    const changed = requestId.slice(0, -8) + (requestId.at(-8) === 'A' ? 'B' : 'A') + requestId.slice(-7)
    const forged = await ask(changed)
    assert.deepEqual([forged.status, forged.body.reason], [404, 'forged'])

    const { body: other } = await server.manage<{ pub: string; website: string }>('POST', '/websites', {
      name: 'Other',
      domain: 'localhost',
    })
    const foreign = await server.fetch(`/v1/offers?requestId=${requestId}&pub=${other.pub}&website=${other.website}`)
    assert.deepEqual([foreign.status, ((await foreign.json()) as { reason: string }).reason], [404, 'foreign'])

    clock += DAY + 60_000
    const expired = await ask(requestId)
    assert.deepEqual([expired.status, expired.body.reason], [404, 'expired'])
  })

  it('gives an allowed visitor offers in section mode only', async () => {
    const offer = await sell()
    const refused = await ask(await decide('dev-country=US'))
    assert.deepEqual([refused.status, refused.body.reason], [403, 'visitor_allowed'])
    const section = await ask(await decide('dev-country=US&mode=section'), '&surface=section')
    assert.equal(section.status, 200)
    assert.equal(section.body.offers.length, 1)
    await withdraw(offer)
  })

  it('asks for credentials before it looks at parameters', async () => {
    assert.equal((await server.fetch('/v1/offers?limit=0')).status, 401)
    assert.equal((await server.fetch('/v1/offers?limit=0&pub=pk_no&website=web_no')).status, 403)
  })

  it('has stored what it listed before it answers, and keeps a pair as it was first served', async () => {
    const offer = await sell()
    const requestId = await decide()
    const pairs = () => look(server, ({ knex, dialect }) => new ServedStore(knex, dialect).ofTraces([requestId.slice(0, 30)]))
    await ask(requestId)
    const first = await pairs()
    assert.equal(first.length, 1)
    const [pair] = first
    assert.deepEqual([pair?.offer, pair?.position, pair?.price, pair?.country], [offer, 1, 1_000_000, 'DE'])
    clock += 5000
    assert.equal((await ask(requestId)).body.offers.length, 1)
    assert.deepEqual(await pairs(), first)
    await withdraw(offer)
  })

  it('stops to list an offer when its budget is spent, its cap reached, or the visitor has seen it often enough', async () => {
    const offers = {
      budget: await sell({ totalBudget: 1.5 }),
      daily: await sell({ dailyCap: 1 }),
      frequency: await sell({ bid: { model: 'ECPM', amount: 1 }, frequencyCap: { count: 1, hours: 24 } }),
    }
    // A cap of a day is about one day: what follows takes a quarter of an hour.
    if (utcDay(clock) !== utcDay(clock + HOUR)) clock += HOUR
    const requestId = await decide()
    const { body } = await ask(requestId)
    assert.equal(body.offers.length, 3)
    clock += 10_000
    for (const { offerId, clickUrl } of body.offers) {
      if (offerId === offers.frequency)
        await server.fetch(server.withKeys('/v1/events/impression'), {
          method: 'POST',
          headers: { 'Content-Type': 'application/json', 'User-Agent': BROWSER },
          body: JSON.stringify({ requestId, offerId }),
        })
      else {
        const { pathname, search } = new URL(clickUrl)
        assert.equal((await server.fetch(pathname + search, { headers: { 'User-Agent': BROWSER } })).status, 302)
      }
      clock += 300_000
    }
    assert.deepEqual(await listed(), [])
    const stranger = await ask(await decide('dev-country=DE', `${BROWSER} Stranger/1`), '', `${BROWSER} Stranger/1`)
    assert.deepEqual(
      stranger.body.offers.map(({ offerId }) => offerId),
      [offers.frequency],
    )
    for (const id of Object.values(offers)) await withdraw(id)
  })
})
