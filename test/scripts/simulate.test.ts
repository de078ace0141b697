import assert from 'node:assert/strict'
import { plot } from '../../scripts/simulate/plot.js'
import { POLICIES, type PolicyName } from '../../scripts/simulate/policies.js'
import { type Result, regretOf, simulate } from '../../scripts/simulate/run.js'
import { summarise } from '../../scripts/simulate/summary.js'
import { createWorld, DAYS, SEEN, START } from '../../scripts/simulate/world.js'
import { DAY } from '../../src/lib/time.js'

const NAMES = Object.keys(POLICIES) as PolicyName[]

/** `npm run simulate`, on markets small enough for a test. */
describe('the simulated market', function () {
  this.timeout(60_000)
  let result: Result
  before(() => {
    result = simulate({ seed: 3, decisions: 2000 })
  })

  it('is the same for the same seed, and another for another', () => {
    assert.deepEqual(simulate({ seed: 3, decisions: 500 }), simulate({ seed: 3, decisions: 500 }))
    assert.notDeepEqual(createWorld(3).worth, createWorld(4).worth)
  })

  it('has offers of all three bid models, of which some arrive and some end on the way', () => {
    const { offers } = createWorld(3).compiled
    assert.deepEqual([...new Set(offers.map(({ bid }) => bid.model))].sort(), ['CPA', 'CPC', 'ECPM'])
    assert.ok(offers.some(({ startsAt }) => startsAt !== null && startsAt > START))
    assert.ok(offers.some(({ endsAt }) => endsAt !== null && endsAt < START + DAYS * DAY))
  })

  it('has visitors who see, click and convert as often as the true rates say', () => {
    const world = createWorld(3)
    const visitors = 20_000
    const share = (happens: (decision: number) => boolean) =>
      Array.from({ length: visitors }, (_, decision) => happens(decision)).filter(Boolean).length / visitors
    const isNear = (seen: number, rate: number) =>
      assert.ok(Math.abs(seen - rate) < 5 * Math.sqrt((rate * (1 - rate)) / visitors), `${seen} instead of ${rate}`)
    isNear(
      share(decision => world.sees(decision, 1)),
      SEEN[1]!,
    )
    for (const offer of [0, 7]) {
      isNear(
        share(decision => world.clicks(decision, 2, offer)),
        world.ctr[2]![offer]!,
      )
      isNear(
        share(decision => world.converts(decision, 2, offer) !== undefined),
        world.cvr[2]![offer]!,
      )
    }
  })

  it('lets nobody earn more than one who knows the true rates', () => {
    for (const name of NAMES) assert.ok(regretOf(result, name) > 0, name)
  })

  it('is learnt: in a busier one our auction misses less', () => {
    assert.ok(regretOf(simulate({ seed: 3, decisions: 12_000 }), 'our auction') < regretOf(result, 'our auction'))
  })
})

describe('the summary of simulations', () => {
  const resultOf = (seed: number, decisions: number, ours: number, rivals: number): Result => ({
    seed,
    decisions,
    oracle: 100_000_000,
    revenue: Object.fromEntries(NAMES.map((name, n) => [name, n === 0 ? ours : rivals])) as Record<PolicyName, number>,
  })
  const rows = summarise([resultOf(1, 1000, 90_000_000, 60_000_000), resultOf(2, 1000, 70_000_000, 80_000_000), resultOf(1, 100, 1, 2)])

  it('tells by size and policy what was missed, and how often nobody missed less', () => {
    assert.deepEqual(
      rows.filter(({ decisions }) => decisions === 1000).map(({ policy, lowest, seeds }) => [policy, lowest, seeds]),
      NAMES.map(name => [name, 1, 2]),
    )
    const ours = rows.find(({ decisions, policy }) => decisions === 1000 && policy === 'our auction')!
    assert.deepEqual(
      [ours.mean, ours.least, ours.most, ours.missed].map(figure => Math.round(figure * 1000) / 1000),
      [0.2, 0.1, 0.3, 20_000_000],
    )
    assert.deepEqual(
      rows.filter(({ decisions }) => decisions === 1000).map(({ beaten }) => beaten),
      NAMES.map((_, n) => (n === 0 ? 0 : 1)),
    )
    assert.equal(rows[0]!.decisions, 100)
  })

  it('is drawn with a line, and a label, for each policy', () => {
    const svg = plot(rows)
    for (const name of NAMES) assert.ok(svg.includes(`>${name}</text>`), name)
    assert.ok(svg.includes('>1,000</text>') && !svg.includes('NaN'))
  })
})
