import assert from 'node:assert/strict'
import type { OfferEvent } from '../../src/market/offer.js'
import { chainPrice, dearestPrice, priceOf } from '../../src/market/price.js'
import { anOffer } from '../helpers/offers.js'

const event = (eventId: string, payout?: number): OfferEvent => ({
  eventId,
  description: eventId,
  repeatable: false,
  ...(payout !== undefined && { payout }),
})

describe('priceOf', () => {
  it('is the bid for a click', () => assert.equal(priceOf(anOffer({ bid: { model: 'CPC', micros: 250_000 } })), 250_000))

  it('is a thousandth of the bid for an impression', () =>
    assert.equal(priceOf(anOffer({ bid: { model: 'ECPM', micros: 1_500_000 } })), 1500))

  it('leaves parts of a micro to the advertiser', () => assert.equal(priceOf(anOffer({ bid: { model: 'ECPM', micros: 1999 } })), 1))

  it("is the reached goal's payout for a conversion, else the bid", () => {
    const offer = anOffer({
      bid: { model: 'CPA', micros: 10_000_000 },
      events: [event(''), event('deposit', 40_000_000), event('free', 0)],
    })
    assert.equal(priceOf(offer), 10_000_000)
    assert.equal(priceOf(offer, 'deposit'), 40_000_000)
    assert.equal(priceOf(offer, 'free'), 0)
    assert.equal(priceOf(offer, 'unknown'), 10_000_000)
  })
})

describe('chainPrice', () => {
  const bid = { model: 'CPA' as const, micros: 10 }
  const table: [events: OfferEvent[], price: number, told: string][] = [
    [[], 10, 'an offer without goals has the base step'],
    [[event('a')], 10, 'a goal without a payout costs the bid'],
    [[event(''), event('a', 3)], 13, 'all goals together'],
    [[event('', 0), event('a', 40)], 40, 'a first step may be free'],
    [[event('a', 3), event('b', 4)], 10, 'the base step can be reported though it is not listed'],
    [[event('a', 8), event('b', 4)], 12, 'and need not be'],
  ]
  for (const [events, price, told] of table) it(`is ${price}: ${told}`, () => assert.equal(chainPrice(anOffer({ bid, events })), price))
})

describe('dearestPrice', () => {
  it('covers the dearest goal of a CPA offer', () => {
    const bid = { model: 'CPA' as const, micros: 10 }
    assert.equal(dearestPrice(anOffer({ bid })), 10)
    assert.equal(dearestPrice(anOffer({ bid, events: [event('a', 3), event('b', 4)] })), 4, 'no goal is paid by the bid')
    assert.equal(dearestPrice(anOffer({ bid, events: [event('a', 3), event('b')] })), 10)
  })

  it('does not look at the goals of other models', () => {
    assert.equal(dearestPrice(anOffer({ bid: { model: 'CPC', micros: 5 }, events: [event('a', 99)] })), 5)
  })
})
