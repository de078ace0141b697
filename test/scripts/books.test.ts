import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { dirname } from 'node:path'
import { DAY, utcDay } from '../../src/lib/time.js'
import { NOON, TestMarket } from '../helpers/market.js'

/** `npm run audit` and `npm run rescore`, as an operator calls them. */
describe('the commands over the books', function () {
  this.timeout(60_000)
  let market: TestMarket
  before(async () => {
    market = await TestMarket.open()
    const offer = market.sell({ bid: { model: 'CPC', micros: 1_000_001 } })
    await market.click(offer, await market.serve(offer))
    await market.click(offer, await market.serve(offer), { userAgent: 'curl/8' })
  })
  after(() => market.close())

  const run = (script: string, ...args: string[]) => {
    const { url = '', file } = market.db.settings
    const env = { ...process.env, DATABASE_URL: url, ...(file !== undefined && { DATA_DIR: dirname(file) }) }
    const { status, stdout, stderr } = spawnSync(process.execPath, ['--import', 'tsx', `scripts/${script}.ts`, ...args], {
      env,
      encoding: 'utf8',
    })
    return { status, stdout, stderr }
  }

  it('judge clicks again and show that nothing has changed', () => {
    const { status, stdout } = run('rescore', '--from', utcDay(NOON), '--to', utcDay(NOON))
    assert.equal(status, 0)
    assert.match(stdout, /: 2 clicks judged, 0 otherwise than before/)
  })

  it('leave clicks of other days alone', () => {
    assert.match(run('rescore', '--from', utcDay(NOON + DAY), '--to', utcDay(NOON + DAY)).stdout, /: 0 clicks judged/)
  })

  it('show the difference in money before they post it', async () => {
    const { db } = market
    const clicks: { id: string; facts: string }[] = await db.knex('clicks').select('id', 'facts').where({ billed: true })
    const [{ id, facts }] = clicks as [{ id: string; facts: string }]
    // As if the rules had learnt what this one is.
    await db
      .knex('clicks')
      .where({ id })
      .update({ facts: JSON.stringify({ ...JSON.parse(facts), head: true }) })
    const days = ['--from', utcDay(NOON), '--to', utcDay(NOON)]
    const shown = run('rescore', ...days).stdout
    assert.match(shown, /valid -> head +1 +-1\.000001 +-0\.800000\n/)
    assert.match(shown, /nothing is written/)
    assert.equal((await market.balances()).advertiser, 98_999_999)
    assert.match(run('rescore', ...days, '--write').stdout, /\nposted\n/)
    assert.equal((await market.balances()).advertiser, 100_000_000)
  })

  it('say which argument is wrong', () => {
    const { status, stderr } = run('rescore', '--from', 'yesterday', '--to', utcDay(NOON))
    assert.equal(status, 1)
    assert.match(stderr, /^--from: must be a day or an instant/)
  })

  it('prove the books, and fail over a fault', async () => {
    const clean = run('audit')
    assert.deepEqual([clean.status, clean.stdout.trim().split('\n').at(-1)], [0, 'the books are clean'])
    await market.db.knex('ledger_balances').where({ account: 'platform' }).increment('balance', 1)
    const broken = run('audit')
    assert.equal(broken.status, 1)
    assert.match(broken.stdout, /BROKEN {2}every balance is the sum of its entries\n +platform: is \d+ instead of \d+ micros\n/)
    assert.match(broken.stdout, /1 fault\n/)
  })
})
