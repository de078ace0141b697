import assert from 'node:assert/strict'
import { Journal } from '../../src/journal/journal.js'
import { DAY, HOUR, MINUTE } from '../../src/lib/time.js'
import { audit } from '../../src/market/audit.js'
import type { ClickReason } from '../../src/market/invalid-traffic.js'
import { type ClickFacts, TRAFFIC_RULES, type TrafficRules } from '../../src/market/invalid-traffic.js'
import type { Offer } from '../../src/market/offer.js'
import { projectMarket } from '../../src/market/projection.js'
import { Rejudge, rulesId, type StoredClick } from '../../src/market/rejudge.js'
import { rescore } from '../../src/market/rescore.js'
import { NOON, TestMarket } from '../helpers/market.js'

const STRICT: TrafficRules = { ...TRAFFIC_RULES, humanDelay: 2000 }
const LAX: TrafficRules = { ...TRAFFIC_RULES, isBot: () => false, rates: [{ window: MINUTE, limit: 10 }] }
const CPC = { bid: { model: 'CPC', micros: 1_000_001 } } as const
const CPA = { bid: { model: 'CPA', micros: 20_000_000 } } as const

describe('Rejudge', () => {
  const aClick = (click: Partial<StoredClick>, facts: Partial<ClickFacts> = {}): StoredClick => {
    const { at = NOON, trace = `req_${at}` } = click
    return {
      ...({ trace, offer: 'off_1', website: 'site_1', visitor: 'visitor', reason: null } as StoredClick),
      ...click,
      at,
      facts: {
        at,
        servedAt: at - 1000,
        repeated: false,
        head: false,
        purpose: null,
        userAgent: 'Mozilla/5.0 Chrome/140.0',
        dataCentre: false,
        earlier: [],
        ...facts,
      },
    }
  }
  const judge = (clicks: StoredClick[], rules = TRAFFIC_RULES, from = NOON): (ClickReason | null)[] => {
    const rejudge = new Rejudge(from, rules)
    return clicks.map(click => rejudge.judge(click))
  }

  it('judges as it was judged when the rules are the same', () => {
    const second = aClick({ at: NOON + 1000 }, { earlier: [1000] })
    const repeat = aClick({ at: NOON + HOUR, trace: `req_${NOON}` }, { repeated: true, earlier: [HOUR, HOUR - 1000] })
    assert.deepEqual(judge([aClick({}), second, repeat]), [null, 'rate', 'duplicate'])
  })

  it('lets a repeat count when what it repeats no longer does', () => {
    const early = aClick({}, { servedAt: NOON - 1000 })
    const repeat = aClick({ at: NOON + 3000, trace: early.trace }, { servedAt: NOON - 1000, repeated: true, earlier: [3000] })
    assert.deepEqual(judge([early, repeat], STRICT), ['too_fast', null])
  })

  it('counts rates by what counts today', () => {
    const clicks = [0, 1000, 2000].map(ms => aClick({ at: NOON + ms }, { earlier: ms === 0 ? [] : [ms] }))
    assert.deepEqual(judge(clicks), [null, 'rate', 'rate'])
    assert.deepEqual(judge(clicks, { ...TRAFFIC_RULES, rates: [{ window: MINUTE, limit: 2 }] }), [null, null, 'rate'])
  })

  it('believes what was judged before its time', () => {
    assert.deepEqual(judge([aClick({}, { earlier: [1000] })]), ['rate'])
    assert.deepEqual(judge([aClick({}, { repeated: true })]), ['duplicate'])
  })

  it('names rules by their figures', () => {
    assert.equal(rulesId({ ...TRAFFIC_RULES }), rulesId())
    assert.notEqual(rulesId(STRICT), rulesId())
  })
})

