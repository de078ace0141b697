import assert from 'node:assert/strict'
import { seeded } from '../../scripts/prove/random.js'
import { DAY, HOUR, MINUTE } from '../../src/lib/time.js'
import type { Spending } from '../../src/market/eligibility.js'
import { EVEN, isAhead, shapeOf, shareBy, type TrafficShape } from '../../src/market/pacing.js'

const MIDNIGHT = Date.UTC(2026, 5, 1)
const PRICE = 250_000
const BUDGET = 100_000_000

const spentOf = (spentToday: number, now = MIDNIGHT): Spending => ({
  day: Math.floor(now / DAY),
  spentToday,
  spentTotal: spentToday,
  actionsToday: spentToday / PRICE,
  actionsTotal: spentToday / PRICE,
})

describe('the shape of a day', () => {
  it('is even when nothing is known', () => {
    assert.equal(shareBy(EVEN, MIDNIGHT), 0)
    assert.ok(Math.abs(shareBy(EVEN, MIDNIGHT + 12 * HOUR) - 0.5) < 1e-9)
    assert.ok(Math.abs(shareBy(EVEN, MIDNIGHT + DAY - 1) - 1) < 1e-6)
  })

  it('rises where the traffic was, and never falls or stands still', () => {
    const shape = shapeOf(Array.from({ length: 24 }, (_, hour) => (hour === 20 ? 900 : hour < 12 ? 0 : 10)))
    for (let hour = 1; hour < 24; hour++) assert.ok(shape[hour]! > shape[hour - 1]!, `hour ${hour}`)
    assert.ok(shape[20]! - shape[19]! > 0.75)
    assert.equal(shape[23], 1)
  })
})

describe('pacing', () => {
  const offer = { dailyBudget: BUDGET, dailyCap: null }

  it('lets the first action of a day through, and forgets the day before', () => {
    assert.equal(isAhead(offer, PRICE, undefined, EVEN, MIDNIGHT), false)
    assert.equal(isAhead(offer, PRICE, spentOf(BUDGET, MIDNIGHT - DAY), EVEN, MIDNIGHT), false)
  })

  it('waits above the line and goes on below it', () => {
    const noon = MIDNIGHT + 12 * HOUR
    assert.equal(isAhead(offer, PRICE, spentOf(0.6 * BUDGET), EVEN, noon), true)
    assert.equal(isAhead(offer, PRICE, spentOf(0.4 * BUDGET), EVEN, noon), false)
  })

  it('holds nothing back at the end of the day', () => {
    assert.equal(isAhead(offer, PRICE, spentOf(BUDGET - PRICE), EVEN, MIDNIGHT + DAY - 10 * MINUTE), false)
  })

  it('paces a cap as it paces a budget', () => {
    const capped = { dailyBudget: null, dailyCap: 1000 }
    assert.equal(isAhead(capped, PRICE, spentOf(600 * PRICE), EVEN, MIDNIGHT + 12 * HOUR), true)
    assert.equal(isAhead(capped, PRICE, spentOf(400 * PRICE), EVEN, MIDNIGHT + 12 * HOUR), false)
  })

  it('does not pace what has only a few actions a day', () => {
    assert.equal(isAhead({ dailyBudget: 3 * PRICE, dailyCap: 3 }, PRICE, spentOf(2 * PRICE), EVEN, MIDNIGHT), false)
  })

  it('leaves an offer without a daily budget or cap alone', () => {
    assert.equal(isAhead({ dailyBudget: null, dailyCap: null }, PRICE, spentOf(BUDGET), EVEN, MIDNIGHT), false)
  })
})

/**
 * A day minute by minute: requests arrive as `requests` says (per hour), a fifth of those served are clicked within two minutes, and each click is billed
 * when it comes unless the budget is used up, which is the hard stop under the lock.
 */
function day(seed: number, requests: (hour: number) => number, shape: TrafficShape): { spent: number; byHour: number[] } {
  const random = seeded(seed)
  const due: number[][] = Array.from({ length: 24 * 60 + 2 }, () => [])
  const byHour = new Array<number>(24).fill(0)
  let spent = 0
  for (let minute = 0; minute < 24 * 60; minute++) {
    const hour = Math.floor(minute / 60)
    const arrivals = requests(hour) / 60
    const count = Math.floor(arrivals) + (random() < arrivals % 1 ? 1 : 0)
    for (let i = 0; i < count; i++) {
      const now = MIDNIGHT + (minute + i / count) * MINUTE
      const spending = spentOf(spent)
      if (spent + PRICE > BUDGET || isAhead({ dailyBudget: BUDGET, dailyCap: null }, PRICE, spending, shape, now)) continue
      if (random() < 0.2) due[minute + Math.floor(random() * 3)]?.push(minute)
    }
    for (const _ of due[minute]!) {
      if (spent + PRICE > BUDGET) break
      spent += PRICE
      byHour[hour]! += PRICE
    }
  }
  return { spent, byHour }
}

describe('a paced day', () => {
  // 400 clicks are 2,000 requests: each of these days has about ten times as many.
  const smooth = () => 900
  const spiky = (hour: number) => (hour === 2 || hour === 3 ? 9000 : 100)
  const dead = (hour: number) => (hour < 14 ? 0 : 2000)
  const learned = (requests: (hour: number) => number) => shapeOf(Array.from({ length: 24 }, (_, hour) => requests(hour)))

  for (const [name, requests, shape] of [
    ['smooth, of which nothing is known', smooth, EVEN],
    ['smooth, as the days before', smooth, learned(smooth)],
    ['spiky, as the days before', spiky, learned(spiky)],
    ['dead until the afternoon, as never before', dead, EVEN],
    ['dead until the afternoon, as the days before', dead, learned(dead)],
  ] as const)
    it(`ends within 2 % of the budget and never above: ${name}`, () => {
      for (let seed = 1; seed <= 20; seed++) {
        const { spent } = day(seed, requests, shape)
        assert.ok(spent <= BUDGET, `seed ${seed}: spent ${spent}`)
        assert.ok(spent >= 0.98 * BUDGET, `seed ${seed}: spent ${spent}`)
      }
    })

  it('spreads a smooth day evenly instead of spending it in the morning', () => {
    const { byHour } = day(1, smooth, EVEN)
    for (const [hour, spent] of byHour.entries()) assert.ok(spent < 0.08 * BUDGET, `hour ${hour}: ${spent}`)
  })

  it('spends in the spike what the spike is of the traffic', () => {
    const { byHour } = day(1, spiky, learned(spiky))
    assert.ok(byHour[2]! + byHour[3]! > 0.6 * BUDGET)
  })
})
