import assert from 'node:assert/strict'
import fc from 'fast-check'
import { DAY, HOUR } from '../../src/lib/time.js'
import { compileRates, maturity, RATE_SETTINGS, type RateCounts, type RatedOffer, rarities, shrunk } from '../../src/market/rates.js'

const TODAY = 20_000
const NOON = TODAY * DAY + 12 * HOUR
const row = (counts: Partial<RateCounts>): RateCounts => ({
  offer: 'off_a',
  website: 'site_a',
  country: 'DE',
  day: TODAY - 1,
  goal: '',
  impressions: 0,
  clicks: 0,
  conversions: 0,
  revenue: 0,
  ...counts,
})
const paid = (id: string, payout: number | null = 20_000_000): RatedOffer => ({ id, payout, parts: new Map([['', 1]]), dynamic: false })
const ratesOf = (rows: RateCounts[], website = 'site_a', country = 'DE', offers = [paid('off_a'), paid('off_b')]) => {
  const { ctr, cvr } = compileRates(rows, offers, NOON).slice(website, country)
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

describe('rarities', () => {
  it('are 1 at the typical payout, and none where conversions are not paid for', () => {
    assert.deepEqual(rarities([paid('off_a', null)]), [null])
    const [cheap, typical, dear, none] = rarities([
      paid('off_a', 5_000_000),
      paid('off_b', 20_000_000),
      paid('off_c', 80_000_000),
      paid('off_d', null),
    ])
    assert.ok(Math.abs(cheap! - 2) < 1e-9 && Math.abs(typical! - 1) < 1e-9 && Math.abs(dear! - 0.5) < 1e-9)
    assert.equal(none, null)
  })
})

describe('rates', () => {
  it('are the prior, hoped for more, where nothing was counted', () => {
    const { prior, optimism } = RATE_SETTINGS
    const [ctr, cvr] = [prior.ctr * optimism.ctr, prior.cvr * optimism.cvr]
    const nothing = ratesOf([])
    for (const index of [0, 1]) assert.ok(Math.abs(nothing.ctr[index]! - ctr) < 1e-12 && Math.abs(nothing.cvr[index]! - cvr) < 1e-12)
  })

  it('hope more of an offer that nobody has seen than of what is known to be as all are', () => {
    const known = row({ impressions: 10_000, clicks: 200, conversions: 10, day: TODAY - 10 })
    const { ctr, cvr } = ratesOf([known])
    assert.ok(ctr[1]! > 1.2 * ctr[0]! && cvr[1]! > 1.1 * cvr[0]!)
  })

  it('give that hope up after some hundred impressions without a click', () => {
    const known = row({ impressions: 10_000, clicks: 200 })
    const { ctr } = ratesOf([known, row({ offer: 'off_b', impressions: 300, clicks: 0 })])
    assert.ok(ctr[1]! < 0.7 * ctr[0]!)
  })

  it('expect a goal that pays four times as much half as often', () => {
    const { cvr } = ratesOf([], 'site_a', 'DE', [paid('off_a', 10_000_000), paid('off_b', 40_000_000)])
    assert.ok(Math.abs(cvr[0]! / cvr[1]! - 2) < 1e-9)
  })

  it('expect no more of a payout of next to nothing than that every click converts', () => {
    const { cvr } = ratesOf([], 'site_a', 'DE', [paid('off_a', 0), paid('off_b', 1e12)])
    assert.ok(cvr[0]! <= 1 && cvr[1]! > 0)
  })

  it('do not learn from conversions that nobody pays for', () => {
    const rows = [row({ impressions: 1000, clicks: 100, conversions: 0 }), row({ offer: 'off_b', impressions: 1000, clicks: 100 })]
    const reported = [rows[0]!, { ...rows[1]!, conversions: 90 }]
    const offers = [paid('off_a'), paid('off_b', null)]
    assert.deepEqual(ratesOf(reported, 'site_a', 'DE', offers), ratesOf(rows, 'site_a', 'DE', offers))
    assert.notDeepEqual(ratesOf(reported), ratesOf(rows))
  })

  it('count each goal as the part of the payout that it is charged, and one that is no goal any longer as nothing', () => {
    const clicked = row({ impressions: 10_000, clicks: 1000 })
    const chain = {
      ...paid('off_a'),
      parts: new Map([
        ['', 0.25],
        ['deposit', 0.75],
      ]),
    }
    const rateOf = (...goals: [goal: string, conversions: number][]) => {
      const reached = goals.map(([goal, conversions]) => row({ goal, conversions }))
      return ratesOf([clicked, ...reached], 'site_a', 'DE', [chain]).cvr[0]!
    }
    const all = rateOf(['', 80], ['deposit', 80])
    assert.ok(all > 0.08 && all < 0.12)
    assert.ok(Math.abs(rateOf(['', 320]) - all) < 1e-12)
    assert.equal(rateOf(['', 80], ['deposit', 80], ['gone', 500]), all)
  })

  it('count a conversion as what it was charged where that is the price', () => {
    const clicked = row({ impressions: 10_000, clicks: 1000 })
    const rateOf = (more: Partial<RatedOffer>) =>
      ratesOf([{ ...clicked, conversions: 20, revenue: 1_200_000_000 }], 'site_a', 'DE', [{ ...paid('off_a'), ...more }]).cvr[0]!
    assert.ok(rateOf({ dynamic: true }) > 2.5 * rateOf({}))
  })

  it('never count fewer conversions than none', () => {
    const rows = [row({ impressions: 1000, clicks: 100 }), row({ day: TODAY - 2, conversions: -3 })]
    assert.deepEqual(ratesOf(rows), ratesOf([rows[0]!, row({ day: TODAY - 2 })]))
  })

  it('learn from an offer that is gone how often offers are clicked', () => {
    const gone = row({ offer: 'off_gone', impressions: 10_000, clicks: 900, conversions: 500 })
    const [before, after] = [ratesOf([]), ratesOf([gone])]
    assert.ok(after.ctr[0]! > 2 * before.ctr[0]!)
    assert.deepEqual(after.cvr, before.cvr)
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
    const fresh = ratesOf([row({ day: TODAY, impressions: 1000, clicks: 500 })]).cvr[0]!
    const old = ratesOf([row({ day: TODAY - 5, impressions: 1000, clicks: 500 })]).cvr[0]!
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