describe('rescore', () => {
  let market: TestMarket
  let journal: Journal
  beforeEach(async () => {
    market = await TestMarket.open()
    journal = new Journal(market.db, { project: projectMarket(market.db.dialect) })
  })
  afterEach(async () => {
    assert.deepEqual(await audit(market.db), [], 'the books stay clean')
    await journal.close()
    await market.close()
  })

  const run = async (rules: TrafficRules, write = true) => {
    const terms = { offers: market.offers, revenueShares: new Map() }
    const needs = { db: market.db, journal, terms: () => terms, now: NOON + 2 * DAY }
    const { judged, corrections } = await rescore(needs, { from: NOON - DAY, to: NOON + DAY, write, rules })
    return { judged, moved: corrections.map(({ click, after, price, earnings }) => [click.reason, after, price, earnings]) }
  }
  const click = async (offer: Offer, facts: Parameters<TestMarket['click']>[2] = {}) => {
    const trace = await market.serve(offer)
    return { trace, id: await market.click(offer, trace, facts) }
  }
  const FULL = { advertiser: 100_000_000, publisher: 0, platform: 0 }
  const CHARGED = { advertiser: 98_999_999, publisher: 800_000, platform: 200_001 }

  it('finds nothing to do when the rules are the same', async () => {
    const offer = market.sell(CPC)
    await click(offer)
    await click(offer, { userAgent: 'curl/8' })
    assert.deepEqual(await run(TRAFFIC_RULES), { judged: 2, moved: [] })
  })

  it('shows what would be given back, and writes nothing unless told to', async () => {
    await click(market.sell(CPC))
    assert.deepEqual(await run(STRICT, false), { judged: 1, moved: [[null, 'too_fast', -1_000_001, -800_000]] })
    assert.deepEqual(await market.balances(), CHARGED)
  })

  it('gives back what is not valid by the rules of today, once', async () => {
    const offer = market.sell(CPC)
    const { trace } = await click(offer)
    await run(STRICT)
    assert.deepEqual(await market.balances(), FULL)
    assert.deepEqual(await market.tallies(offer), { today: '0 for 0', total: '0 for 0' })
    assert.deepEqual(await run(STRICT), { judged: 1, moved: [[null, 'too_fast', 0, 0]] })
    assert.deepEqual(await market.balances(), FULL)
    assert.deepEqual(await market.told(trace), ['click 1000001', 'rescored -1000001'])
  })

  it('follows rules that are taken back, however often', async () => {
    await click(market.sell(CPC))
    for (let round = 0; round < 2; round++) {
      await run(STRICT)
      assert.deepEqual(await market.balances(), FULL)
      await run(TRAFFIC_RULES)
      assert.deepEqual(await market.balances(), CHARGED)
    }
    assert.deepEqual((await run(TRAFFIC_RULES)).moved, [])
  })

  it('charges what is valid by the rules of today', async () => {
    const offer = market.sell(CPC)
    await click(offer, { userAgent: 'curl/8' })
    assert.deepEqual(await run(LAX), { judged: 1, moved: [['bot', null, 1_000_001, 800_000]] })
    assert.deepEqual(await market.balances(), CHARGED)
    assert.deepEqual(await market.tallies(offer), { today: '1 for 1000001', total: '1 for 1000001' })
  })

  it('charges no more than budgets cover, and nothing of an offer that rests', async () => {
    const offer = market.sell({ ...CPC, totalBudget: 2_500_000 })
    for (let n = 0; n < 3; n++) await click(offer, { userAgent: 'curl/8' })
    const resting = market.sell({ ...CPC, status: 'paused' })
    await click(resting, { userAgent: 'curl/8' })
    assert.deepEqual(
      (await run(LAX)).moved.map(([, , price]) => price),
      [1_000_001, 1_000_001, 0, 0],
    )
  })

  it('takes back the conversions of a click that is not valid today, and what its advertiser takes back later stays so', async () => {
    const offer = market.sell(CPA)
    const { trace, id } = await click(offer)
    await market.postback(id, 'tx')
    assert.deepEqual((await run(STRICT)).moved, [[null, 'too_fast', -20_000_000, -16_000_000]])
    assert.deepEqual(await market.balances(), FULL)
    assert.deepEqual(await market.postback(id, 'tx', { status: 'reversed' }), { status: 'duplicate' })
    assert.deepEqual(await market.balances(), FULL)
    assert.deepEqual(await market.told(trace), ['click 0', 'conversion 20000000', 'reversal 20000000'])
  })

  it('goes through any number of clicks, and only those of its time', async () => {
    const offer = market.sell(CPC)
    await Promise.all(Array.from({ length: 40 }, () => click(offer)))
    await click(offer, { at: NOON + DAY, servedAt: NOON + DAY - 1000 })
    const { judged } = await run(STRICT)
    assert.equal(judged, 40)
    assert.deepEqual(await market.balances(), CHARGED)
  })
})
