import assert from 'node:assert/strict'
import fc from 'fast-check'
import { DAY, HOUR } from '../../src/lib/time.js'
import { compileRates, maturity, RATE_SETTINGS, type RateCounts, shrunk } from '../../src/market/rates.js'

const TODAY = 20_000
const NOON = TODAY * DAY + 12 * HOUR
const row = (counts: Partial<RateCounts>): RateCounts => ({
  offer: 'off_a',
  website: 'site_a',
  country: 'DE',
  day: TODAY - 1,
  impressions: 0,
  clicks: 0,
  convertible: 0,
  conversions: 0,
  ...counts,
})
const ratesOf = (rows: RateCounts[], website = 'site_a', country = 'DE') => {
  const { ctr, cvr } = compileRates(rows, ['off_a', 'off_b'], NOON).slice(website, country)
  return { ctr: [...ctr], cvr: [...cvr] }
}

describe('shrunk', () => {
  it('is the prior without trials, and events per trial with very many', () => {
    assert.equal(shrunk(0.02, 5, 0, 0), 0.02)
    assert.ok(Math.abs(shrunk(0.02, 5, 100_000, 1_000_000) - 0.1) < 1e-4)
  })

  it('lies between the prior and what was seen', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.001, max: 0.5, noNaN: true }),
        fc.integer({ min: 0, max: 1000 }),
        fc.integer({ min: 1, max: 10_000 }),
        (mean, events, trials) => {
          const rate = shrunk(mean, 5, events, trials)
          assert.ok(rate >= Math.min(mean, events / trials) - 1e-12 && rate <= Math.max(mean, events / trials) + 1e-12)
        },
      ),
    )
  })
})

describe('maturity', () => {
  it('is nothing as the day begins, a part of it while it lasts, and nearly all a few delays after', () => {
    const at = (hours: number) => maturity(TODAY, TODAY * DAY + hours * HOUR, 6 * HOUR)
    assert.equal(at(0), 0)
    assert.ok(at(3) > 0.2 && at(3) < 0.25)
    assert.ok(at(24) > 0.7 && at(24) < 0.8)
    assert.ok(at(72) > 0.999)
  })

  it('only grows', () => {
    let before = 0
    for (let hour = 0; hour < 100; hour++) {
      const now = maturity(TODAY, TODAY * DAY + hour * HOUR, 6 * HOUR)
      assert.ok(now >= before, `hour ${hour}`)
      before = now
    }
  })
})

describe('rates', () => {
  it('are the prior where nothing was counted', () => {
    assert.deepEqual(ratesOf([]), {
      ctr: [RATE_SETTINGS.prior.ctr, RATE_SETTINGS.prior.ctr],
      cvr: [RATE_SETTINGS.prior.cvr, RATE_SETTINGS.prior.cvr],
    })
  })

  it('do not let one lucky click win', () => {
    const others = row({ offer: 'off_c', impressions: 100_000, clicks: 2000 })
    const { ctr } = ratesOf([others, row({ impressions: 1, clicks: 1 }), row({ offer: 'off_b', impressions: 10_000, clicks: 400 })])
    assert.ok(ctr[0]! < ctr[1]!)
  })

  it('shrink up the tree: a new country starts from the website, a new website from the offer, a new offer from all', () => {
    const rows = [
      row({ impressions: 100_000, clicks: 10_000 }),
      row({ offer: 'off_b', website: 'site_b', impressions: 100_000, clicks: 1000 }),
    ]
    const here = ratesOf(rows).ctr
    const otherCountry = ratesOf(rows, 'site_a', 'FR').ctr
    const otherWebsite = ratesOf(rows, 'site_c', 'DE').ctr
    assert.ok(Math.abs(here[0]! - 0.1) < 0.001)
    assert.ok(Math.abs(otherCountry[0]! - 0.1) < 0.005)
    assert.ok(Math.abs(otherWebsite[0]! - 0.1) < 0.01)
    assert.ok(here[1]! < 0.02, 'the other offer keeps its own rate here')
  })

  it('count a conversion only against clicks that have had the time for one', () => {
    const fresh = ratesOf([row({ day: TODAY, impressions: 1000, clicks: 500, convertible: 500 })]).cvr[0]!
    const old = ratesOf([row({ day: TODAY - 5, impressions: 1000, clicks: 500, convertible: 500 })]).cvr[0]!
    assert.ok(fresh > old)
  })

  it('let old counts fade', () => {
    const recent = ratesOf([row({ day: TODAY - 1, impressions: 1000, clicks: 200 })]).ctr[0]!
    const faded = ratesOf([row({ day: TODAY - 89, impressions: 1000, clicks: 200 })]).ctr[0]!
    assert.ok(recent > faded && faded > RATE_SETTINGS.prior.ctr)
  })

  it('are the same to the bit for the same counts', () => {
    const rows = Array.from({ length: 50 }, (_, n) =>
      row({ offer: n % 2 ? 'off_a' : 'off_b', country: 'DE', day: TODAY - n, impressions: 97 * n, clicks: 3 * n }),
    )
    assert.deepEqual(ratesOf(rows), ratesOf(rows))
  })
})
