import assert from 'node:assert/strict'
import { DAY, MINUTE } from '../../src/lib/time.js'
import type { Offer } from '../../src/market/offer.js'
import { NOON, TestMarket } from '../helpers/market.js'

const CPC = { bid: { model: 'CPC', micros: 1_000_001 } } as const
const ECPM = { bid: { model: 'ECPM', micros: 2_500_999 } } as const
const CPA = { bid: { model: 'CPA', micros: 20_000_000 } } as const

describe('Billing', () => {
  let market: TestMarket
  beforeEach(async () => {
    market = await TestMarket.open()
  })
  afterEach(() => market.close())

  const clicked = async (offer: Offer, facts: Parameters<TestMarket['click']>[2] = {}) => {
    const trace = await market.serve(offer)
    return { trace, click: await market.click(offer, trace, facts) }
  }

  describe('of impressions', () => {
    it('bills an eCPM offer the thousandth part of its bid, rounded down, and shares it', async () => {
      const offer = market.sell(ECPM)
      const trace = await market.serve(offer)
      await market.impression(offer, trace)
      assert.deepEqual(await market.balances(), { advertiser: 100_000_000 - 2500, publisher: 2000, platform: 500 })
      assert.deepEqual(await market.tallies(offer), { today: '1 for 2500', total: '1 for 2500' })
      assert.deepEqual(await market.told(trace), ['impression 2500'])
    })

    it('bills nothing of a CPC offer', async () => {
      const offer = market.sell(CPC)
      const trace = await market.serve(offer)
      await market.impression(offer, trace)
      assert.deepEqual(await market.balances(), { advertiser: 100_000_000, publisher: 0, platform: 0 })
      assert.deepEqual(await market.told(trace), ['impression 0'])
    })

    it('counts one per request and offer, whether repeats come together or later', async () => {
      const offer = market.sell(ECPM)
      const trace = await market.serve(offer)
      await Promise.all([market.impression(offer, trace), market.impression(offer, trace)])
      await market.impression(offer, trace)
      assert.deepEqual((await market.told(trace)).sort(), ['impression 2500', 'impression duplicate', 'impression duplicate'])
      assert.equal((await market.balances()).advertiser, 100_000_000 - 2500)
    })

    it('keeps click events apart from impressions, and bills none', async () => {
      const offer = market.sell(ECPM)
      const trace = await market.serve(offer)
      await market.impression(offer, trace, { kind: 'click_event' })
      await market.impression(offer, trace, { kind: 'click_event' })
      await market.impression(offer, trace)
      assert.deepEqual((await market.told(trace)).sort(), ['click_event 0', 'click_event duplicate', 'impression 2500'])
    })

    const refused: [string, Parameters<TestMarket['impression']>[2]][] = [
      ['forged', { request: 'forged' }],
      ['foreign', { request: 'foreign' }],
      ['expired', { request: 'expired' }],
      ['never_served', { offer: 'off_other' }],
      ['never_served', { offer: undefined }],
      ['prefetch', { purpose: 'prefetch' }],
      ['bot', { userAgent: 'curl/8' }],
      ['data_centre', { dataCentre: true }],
    ]
    for (const [reason, facts] of refused) {
      it(`stores one as ${reason}, and the real one after it counts`, async () => {
        const offer = market.sell(ECPM)
        const trace = await market.serve(offer)
        await market.impression(offer, trace, facts)
        assert.equal((await market.balances()).advertiser, 100_000_000)
        await market.impression(offer, trace)
        assert.deepEqual((await market.told(trace)).sort(), ['impression 2500', `impression ${reason}`])
      })
    }
  })

  describe('of clicks', () => {
    it('bills a CPC offer its bid: the publisher has its share rounded down, the platform the rest', async () => {
      const offer = market.sell(CPC)
      const { trace } = await clicked(offer)
      assert.deepEqual(await market.balances(), { advertiser: 98_999_999, publisher: 800_000, platform: 200_001 })
      assert.deepEqual(await market.told(trace), ['click 1000001'])
    })

    it('bills the real click after HEAD, prefetch and bots, once', async () => {
      const offer = market.sell(CPC)
      const { trace } = await clicked(offer, { head: true })
      await market.click(offer, trace, { purpose: 'prefetch;prerender' })
      await market.click(offer, trace, { userAgent: 'Googlebot/2.1' })
      await market.click(offer, trace)
      await market.click(offer, trace)
      assert.deepEqual(await market.told(trace), ['click head', 'click prefetch', 'click bot', 'click 1000001', 'click duplicate'])
      assert.equal((await market.balances()).advertiser, 98_999_999)
    })

    it('holds one visitor to the rates, within a batch and after it', async () => {
      const offer = market.sell(CPC)
      const by = { visitor: 'visitor' }
      const traces = (await Promise.all([clicked(offer, by), clicked(offer, by)])).map(({ trace }) => trace)
      traces.push((await clicked(offer, { ...by, at: NOON + MINUTE / 2 })).trace)
      traces.push((await clicked(offer, { ...by, at: NOON + MINUTE })).trace)
      const told = await Promise.all(traces.map(trace => market.told(trace)))
      assert.deepEqual(told.flat().sort(), ['click 1000001', 'click 1000001', 'click rate', 'click rate'])
    })

    it('redirects unbilled while the offer rests, and says why', async () => {
      const offer = market.sell({ ...CPC, status: 'paused' })
      assert.deepEqual(await market.told((await clicked(offer)).trace), ['click paused'])
      market.sell({ ...offer, status: 'active', endsAt: NOON })
      assert.deepEqual(await market.told((await clicked(offer)).trace), ['click ended'])
      market.offers.clear()
      assert.deepEqual(await market.told((await clicked(offer)).trace), ['click offer_gone'])
      assert.equal((await market.balances()).advertiser, 100_000_000)
    })

    const limits: [string, Partial<Offer>][] = [
      ['daily budget', { dailyBudget: 2_500_000 }],
      ['total budget', { totalBudget: 2_500_000 }],
      ['daily cap', { dailyCap: 2 }],
      ['total cap', { totalCap: 2 }],
    ]
    for (const [what, limit] of limits) {
      it(`stops at the ${what}, within one batch`, async () => {
        const offer = market.sell({ ...CPC, ...limit })
        const traces = await Promise.all(Array.from({ length: 5 }, () => market.serve(offer)))
        await Promise.all(traces.map(trace => market.click(offer, trace)))
        const told = (await Promise.all(traces.map(trace => market.told(trace)))).flat()
        assert.deepEqual(told.sort(), ['click 1000001', 'click 1000001', ...Array(3).fill('click exhausted')])
        assert.equal((await market.tallies(offer)).total, '2 for 2000002')
        assert.equal(market.standings.at(-1)?.offers[0]?.actionsTotal, 2)
      })
    }

    it('starts a new day with a new daily budget', async () => {
      const offer = market.sell({ ...CPC, dailyBudget: 1_500_000 })
      const told: string[] = []
      for (const at of [NOON, NOON + MINUTE, NOON + DAY])
        told.push(...(await market.told((await clicked(offer, { at, servedAt: at - 1000 })).trace)))
      assert.deepEqual(told, ['click 1000001', 'click exhausted', 'click 1000001'])
    })

    it('never takes a balance below nothing, and bills again after a deposit', async () => {
      await market.close()
      market = await TestMarket.open({ balance: 1_500_000 })
      const offer = market.sell(CPC)
      const told = [...(await market.told((await clicked(offer)).trace)), ...(await market.told((await clicked(offer)).trace))]
      await market.deposit(1_000_000)
      told.push(...(await market.told((await clicked(offer)).trace)))
      assert.deepEqual(told, ['click 1000001', 'click exhausted', 'click 1000001'])
      assert.equal((await market.balances()).advertiser, 499_998)
    })
  })

  describe('of conversions', () => {
    it('bills a CPA offer its bid when the conversion comes, once a transaction', async () => {
      const offer = market.sell(CPA)
      const { trace, click } = await clicked(offer)
      assert.deepEqual(await market.postback(click, 'tx'), { status: 'accepted' })
      assert.deepEqual(await market.postback(click, 'tx'), { status: 'duplicate' })
      const other = await clicked(offer)
      assert.deepEqual(await market.postback(other.click, 'tx'), { status: 'duplicate' }, 'whatever the click')
      assert.deepEqual(await market.told(trace), ['click 0', 'conversion 20000000', 'conversion duplicate'])
      assert.deepEqual(await market.balances(), { advertiser: 80_000_000, publisher: 16_000_000, platform: 4_000_000 })
    })

    it('counts one of two that come together', async () => {
      const { click } = await clicked(market.sell(CPA))
      const outcomes = await Promise.all([market.postback(click, 'tx'), market.postback(click, 'tx')])
      assert.deepEqual(outcomes.map(({ status }) => status).sort(), ['accepted', 'duplicate'])
    })

    it('takes back by a counter-entry, once, and what was taken back stays so', async () => {
      const offer = market.sell(CPA)
      const { trace, click } = await clicked(offer)
      await market.postback(click, 'tx')
      assert.deepEqual(await market.postback(click, 'tx', { status: 'reversed', at: NOON + DAY }), { status: 'accepted' })
      assert.deepEqual(await market.postback(click, 'tx', { status: 'reversed' }), { status: 'duplicate' })
      assert.deepEqual(await market.postback(click, 'tx'), { status: 'duplicate' })
      assert.deepEqual(await market.balances(), { advertiser: 100_000_000, publisher: 0, platform: 0 })
      assert.deepEqual(await market.tallies(offer), { today: '0 for 0', total: '0 for 0' })
      assert.deepEqual(await market.told(trace), ['click 0', 'conversion 20000000', 'conversion duplicate', 'reversal 20000000'])
      const postings = await market.db.knex('ledger_postings').whereIn('kind', ['charge', 'reversal'])
      assert.equal(postings.length, 2)
    })

    it('takes back within the same batch', async () => {
      const { click } = await clicked(market.sell(CPA))
      const outcomes = await Promise.all([market.postback(click, 'tx'), market.postback(click, 'tx', { status: 'reversed' })])
      assert.deepEqual(outcomes, [{ status: 'accepted' }, { status: 'accepted' }])
      const rows = await market.db.knex('conversions').select('status')
      assert.deepEqual(
        rows.map(({ status }) => status),
        ['reversed'],
      )
      assert.deepEqual(await market.balances(), { advertiser: 100_000_000, publisher: 0, platform: 0 })
    })

    it('knows no click of another advertiser, and nothing to take back of an unknown transaction', async () => {
      const { click } = await clicked(market.sell(CPA))
      assert.deepEqual(await market.postback(click, 'tx', { advertiser: 'adv_2' }), { status: 'unknown_click' })
      assert.deepEqual(await market.postback('clk_none', 'tx'), { status: 'unknown_click' })
      assert.deepEqual(await market.postback(click, 'tx', { status: 'reversed' }), { status: 'unknown_conversion' })
    })

    it('is refused without means, and of a click that was invalid or made while the offer rested', async () => {
      const poor = market.sell({ ...CPA, totalBudget: 19_000_000 })
      assert.deepEqual(await market.postback((await clicked(poor)).click, 'a'), { status: 'refused', reason: 'exhausted' })
      const offer = market.sell(CPA)
      const bot = await clicked(offer, { userAgent: 'curl/8' })
      assert.deepEqual(await market.postback(bot.click, 'b'), { status: 'refused', reason: 'invalid_click' })
      market.sell({ ...offer, status: 'paused' })
      const rested = await clicked(offer)
      assert.deepEqual(await market.postback(rested.click, 'c'), { status: 'refused', reason: 'paused' })
      const takenBack = await market.postback(rested.click, 'c', { status: 'reversed' })
      assert.deepEqual(takenBack, { status: 'refused', reason: 'paused' }, 'there is nothing to take back')
      assert.deepEqual(await market.told(rested.trace), ['click paused', 'conversion paused'])
      assert.equal((await market.balances()).advertiser, 100_000_000)
    })

    it('is accepted and free of an offer that pays by click', async () => {
      const { click } = await clicked(market.sell(CPC))
      assert.deepEqual(await market.postback(click, 'tx'), { status: 'accepted' })
      assert.equal((await market.balances()).advertiser, 98_999_999)
    })
  })
})
