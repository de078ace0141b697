import assert from 'node:assert/strict'
import { compileOffers } from '../../src/market/compiled-offers.js'
import { CounterStore } from '../../src/market/counter-store.js'
import { dayNumber, LiveCounters } from '../../src/market/live-counters.js'
import { ADVERTISER, NOON, TestMarket } from '../helpers/market.js'
import { anOffer } from '../helpers/offers.js'
import { startServer } from '../helpers/server.js'

const BROWSER = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36'

const figures = { day: dayNumber(NOON), spentToday: 5, actionsToday: 1, spentTotal: 50, actionsTotal: 10 }

describe('LiveCounters', () => {
  const compiled = compileOffers([anOffer({ id: 'off_1', advertiser: 'adv_1' }), anOffer({ id: 'off_2', advertiser: 'adv_2' })])

  it('knows nothing spent and nothing left until it is told', () => {
    const { spending, balances } = new LiveCounters().viewOf('org_1', compiled)
    assert.deepEqual([...balances], [0, 0])
    assert.equal(spending[0]?.spentTotal, 0)
  })

  it('shows what it is told in views that are in use, and in those of later offers', () => {
    const counters = new LiveCounters()
    const view = counters.viewOf('org_1', compiled)
    counters.apply({ offers: [{ offer: 'off_2', ...figures }], balances: [{ advertiser: 'adv_2', balance: 7 }] })
    assert.deepEqual([...view.balances], [0, 7])
    assert.deepEqual(view.spending[1], figures)
    assert.equal(counters.viewOf('org_1', compiled).balances, view.balances)
    assert.notEqual(counters.viewOf('org_1', compiled).version, view.version)
    const later = counters.viewOf('org_1', compileOffers([anOffer({ id: 'off_2', advertiser: 'adv_2' })]))
    assert.deepEqual([...later.balances], [7])
    assert.deepEqual(later.spending[0], figures)
  })

  it('is told of what advertisers and offers without a view have, too', () => {
    const counters = new LiveCounters()
    counters.apply({ offers: [{ offer: 'off_1', ...figures }], balances: [{ advertiser: 'adv_1', balance: 9 }] })
    const view = counters.viewOf('org_1', compiled)
    assert.deepEqual([view.balances[0], view.spending[0]], [9, figures])
  })
})

describe('CounterStore', () => {
  it('reads what billing has told, so that a start begins where the last process ended', async () => {
    const market = await TestMarket.open()
    const offer = market.sell({ dailyBudget: 10_000_000 })
    for (let n = 0; n < 3; n++) await market.click(offer, await market.serve(offer))
    const told = market.standings.at(-1)!
    const read = await new CounterStore(market.db.knex).standings(NOON)
    assert.deepEqual(read.offers, [...told.offers])
    assert.deepEqual(
      read.balances.find(({ advertiser }) => advertiser === ADVERTISER),
      told.balances.find(({ advertiser }) => advertiser === ADVERTISER),
    )
    assert.equal(read.offers[0]?.actionsToday, 3)
    await market.close()
  })

  it('counts nothing of an earlier day as today', async () => {
    const market = await TestMarket.open()
    const offer = market.sell()
    await market.click(offer, await market.serve(offer))
    const [standing] = (await new CounterStore(market.db.knex).standings(NOON + 24 * 3_600_000)).offers
    assert.deepEqual([standing?.actionsToday, standing?.actionsTotal], [0, 1])
    await market.close()
  })
})

describe('two processes', () => {
  it('stop to list an offer when the other one has spent its budget', async function () {
    if (!process.env.TEST_DATABASE_URL) this.skip()
    const first = await startServer({ RATE_LIMITS: 'off' })
    const second = await startServer(first.env)
    for (const { id } of (await first.manage<{ items: { id: string }[] }>('GET', '/offers?limit=100')).body.items)
      await first.manage('DELETE', `/offers/${id}`)
    await first.manage('POST', '/offers', {
      advertiserId: first.demo.advertiser.id,
      name: 'One click',
      headline: 'Play',
      landingUrl: 'https://casino.example/',
      bid: { model: 'CPC', amount: 1 },
      totalBudget: 1,
    })
    const headers = { 'User-Agent': BROWSER }
    const offersOf = async (server: typeof first) => {
      const decision = await server.fetch(first.withKeys('/v1/decision?dev-country=DE'), { headers })
      const { requestId } = (await decision.json()) as { requestId: string }
      const answer = await server.fetch(first.withKeys(`/v1/offers?requestId=${requestId}`), { headers })
      return ((await answer.json()) as { offers: { clickUrl: string }[] }).offers
    }
    const [offer] = await offersOf(second)
    assert.ok(offer, 'a new offer is there on every process at once')
    // No person is faster than this.
    await new Promise(resolve => setTimeout(resolve, 350))
    const { pathname, search } = new URL(offer.clickUrl)
    assert.equal((await first.fetch(pathname + search, { headers })).status, 302)
    assert.deepEqual(await offersOf(first), [], 'who bills knows it at once')
    let left = await offersOf(second)
    for (let tries = 0; left.length > 0 && tries < 100; tries++) {
      await new Promise(resolve => setTimeout(resolve, 50))
      left = await offersOf(second)
    }
    assert.deepEqual(left, [])
  })
})
