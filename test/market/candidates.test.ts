import assert from 'node:assert/strict'
import { createCandidates, type Moment } from '../../src/market/candidates.js'
import { type CompiledOffers, compileOffers, type PublisherRules } from '../../src/market/compiled-offers.js'
import { eligible, type Refusal, type Visit } from '../../src/market/eligibility.js'
import { VisitorHistory } from '../../src/market/frequency.js'
import { createBooks, rank } from '../../src/market/ranking.js'
import { anOffer } from '../helpers/offers.js'

const NOON = Date.UTC(2026, 10, 21, 12)
const PUBLISHER: PublisherRules = { domain: 'publisher.example', advertisers: { allow: [], block: [] }, offers: { allow: [], block: [] } }
const aVisit = (visit: Partial<Visit> = {}): Visit => ({
  now: NOON,
  surface: 'overlay',
  country: 'DE',
  region: null,
  device: 'desktop',
  os: 'windows',
  osVersion: 10_000,
  publisher: PUBLISHER,
  ...visit,
})
const aMoment = (moment: Partial<Moment> = {}): Moment => ({
  spending: [],
  balances: [100_000_000],
  holdsBack: () => false,
  version: 1,
  ...moment,
})

describe('createCandidates', () => {
  const three = compileOffers([
    anOffer({ id: 'off_1' }),
    anOffer({ id: 'off_2', targeting: { countries: ['FR'] } }),
    anOffer({ id: 'off_3', startsAt: NOON + 100, endsAt: NOON + 200 }),
  ])

  it('answers the same list until something moves', () => {
    const of = createCandidates()
    const first = of(three, aVisit(), aMoment())
    assert.deepEqual(first.indices, [0])
    assert.equal(of(three, aVisit({ now: NOON + 50 }), aMoment()), first)
    assert.notEqual(of(three, aVisit({ now: NOON + 50 }), aMoment({ version: 2 })), first)
  })

  it('lets an offer in from the instant it starts and out from the instant it ends', () => {
    const of = createCandidates()
    const at = (now: number) => of(three, aVisit({ now }), aMoment()).indices
    assert.deepEqual([NOON, NOON + 99, NOON + 100, NOON + 199, NOON + 200].map(at), [[0], [0], [0, 2], [0, 2], [0]])
  })

  it('asks pacing again as the time goes on', () => {
    const of = createCandidates()
    const paced = compileOffers([anOffer({ dailyBudget: 1e9 })])
    let ahead = true
    const moment = aMoment({ holdsBack: () => ahead })
    assert.deepEqual([...of(paced, aVisit(), moment).kept], [['paced', [0]]])
    ahead = false
    assert.deepEqual(of(paced, aVisit({ now: NOON + 1000 }), moment).indices, [0])
  })

  it('tells kinds of visit and websites apart', () => {
    const of = createCandidates()
    const blocking: PublisherRules = { ...PUBLISHER, offers: { allow: [], block: ['off_1'] } }
    assert.deepEqual(of(three, aVisit({ country: 'FR' }), aMoment()).indices, [0, 1])
    assert.deepEqual(of(three, aVisit(), aMoment()).indices, [0])
    assert.deepEqual(of(three, aVisit({ publisher: blocking }), aMoment()).indices, [])
  })
})

describe('rank', () => {
  const offers: CompiledOffers = compileOffers(
    ['off_1', 'off_2', 'off_3', 'off_4'].map(id =>
      anOffer({
        id,
        dailyBudget: 1e9,
        frequencyCap: id < 'off_3' ? { count: 1, hours: 24 } : null,
        advertiser: id === 'off_4' ? 'adv_2' : 'adv_1',
      }),
    ),
  )
  const flat = new Float64Array(4).fill(0.1)

  it('leaves out what the visitor has seen enough of, by the reason that the rules in their order give', () => {
    const moment = aMoment({ balances: [100_000_000, 0], holdsBack: index => index === 1 || index === 2 })
    const history = VisitorHistory.of([
      { offer: 'off_1', at: NOON - 1 },
      { offer: 'off_2', at: NOON - 1 },
    ])
    const rates = { ctr: flat, cvr: flat }
    const input = { compiled: offers, book: createBooks()(offers), visit: aVisit(), rates, places: 3, seed: 'evt_1', exploreShare: 0 }
    const { candidates, excluded } = rank(input, createCandidates()(offers, aVisit(), moment), history)
    const told = new Map<Refusal, number[]>()
    const left = eligible(offers, aVisit(), { ...moment, history }, (index, reason) =>
      told.set(reason, [...(told.get(reason) ?? []), index]),
    )
    assert.deepEqual(candidates, left)
    const bits = (indices: readonly number[]) => Buffer.from([indices.reduce((byte, index) => byte | (1 << index), 0)]).toString('base64')
    assert.deepEqual(excluded, Object.fromEntries([...told].map(([reason, indices]) => [reason, bits(indices)])))
    assert.deepEqual(Object.keys(excluded).sort(), ['frequency_cap', 'no_balance', 'paced'])
  })

  it('ranks the same candidates anew by other rates, and for more places than before', () => {
    const book = createBooks()(offers)
    const candidates = createCandidates()(offers, aVisit(), aMoment({ balances: [100_000_000, 100_000_000] }))
    const worst = { ctr: Float64Array.of(0.1, 0.2, 0.3, 0.4), cvr: flat }
    const best = { ctr: Float64Array.of(0.4, 0.3, 0.2, 0.1), cvr: flat }
    const ranked = (rates: typeof worst, places: number, history?: VisitorHistory) =>
      rank({ compiled: offers, book, visit: aVisit(), rates, places, seed: 'evt_1', exploreShare: 0 }, candidates, history).winners.map(
        ({ index }) => index,
      )
    const seen = VisitorHistory.of([{ offer: 'off_1', at: NOON - 1 }])
    assert.deepEqual(ranked(worst, 1), [3])
    assert.deepEqual(ranked(worst, 3), [3, 2, 1])
    assert.deepEqual(ranked(best, 2), [0, 1])
    assert.deepEqual(ranked(best, 2, seen), [1, 2])
    assert.deepEqual(ranked(worst, 2), [3, 2])
    assert.deepEqual(ranked(best, 9), [0, 1, 2, 3])
  })
})
