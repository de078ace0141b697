import assert from 'node:assert/strict'
import { JournalStore } from '../../src/journal/journal-store.js'
import { DAY, utcDay } from '../../src/lib/time.js'
import { countFacts } from '../../src/market/stats.js'
import { startServer, type TestServer } from '../helpers/server.js'
import { addTenant, look } from '../helpers/tenant.js'

const BROWSER = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36'
const MODELS = [
  { model: 'CPC', amount: 1.25 },
  { model: 'CPA', amount: 40 },
  { model: 'ECPM', amount: 12 },
] as const

interface Row {
  [figure: string]: unknown
  invalid: Record<string, number>
}
interface Report {
  rows: Row[]
  totals: Row
}
interface Explanation {
  id: string
  allowed: boolean
  answers: string[]
  answer?: {
    exact: boolean
    country: string
    offers: {
      offerId: string
      excludedBy: string | null
      position: number | null
      bid: { model: string; amount: number }
      ctr: number
      cvr: number
      score: number | null
    }[]
  }
}
interface Trace {
  id: string
  events: {
    kind: string
    id: string
    time: string
    offerId?: string
    clickId?: string
    amount?: number
    billed?: boolean
    reason?: string
  }[]
}

/** One visit that does everything, on a server of its own, and what is told of it afterwards. */
describe('reports, trace and explanation', () => {
  let server: TestServer
  let clock = Date.now()
  let requestId: string
  let clickId: string
  const offers: Record<string, string> = {}
  const advertiser = { id: '', token: '' }

  const page = (path: string, init: RequestInit = {}) =>
    server.fetch(server.withKeys(path), { ...init, headers: { 'User-Agent': BROWSER, ...(init.headers as Record<string, string>) } })
  const event = (kind: string, offerId: string | undefined) =>
    page(`/v1/events/${kind}`, { method: 'POST', headers: { 'Content-Type': 'text/plain' }, body: JSON.stringify({ requestId, offerId }) })
  const postback = (query: string) => server.fetch(`/v1/postback?click_id=${clickId}&token=${advertiser.token}&${query}`)
  const report = async (path: string): Promise<Report> => {
    const { status, body } = await server.manage<Report>('GET', path)
    assert.equal(status, 200, JSON.stringify(body))
    return body
  }

  before(async () => {
    server = await startServer({ RATE_LIMITS: 'off' }, { now: () => clock })
    const { body: list } = await server.manage<{ items: { id: string }[] }>('GET', '/offers?limit=100')
    for (const { id } of list.items) await server.manage('DELETE', `/offers/${id}`)
    const { body } = await server.manage<{ id: string; postbackToken: string }>('POST', '/advertisers', { name: 'Harbour' })
    Object.assign(advertiser, { id: body.id, token: body.postbackToken })
    await server.manage('POST', `/advertisers/${body.id}/deposits`, { amount: 1000, currency: 'USD', reference: 'first' })
    for (const bid of [...MODELS, { model: 'CPC', amount: 3 }] as const) {
      const { body: offer } = await server.manage<{ id: string }>('POST', '/offers', {
        advertiserId: body.id,
        name: bid.model,
        headline: 'Play',
        landingUrl: 'https://harbour.example/?c={click_id}',
        bid,
        ...(bid.amount === 3 && { targeting: { countries: ['FR'] } }),
      })
      offers[bid.amount === 3 ? 'foreign' : bid.model] = offer.id
    }

    await page('/v1/decision?dev-country=US')
    const decided = await page('/v1/decision?dev-country=DE')
    requestId = ((await decided.json()) as { requestId: string }).requestId
    const answer = await page(`/v1/offers?requestId=${requestId}`)
    const listed = ((await answer.json()) as { offers: { offerId: string; clickUrl: string }[] }).offers
    const urlOf = (model: string) => {
      const { pathname, search } = new URL(listed.find(({ offerId }) => offerId === offers[model])!.clickUrl)
      return pathname + search
    }
    clock += 5000
    for (const { offerId } of listed) await event('impression', offerId)
    await event('impression', offers.CPC)
    await event('click', offers.CPC)
    await server.fetch(urlOf('CPC'), { headers: { 'User-Agent': 'curl/8.0' } })
    await server.fetch(urlOf('CPC'), { headers: { 'User-Agent': BROWSER } })
    clock += 120_000
    await server.fetch(urlOf('CPC'), { headers: { 'User-Agent': BROWSER } })
    const redirect = await server.fetch(urlOf('CPA'), { headers: { 'User-Agent': BROWSER } })
    clickId = new URL(redirect.headers.get('location')!).searchParams.get('c')!
    clock += 1000
    await postback('txid=t1')
    // An advertiser may name a transaction as we name something else.
    await postback('txid=click_2')
    clock += 1000
    await postback('txid=t1&status=reversed')
  })

  it('getWebsiteReport: sums what the visit has come to', async () => {
    const { rows, totals } = await report(`/websites/${server.demo.website.id}/report`)
    const { ecpm, ctr, ...figures } = totals
    assert.deepEqual(figures, {
      decisions: 2,
      blocked: 1,
      served: 3,
      impressions: 3,
      clicks: 2,
      clickEvents: 1,
      conversions: 1,
      reversed: 1,
      revenue: 1.262,
      earnings: 1.0096,
      invalid: { duplicate: 2, bot: 1, already_converted: 1 },
    })
    assert.equal(ctr, 2 / 3)
    assert.equal(ecpm, 1262 / 3)
    assert.deepEqual(rows, [{ day: utcDay(clock), ...totals }])
  })

  for (const by of ['day', 'country', 'surface', 'offer'])
    it(`getWebsiteReport: is equal to the journal by ${by}`, async () => {
      const { rows } = await report(`/websites/${server.demo.website.id}/report?by=${by}`)
      const facts = await look(server, ({ knex }) =>
        new JournalStore(knex).byWebsite(
          server.demo.project.id,
          server.demo.website.id,
          ['decision', 'served', 'impression', 'click_event', 'click', 'conversion', 'reversal'],
          { limit: 1000 },
        ),
      )
      const deltas = countFacts(facts)
      const of = (key: unknown) => deltas.filter(delta => delta[by as 'day'] === key)
      const sum = (key: unknown, metric: string) => of(key).reduce((total, delta) => total + (delta.metric === metric ? delta.n : 0), 0)
      const money = (key: unknown, name: 'revenue' | 'earnings') => of(key).reduce((total, delta) => total + delta[name], 0) / 1e6
      assert.equal(rows.length, new Set(deltas.map(delta => delta[by as 'day'])).size)
      for (const row of rows) {
        const key = row[by]
        for (const [figure, metric] of [
          ['decisions', 'decisions'],
          ['blocked', 'blocked'],
          ['served', 'served'],
          ['impressions', 'impressions'],
          ['clicks', 'clicks'],
          ['clickEvents', 'click_events'],
          ['conversions', 'conversions'],
          ['reversed', 'reversed'],
        ] as const)
          assert.equal(row[figure], sum(key, metric), `${figure} of ${key}`)
        assert.equal(row.revenue, money(key, 'revenue'))
        assert.equal(row.earnings, money(key, 'earnings'))
      }
    })

  it('getOfferReport: has the numbers of one offer', async () => {
    const { totals } = await report(`/offers/${offers.CPC}/report?by=offer`)
    assert.deepEqual(
      [totals.served, totals.impressions, totals.clicks, totals.clickEvents, totals.revenue, totals.invalid],
      [1, 1, 1, 1, 1.25, { duplicate: 2, bot: 1 }],
    )
    const { totals: eCpm } = await report(`/offers/${offers.ECPM}/report`)
    assert.deepEqual([eCpm.impressions, eCpm.revenue, eCpm.ecpm], [1, 0.012, 12])
  })

  it('takes both days in, and is empty where nothing happened', async () => {
    const [today, yesterday] = [utcDay(clock), utcDay(clock - DAY)]
    const path = `/websites/${server.demo.website.id}/report`
    assert.equal((await report(`${path}?from=${today}&to=${today}`)).totals.blocked, 1)
    assert.equal((await report(`${path}?from=${yesterday}&to=${today}`)).totals.blocked, 1)
    assert.deepEqual((await report(`${path}?from=${yesterday}&to=${yesterday}`)).rows, [])
    assert.equal((await report(`${path}?to=${today}`)).totals.blocked, 1)
  })

  for (const [query, field] of [
    ['from=2026-03-02&to=2026-03-01', 'from'],
    ['from=yesterday', 'from'],
    ['to=2026-13-01', 'to'],
    ['by=advertiser', 'by'],
  ] as const)
    it(`refuses ${query} and names ${field}`, async () => {
      const { status, body } = await server.manage<{ message: string }>('GET', `/offers/${offers.CPC}/report?${query}`)
      assert.equal(status, 400)
      assert.match(body.message, new RegExp(`\\b${field}\\b`))
    })

  it('getTrace: leads from any id to the whole chain, with what did not count', async () => {
    const { body: whole } = await server.manage<Trace>('GET', `/trace/${requestId}`)
    assert.deepEqual(
      whole.events.map(({ kind, reason, billed, amount }) => [kind, reason ?? '', billed ?? '', amount ?? ''].join(' ').trimEnd()).sort(),
      [
        'click  true 1.25',
        'click  false',
        'click bot false',
        'click duplicate false',
        'click_event  false',
        'conversion  true 40',
        'conversion already_converted false',
        'decision',
        'impression  false',
        'impression  false',
        'impression  true 0.012',
        'impression duplicate false',
        'reversal   -40',
        'served',
        'served',
        'served',
      ].sort(),
    )
    assert.deepEqual(
      whole.events.map(({ time }) => time),
      whole.events.map(({ time }) => time).sort(),
    )
    const served = whole.events.find(({ kind }) => kind === 'served')!
    const { body: ledger } = await server.manage<{ items: { postingId: string; kind: string }[] }>('GET', '/ledger/entries')
    const { postingId } = ledger.items.find(({ kind }) => kind === 'charge')!
    for (const id of [requestId.slice(0, 30), clickId, 't1', 'click_2', served.id, postingId])
      assert.deepEqual((await server.manage<Trace>('GET', `/trace/${id}`)).body.events, whole.events, id)
  })

  it('getExplanation: says why each offer was listed or left out, and that it is the very same ranking', async () => {
    const { body } = await server.manage<Explanation>('GET', `/decisions/${requestId}/explanation`)
    assert.equal(body.id, requestId.slice(0, 30))
    assert.equal(body.allowed, false)
    assert.equal(body.answers.length, 1)
    assert.ok(body.answer)
    assert.equal(body.answer.exact, true)
    assert.equal(body.answer.country, 'DE')
    assert.deepEqual(
      body.answer.offers.map(({ position, excludedBy }) => [position, excludedBy]),
      [
        [1, null],
        [2, null],
        [3, null],
        [null, 'country'],
      ],
    )
    assert.equal(body.answer.offers.at(-1)?.offerId, offers.foreign)
    for (const { bid, ctr, cvr, score } of body.answer.offers.slice(0, 3)) {
      const perThousand = { CPC: 1000 * bid.amount * ctr, CPA: 1000 * bid.amount * ctr * cvr, ECPM: bid.amount }[bid.model]!
      assert.ok(Math.abs(score! - perThousand) < 1e-9, `${bid.model}: ${score} in dollars, as the bid is`)
    }
    assert.equal(body.answer.offers.at(-1)?.score, null)
    const again = await server.manage<Explanation>('GET', `/decisions/${requestId}/explanation?answer=${body.answers[0]}`)
    assert.deepEqual(again.body, body)
    assert.equal((await server.manage('GET', `/decisions/${requestId}/explanation?answer=evt_none`)).status, 404)
  })

  it('explains a decision for which nobody asked for offers', async () => {
    const decided = await page('/v1/decision?dev-country=US')
    const { requestId: allowed } = (await decided.json()) as { requestId: string }
    const { body } = await server.manage<Explanation>('GET', `/decisions/${allowed}/explanation`)
    assert.deepEqual([body.allowed, body.answers, body.answer], [true, [], undefined])
  })

  it('knows of a decision as soon as it is answered', async () => {
    const path = `/websites/${server.demo.website.id}/report`
    const { decisions } = (await report(path)).totals
    for (const country of ['US', 'DE']) {
      const decided = await page(`/v1/decision?dev-country=${country}`)
      const { requestId: id } = (await decided.json()) as { requestId: string }
      const { status, body } = await server.manage<Trace>('GET', `/trace/${id}`)
      assert.deepEqual([status, body.events?.map(({ kind }) => kind)], [200, ['decision']])
      await page(`/v1/decision?dev-country=${country}`)
    }
    assert.equal((await report(path)).totals.decisions, Number(decisions) + 4)
  })

  it('tells another organization nothing', async () => {
    const { manage } = await addTenant(server)
    for (const path of [
      `/trace/${requestId}`,
      `/trace/${clickId}`,
      '/trace/t1',
      `/decisions/${requestId}/explanation`,
      `/websites/${server.demo.website.id}/report`,
      `/offers/${offers.CPC}/report`,
    ])
      assert.equal((await manage('GET', path)).status, 404, path)
  })

  it('keeps the reports of what is deleted', async () => {
    const path = `/offers/${offers.CPC}`
    const before = await report(`${path}/report`)
    assert.equal((await server.manage('DELETE', path)).status, 200)
    assert.equal((await server.manage('GET', path)).status, 404)
    assert.deepEqual(await report(`${path}/report`), before)
    const { id, trackingId } = server.demo.website
    const whole = await report(`/websites/${id}/report`)
    assert.equal((await server.manage('DELETE', `/websites/${id}`)).status, 200)
    for (const name of [id, trackingId]) assert.deepEqual(await report(`/websites/${name}/report`), whole)
  })

  it('knows no id that was never handed out', async () => {
    for (const path of [
      '/trace/req_00000000000000000000000000',
      '/trace/nothing',
      '/decisions/nothing/explanation',
      '/offers/off_no/report',
    ])
      assert.equal((await server.manage('GET', path)).status, 404, path)
  })
})
