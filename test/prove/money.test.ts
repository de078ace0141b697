import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { proveSeed } from '../../scripts/prove/money.js'
import { checkMoney } from '../../scripts/prove/money-check.js'
import { Acknowledged } from '../../scripts/prove/shoppers.js'
import { TestMarket } from '../helpers/market.js'

/** What `npm run prove -- money` shows at length. */
describe('the books, after kills at random moments', () => {
  // The server that is killed is the bundle that people start.
  before(() => void execFileSync(process.execPath, ['scripts/build.mjs']))

  const engine = process.env.TEST_DATABASE_URL ? 'postgresql' : 'sqlite'
  for (const seed of [1, 2, 3, 4, 5])
    it(`are clean by seed ${seed}`, async function () {
      this.timeout(120_000)
      assert.match(await proveSeed(seed, engine), /the books are clean$/)
    })
})

describe('the check of that proof', () => {
  let market: TestMarket
  let click: string
  let pair: string
  const acknowledged = new Acknowledged()
  before(async () => {
    market = await TestMarket.open()
    const offer = market.sell({ bid: { model: 'CPA', micros: 2_000_000 } })
    const trace = await market.serve(offer)
    pair = `${trace} ${offer.id}`
    await market.impression(offer, trace)
    click = await market.click(offer, trace)
    await market.postback(click, 'tx')
    acknowledged.impressions.add(pair)
    acknowledged.clicks.set(click, pair)
    acknowledged.conversions.set('tx', { click, status: 'accepted' })
  })
  after(() => market.close())

  const check = (budget = 2_000_000) => checkMoney(market.db, acknowledged, { offer: pair.split(' ')[1]!, budget })

  it('finds nothing wrong where nothing is', async () => {
    assert.match(await check(), /^1 impressions, 1 clicks/)
  })

  it('finds a budget that is overspent', () => assert.rejects(check(1_999_999), /has spent 2000000 of 1999999 micros/))

  it('finds what was acknowledged and is not there', async () => {
    acknowledged.impressions.add('req_lost off_lost')
    acknowledged.clicks.set('clk_lost', pair)
    acknowledged.conversions.set('tx_lost', { click, status: 'accepted' })
    acknowledged.reversals.add('tx')
    const error: Error = await check().then(assert.fail, failure => failure)
    for (const what of ['impression req_lost', 'click clk_lost', 'conversion tx_lost', 'conversion tx: was taken back'])
      assert.ok(error.message.includes(what), what)
  })
})
