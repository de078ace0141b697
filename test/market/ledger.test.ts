import assert from 'node:assert/strict'
import fc from 'fast-check'
import { type ChargeFacts, chargeOf, depositOf, flawOf, type Posting, publisherShare, reversalOf } from '../../src/market/ledger.js'

const aCharge = (facts: Partial<ChargeFacts> = {}): Posting =>
  chargeOf({
    organization: 'org_1',
    cause: 'click:clk_1',
    advertiser: 'adv_1',
    website: 'site_1',
    offer: 'off_1',
    trace: 'req_1',
    price: 1_000_000,
    revenueShare: 0.8,
    at: 1_000,
    ...facts,
  })

const amounts = ({ entries }: Posting) => Object.fromEntries(entries.map(({ account, amount }) => [account, amount]))

describe('publisherShare', () => {
  const cases: [price: number, share: number, micros: number][] = [
    [1_000_000, 0.8, 800_000],
    [100, 0.29, 29], // 28.999999999999996 in floating point
    [30, 0.1, 3],
    [1, 0.8, 0],
    [5, 0.999999, 4],
    [999_999, 0.5, 499_999],
    [1_000_000_000_000, 0.333333, 333_333_000_000],
    [1_234_567, 1, 1_234_567],
    [1_234_567, 0, 0],
  ]
  for (const [price, share, micros] of cases) {
    it(`is ${micros} micros of ${price} at ${share}`, () => assert.equal(publisherShare(price, share), micros))
  }

  it('is what whole numbers of any size say', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 43 }), fc.integer({ min: 0, max: 1_000_000 }), (price, millionths) => {
        assert.equal(BigInt(publisherShare(price, millionths / 1_000_000)), (BigInt(price) * BigInt(millionths)) / 1_000_000n)
      }),
    )
  })
})

describe('a charge', () => {
  it('gives the publisher its share and the platform the rest', () => {
    assert.deepEqual(amounts(aCharge()), { 'advertiser:adv_1': -1_000_000, 'publisher:site_1': 800_000, platform: 200_000 })
  })

  it('leaves the part of a micro to the platform', () => {
    assert.deepEqual(amounts(aCharge({ price: 9 })), { 'advertiser:adv_1': -9, 'publisher:site_1': 7, platform: 2 })
  })

  it('has no line for who gets nothing', () => {
    assert.deepEqual(amounts(aCharge({ revenueShare: 1 })), { 'advertiser:adv_1': -1_000_000, 'publisher:site_1': 1_000_000 })
    assert.deepEqual(amounts(aCharge({ revenueShare: 0 })), { 'advertiser:adv_1': -1_000_000, platform: 1_000_000 })
  })

  it('adds up to nothing, and so does its reversal', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2 ** 40 }), fc.double({ min: 0, max: 1, noNaN: true }), (price, revenueShare) => {
        const charge = aCharge({ price, revenueShare })
        assert.equal(flawOf(charge), undefined)
        assert.equal(flawOf(reversalOf(charge, 2_000)), undefined)
      }),
    )
  })
})

describe('a deposit', () => {
  it('comes from outside', () => {
    const deposit = depositOf({ organization: 'org_1', advertiser: 'adv_1', reference: 'INV-7', micros: 250_000_000, at: 1_000 })
    assert.deepEqual(amounts(deposit), { 'advertiser:adv_1': 250_000_000, external: -250_000_000 })
    assert.equal(deposit.cause, 'deposit:adv_1:INV-7')
    assert.equal(flawOf(deposit), undefined)
  })
})

describe('a reversal', () => {
  it('takes back each entry as it was posted, under a cause of its own', () => {
    const charge = aCharge({ price: 9 })
    const reversal = reversalOf(charge, 2_000)
    assert.deepEqual(amounts(reversal), { 'advertiser:adv_1': 9, 'publisher:site_1': -7, platform: -2 })
    assert.equal(reversal.cause, 'reversal:click:clk_1')
    assert.equal(reversal.kind, 'reversal')
    assert.equal(reversal.at, 2_000)
    assert.notEqual(reversal.id, charge.id)
    assert.deepEqual([reversal.offer, reversal.website, reversal.trace], ['off_1', 'site_1', 'req_1'])
  })
})

describe('flawOf', () => {
  const cases: [string, Posting['entries'], RegExp][] = [
    ['an account alone', [{ account: 'a', amount: 5 }], /fewer than two/],
    [
      'parts of a micro',
      [
        { account: 'a', amount: 0.5 },
        { account: 'b', amount: -0.5 },
      ],
      /no whole number/,
    ],
    [
      'money made of nothing',
      [
        { account: 'a', amount: 5 },
        { account: 'b', amount: -4 },
      ],
      /out of balance by 1/,
    ],
    [
      'an entry of nothing',
      [
        { account: 'a', amount: 0 },
        { account: 'b', amount: 0 },
      ],
      /no whole number/,
    ],
  ]
  for (const [what, entries, flaw] of cases) {
    it(`finds ${what}`, () => assert.match(flawOf({ ...aCharge(), entries }) ?? '', flaw))
  }
})
