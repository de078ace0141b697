import assert from 'node:assert/strict'
import { audit } from '../../src/market/audit.js'
import { eventually } from '../helpers/eventually.js'
import { look } from '../helpers/tenant.js'
import { Visits } from '../helpers/visits.js'

interface Listed {
  offerId: string
  position: number
  clickUrl: string
}

interface Report {
  rows: Record<string, unknown>[]
  totals: Record<string, number | Record<string, number>>
}

interface Told {
  kind: string
  offerId?: string
  clickId?: string
  amount?: number
  billed?: boolean
  reason?: string
}

/** One visitor's way from being blocked to a deposit at an advertiser, and what everyone is told of it afterwards. */
describe('the journey of a blocked visitor', () => {
  let visits: Visits
  let cpc: string
  let cpa: string
  let ecpm: string
  let requestId: string
  let listed: Listed[]
  let conversionClick: string
  let visitor: Record<string, string>
  const LANDING =
    'https://harbour.example/play?click={click_id}&request={request_id}&offer={offer_id}&site={website}&geo={country}&sub={sub}'

  before(async () => {
    visits = await Visits.open()
    visitor = visits.visitor()
    // Prices that no share divides evenly, so that each rounding shows.
    cpc = await visits.sell({ name: 'By click', landingUrl: LANDING, bid: { model: 'CPC', amount: 1.000001 } })
    cpa = await visits.sell({ name: 'By action', landingUrl: LANDING, bid: { model: 'CPA', amount: 25.000003 } })
    ecpm = await visits.sell({ name: 'By impression', landingUrl: LANDING, bid: { model: 'ECPM', amount: 7.654321 } })
  })

  const get = async <T>(path: string): Promise<T> => {
    const response = await visits.server.fetch(visits.server.withKeys(path), { headers: visitor })
    assert.equal(response.status, 200)
    return (await response.json()) as T
  }
  const clickOf = (offer: string) => {
    const { pathname, search } = new URL(listed.find(({ offerId }) => offerId === offer)!.clickUrl)
    return pathname + search
  }
  const event = async (name: 'impression' | 'click', offerId: string) => {
    const response = await visits.event(name, { requestId, offerId }, { headers: visitor })
    assert.equal(response.status, 204)
  }

  it('begins with a decision: he is on the blocked side', async () => {
    const decision = await get<{ allowed: boolean; requestId: string; country: string; support: object }>('/v1/decision?sub=mail%20%2F%20a')
    assert.equal(decision.allowed, false)
    assert.equal(decision.country, 'DE')
    assert.ok(decision.support)
    requestId = decision.requestId
  })

  it('shows him offers of all three models', async () => {
    const answer = await get<{ requestId: string; offers: Listed[] }>(`/v1/offers?requestId=${requestId}&limit=20`)
    listed = answer.offers
    assert.equal(answer.requestId, requestId)
    assert.deepEqual(listed.map(({ offerId }) => offerId).sort(), [cpc, cpa, ecpm].sort())
    assert.deepEqual(
      listed.map(({ position }) => position),
      [1, 2, 3],
    )
    visits.pass(1000)
  })

  it('has him see all of them, one twice', async () => {
    for (const offer of [cpc, cpa, ecpm, ecpm]) await event('impression', offer)
  })

  it('sends him to the landing pages he clicks, with their macros filled', async () => {
    for (const offer of [cpc, cpa]) {
      await event('click', offer)
      const response = await visits.follow(clickOf(offer), visitor)
      assert.equal(response.status, 302)
      const location = new URL(response.headers.get('location')!)
      const { click, ...filled } = Object.fromEntries(location.searchParams)
      assert.match(click!, /^clk_[0-9a-z]{26}$/)
      const { website } = visits.server.demo.website
      assert.deepEqual(filled, { request: requestId, offer, site: website, geo: 'DE', sub: 'mail / a' })
      conversionClick = click!
      visits.pass(2 * 60_000)
    }
  })

  it('lets the advertiser report what he did there', async () => {
    const report = { click_id: conversionClick, txid: 'order-1', token: visits.postbackToken }
    for (const status of ['accepted', 'duplicate']) {
      const response = await visits.postback(report)
      assert.deepEqual([response.status, await response.json()], [200, { status }])
    }
  })

  // Micros: an impression is the thousandth part of its bid, and the publisher has 80 % of each price, all rounded down.
  const SPENT = 1_000_001 + 25_000_003 + 7_654
  const EARNED = 800_000 + 20_000_002 + 6_123
  const usd = (micros: number) => micros / 1_000_000

  it('leaves the advertiser, the publisher and the platform with what it cost, to the micro', async () => {
    assert.equal(await visits.balance(), usd(1_000_000_000 - SPENT))
    const { body } = await visits.server.manage<{ items: { account: string; balance: number }[] }>('GET', '/ledger/balances?limit=100')
    const balances = new Map(body.items.map(({ account, balance }) => [account, balance]))
    assert.equal(balances.get(`advertiser:${visits.advertiserId}`), usd(1_000_000_000 - SPENT))
    assert.equal(balances.get(`publisher:${visits.server.demo.website.id}`), usd(EARNED))
    assert.equal(balances.get('platform'), usd(SPENT - EARNED))
  })

  it('reports the same, within five seconds, by website and by offer', async () => {
    const { id } = visits.server.demo.website
    const { totals, rows } = await eventually(async () => {
      const { body } = await visits.server.manage<Report>('GET', `/websites/${id}/report?by=offer`)
      assert.equal(body.totals.conversions, 1)
      return body
    })
    const { blocked, served, impressions, clicks, clickEvents, conversions, revenue, earnings, invalid, ctr } = totals
    assert.deepEqual(
      { blocked, served, impressions, clicks, clickEvents, conversions, revenue, earnings, invalid },
      {
        blocked: 1,
        served: 3,
        impressions: 3,
        clicks: 2,
        clickEvents: 2,
        conversions: 1,
        revenue: usd(SPENT),
        earnings: usd(EARNED),
        invalid: { duplicate: 2 },
      },
    )
    assert.equal(ctr, 2 / 3)
    const revenueOf = (offer: string) => rows.find(row => row.offer === offer)?.revenue
    assert.deepEqual([cpc, cpa, ecpm].map(revenueOf), [usd(1_000_001), usd(25_000_003), usd(7_654)])
    for (const offer of [cpc, cpa, ecpm]) {
      const { body } = await visits.server.manage<Report>('GET', `/offers/${offer}/report`)
      assert.equal(body.totals.revenue, revenueOf(offer))
    }
  })

  it('can be traced from any of its ids, with what did not count', async () => {
    const told = async (id: string) =>
      (await visits.server.manage<{ events: Told[] }>('GET', `/trace/${encodeURIComponent(id)}`)).body.events
    const events = await told(requestId)
    assert.deepEqual(
      events.map(({ kind }) => kind),
      [
        'decision',
        ...Array(3).fill('served'),
        ...Array(4).fill('impression'),
        ...['click_event', 'click', 'click_event', 'click'],
        ...['conversion', 'conversion'],
      ],
    )
    assert.deepEqual(
      events.filter(({ reason }) => reason !== undefined).map(({ kind, reason }) => [kind, reason]),
      [
        ['impression', 'duplicate'],
        ['conversion', 'duplicate'],
      ],
    )
    const billed = events.filter(event => event.billed)
    assert.deepEqual(
      billed.map(({ kind, offerId, amount }) => [kind, offerId, amount]),
      [
        ['impression', ecpm, usd(7_654)],
        ['click', cpc, usd(1_000_001)],
        ['conversion', cpa, usd(25_000_003)],
      ],
    )
    for (const id of [conversionClick, 'order-1', requestId.slice(0, 30)]) assert.deepEqual(await told(id), events)
  })

  it('is explained as it was ranked', async () => {
    const { status, body } = await visits.server.manage('GET', `/decisions/${encodeURIComponent(requestId)}/explanation`)
    assert.equal(status, 200)
    for (const { offerId } of listed) assert.ok(JSON.stringify(body).includes(offerId))
  })

  it('is undone to the micro when the advertiser takes the conversion back', async () => {
    const response = await visits.postback({ click_id: conversionClick, txid: 'order-1', status: 'reversed', token: visits.postbackToken })
    assert.deepEqual([response.status, await response.json()], [200, { status: 'accepted' }])
    assert.equal(await visits.balance(), usd(1_000_000_000 - 1_000_001 - 7_654))
    const { body } = await visits.server.manage<Report>('GET', `/offers/${cpa}/report`)
    const { conversions, reversed, revenue, earnings } = body.totals
    assert.deepEqual({ conversions, reversed, revenue, earnings }, { conversions: 1, reversed: 1, revenue: 0, earnings: 0 })
  })

  it('leaves books that an audit finds clean', async () => {
    await eventually(async () => assert.deepEqual(await look(visits.server, db => audit(db)), []))
  })
})
