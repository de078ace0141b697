import assert from 'node:assert/strict'
import fc from 'fast-check'
import { DAY, HOUR } from '../../src/lib/time.js'
import { compileOffers } from '../../src/market/compiled-offers.js'
import { eligible, type LiveFacts, REFUSALS, type Refusal, refusal, type Spending, type Visit } from '../../src/market/eligibility.js'
import { VisitorHistory } from '../../src/market/frequency.js'
import type { Offer } from '../../src/market/offer.js'
import { anOffer } from '../helpers/offers.js'

const NOW = Date.UTC(2026, 10, 21, 12)
const TODAY = NOW / DAY - 0.5
const USD = 1_000_000

const publisher = ({
  domain = 'publisher.example',
  advertisers = {},
  offers = {},
}: {
  domain?: string
  advertisers?: { allow?: string[]; block?: string[] }
  offers?: { allow?: string[]; block?: string[] }
} = {}) => ({ domain, advertisers: { allow: [], block: [], ...advertisers }, offers: { allow: [], block: [], ...offers } })

const aVisit = (visit: Partial<Visit> = {}): Visit => ({
  now: NOW,
  surface: 'overlay',
  country: 'US',
  region: 'NJ',
  device: 'mobile',
  os: 'ios',
  osVersion: 17_004,
  publisher: publisher(),
  ...visit,
})

interface Live extends Partial<Omit<LiveFacts, 'spending' | 'balances'>> {
  spent?: Partial<Spending>
  balance?: number
}

const live = ({ spent, balance = 100 * USD, ...rest }: Live = {}): LiveFacts => ({
  spending: [spent && { day: TODAY, spentToday: 0, spentTotal: 0, actionsToday: 0, actionsTotal: 0, ...spent }],
  balances: [balance],
  history: undefined,
  holdsBack: () => false,
  ...rest,
})

const refusalOf = (offer: Offer, visit: Partial<Visit> = {}, facts: Live = {}) =>
  refusal(compileOffers([offer]), 0, aVisit(visit), live(facts))

const seen = (...times: number[]) => VisitorHistory.of(times.map(at => ({ offer: 'off_1', at })))

describe('refusal', () => {
  it('is none for an offer without restrictions', () => assert.equal(refusalOf(anOffer()), undefined))

  type Case = [title: string, expected: Refusal | undefined, offer: Parameters<typeof anOffer>[0], visit?: Partial<Visit>, facts?: Live]
  const cases: Case[] = [
    ['a paused offer', 'paused', { status: 'paused' }],
    ['an offer a millisecond before its start', 'not_started', { startsAt: NOW + 1 }],
    ['an offer from the instant it starts', undefined, { startsAt: NOW }],
    ['an offer a millisecond before its end', undefined, { endsAt: NOW + 1 }],
    ['an offer from the instant it ends', 'ended', { endsAt: NOW }],

    ['another surface', 'surface', { surfaces: ['section', 'wall'] }],
    ['one of its surfaces', undefined, { surfaces: ['section', 'overlay'] }],

    ['a country that is not targeted', 'country', { targeting: { countries: ['DE', 'FR'] } }],
    ['a targeted country', undefined, { targeting: { countries: ['DE', 'US'] } }],
    ['an excluded country', 'country', { targeting: { excludeCountries: ['US'] } }],
    ['a country that is targeted and excluded', 'country', { targeting: { countries: ['US'], excludeCountries: ['US'] } }],
    ['an unresolved country where some are targeted', 'country', { targeting: { countries: ['US'] } }, { country: null, region: null }],
    [
      'an unresolved country where some are excluded',
      undefined,
      { targeting: { excludeCountries: ['US'] } },
      { country: null, region: null },
    ],

    ['another region', 'region', { targeting: { regions: ['US-NY'] } }],
    ['a targeted region', undefined, { targeting: { regions: ['US-NJ'] } }],
    ['a region of the same name in another country', 'region', { targeting: { regions: ['US-NJ'] } }, { country: 'IN' }],
    ['an unresolved region where one is targeted', 'region', { targeting: { regions: ['US-NJ'] } }, { region: null }],

    ['another device', 'device', { targeting: { devices: ['desktop', 'tablet'] } }],
    ['a targeted device', undefined, { targeting: { devices: ['desktop', 'mobile'] } }],
    ['an unknown device where one is targeted', 'device', { targeting: { devices: ['mobile'] } }, { device: undefined }],
    ['an unknown device where none is', undefined, {}, { device: undefined, os: undefined, osVersion: 0 }],
    ['another system', 'os', { targeting: { os: ['android'] } }],
    ['a targeted system', undefined, { targeting: { os: ['ios', 'android'] } }],
    ['an unknown system where one is targeted', 'os', { targeting: { os: ['ios'] } }, { os: undefined }],
    ['an older system', 'os_version', { targeting: { minOsVersion: 17.5 } }],
    ['the very version', undefined, { targeting: { minOsVersion: 17.4 } }],
    ['a two-digit minor version above a one-digit one', undefined, { targeting: { minOsVersion: 10.9 } }, { osVersion: 10_015 }],
    ['an unknown version where one is asked for', 'os_version', { targeting: { minOsVersion: 12 } }, { osVersion: 0 }],

    ['a blocked advertiser', 'blocked_by_publisher', {}, { publisher: publisher({ advertisers: { block: ['adv_1'] } }) }],
    ['a blocked offer', 'blocked_by_publisher', {}, { publisher: publisher({ offers: { block: ['off_1'] } }) }],
    ['another blocked offer', undefined, {}, { publisher: publisher({ offers: { block: ['off_2'] } }) }],
    ['an advertiser not among the allowed', 'blocked_by_publisher', {}, { publisher: publisher({ advertisers: { allow: ['adv_2'] } }) }],
    ['an allowed advertiser', undefined, {}, { publisher: publisher({ advertisers: { allow: ['adv_1'] } }) }],
    [
      'one both allowed and blocked',
      'blocked_by_publisher',
      {},
      { publisher: publisher({ advertisers: { allow: ['adv_1'], block: ['adv_1'] } }) },
    ],
    [
      'an allowed offer of a blocked advertiser',
      'blocked_by_publisher',
      {},
      { publisher: publisher({ offers: { allow: ['off_1'] }, advertisers: { block: ['adv_1'] } }) },
    ],
    [
      'an offer not among the allowed of an allowed advertiser',
      'blocked_by_publisher',
      {},
      { publisher: publisher({ offers: { allow: ['off_2'] }, advertisers: { allow: ['adv_1'] } }) },
    ],

    ["the publisher's own domain", 'own_domain', {}, { publisher: publisher({ domain: 'casino.example' }) }],
    [
      "a domain below the publisher's",
      'own_domain',
      { landingHost: 'play.casino.example' },
      { publisher: publisher({ domain: 'casino.example' }) },
    ],
    ["the twin of the publisher's www. domain", 'own_domain', {}, { publisher: publisher({ domain: 'www.casino.example' }) }],
    ["a domain above the publisher's", undefined, {}, { publisher: publisher({ domain: 'blog.casino.example' }) }],
    [
      "a domain that only ends like the publisher's",
      undefined,
      { landingHost: 'mycasino.example' },
      { publisher: publisher({ domain: 'casino.example' }) },
    ],
    ['no publisher, as on a wall', undefined, {}, { publisher: undefined, surface: 'wall' }],

    ['a balance below one price', 'no_balance', {}, {}, { balance: USD - 1 }],
    ['a balance of one price', undefined, {}, {}, { balance: USD }],
    ['an offer that costs nothing, without balance', 'no_balance', { bid: { model: 'CPC', micros: 0 } }, {}, { balance: 0 }],
    ['eCPM with a balance of one impression', undefined, { bid: { model: 'ECPM', micros: 2 * USD } }, {}, { balance: 2000 }],
    ['eCPM with a balance below one impression', 'no_balance', { bid: { model: 'ECPM', micros: 2 * USD } }, {}, { balance: 1999 }],

    ['a daily budget with room for one more', undefined, { dailyBudget: 10 * USD }, {}, { spent: { spentToday: 9 * USD } }],
    ['a daily budget a micro short', 'daily_budget', { dailyBudget: 10 * USD }, {}, { spent: { spentToday: 9 * USD + 1 } }],
    ["yesterday's spending", undefined, { dailyBudget: 10 * USD }, {}, { spent: { day: TODAY - 1, spentToday: 10 * USD } }],
    ['a daily budget below one price', 'daily_budget', { dailyBudget: USD / 2 }],
    ['a total budget with room for one more', undefined, { totalBudget: 10 * USD }, {}, { spent: { spentTotal: 9 * USD } }],
    ['a spent total budget', 'total_budget', { totalBudget: 10 * USD }, {}, { spent: { day: TODAY - 9, spentTotal: 9 * USD + 1 } }],
    ['a daily cap with room for one more', undefined, { dailyCap: 5 }, {}, { spent: { actionsToday: 4 } }],
    ['a reached daily cap', 'daily_cap', { dailyCap: 5 }, {}, { spent: { actionsToday: 5 } }],
    ["yesterday's actions", undefined, { dailyCap: 5 }, {}, { spent: { day: TODAY - 1, actionsToday: 5 } }],
    ['a reached total cap', 'total_cap', { totalCap: 5 }, {}, { spent: { day: TODAY - 1, actionsTotal: 5 } }],
    ['a cap of nothing', 'daily_cap', { dailyCap: 0 }],

    [
      'an offer seen as often as it may be',
      'frequency_cap',
      { frequencyCap: { count: 2, hours: 1 } },
      {},
      { history: seen(NOW - 2, NOW - 1) },
    ],
    ['an offer seen less often', undefined, { frequencyCap: { count: 2, hours: 1 } }, {}, { history: seen(NOW - 1) }],
    [
      'an offer seen too long ago to count',
      undefined,
      { frequencyCap: { count: 2, hours: 1 } },
      {},
      { history: seen(NOW - HOUR, NOW - 1) },
    ],
    ['a much seen offer without a cap', undefined, {}, {}, { history: seen(NOW - 3, NOW - 2, NOW - 1) }],

    ['an offer that pacing holds back', 'paced', { dailyBudget: 10 * USD }, {}, { holdsBack: index => index === 0 }],
    ['a daily cap that pacing holds back', 'paced', { dailyCap: 10 }, {}, { holdsBack: () => true }],
    ['an offer with nothing to pace', undefined, {}, {}, { holdsBack: () => true }],
  ]
  for (const [title, expected, offer, visit, facts] of cases) {
    it(`says ${expected ?? 'nothing'} of ${title}`, () => assert.equal(refusalOf(anOffer(offer), visit, facts), expected))
  }

  it('cites the first of all rules that apply, in the order of REFUSALS', () => {
    const offer: Parameters<typeof anOffer>[0] = {}
    const facts: Live = {}
    const visit: Partial<Visit> = {}
    // From the last rule to the first: each that is added hides those behind it.
    const breakers: [Refusal, () => void][] = [
      ['paced', () => Object.assign(facts, { holdsBack: () => true }) && Object.assign(offer, { dailyBudget: 10 * USD })],
      [
        'frequency_cap',
        () => Object.assign(facts, { history: seen(NOW) }) && Object.assign(offer, { frequencyCap: { count: 1, hours: 1 } }),
      ],
      ['total_cap', () => Object.assign(offer, { totalCap: 0 })],
      ['daily_cap', () => Object.assign(offer, { dailyCap: 0 })],
      ['total_budget', () => Object.assign(offer, { totalBudget: 0 })],
      ['daily_budget', () => Object.assign(offer, { dailyBudget: 0 })],
      ['no_balance', () => Object.assign(facts, { balance: 0 })],
      ['own_domain', () => Object.assign(visit, { publisher: publisher({ domain: 'casino.example' }) })],
      [
        'blocked_by_publisher',
        () => Object.assign(visit, { publisher: publisher({ domain: 'casino.example', offers: { block: ['off_1'] } }) }),
      ],
      ['os_version', () => Object.assign(offer, { targeting: { ...offer.targeting, minOsVersion: 99 } })],
      ['os', () => Object.assign(offer, { targeting: { ...offer.targeting, os: ['linux'] } })],
      ['device', () => Object.assign(offer, { targeting: { ...offer.targeting, devices: ['tablet'] } })],
      ['region', () => Object.assign(offer, { targeting: { ...offer.targeting, regions: ['CA-ON'] } })],
      ['country', () => Object.assign(offer, { targeting: { ...offer.targeting, countries: ['CA'] } })],
      ['surface', () => Object.assign(offer, { surfaces: ['wall'] })],
      ['ended', () => Object.assign(offer, { endsAt: NOW - 1 })],
      ['not_started', () => Object.assign(offer, { startsAt: NOW + 1 })],
      ['paused', () => Object.assign(offer, { status: 'paused' })],
    ]
    assert.deepEqual(breakers.map(([reason]) => reason).reverse(), [...REFUSALS], 'a rule without a case here')
    for (const [reason, breakRule] of breakers) {
      breakRule()
      assert.equal(refusalOf(anOffer(offer), visit, facts), reason)
    }
  })

  it('asks for the balance of the right advertiser', () => {
    const compiled = compileOffers([anOffer({ id: 'off_b', advertiser: 'rich' }), anOffer({ id: 'off_a', advertiser: 'poor' })])
    const facts = { ...live(), balances: compiled.advertisers.map(id => (id === 'rich' ? USD : 0)) }
    assert.equal(refusal(compiled, compiled.indexOf.get('off_a')!, aVisit(), facts), 'no_balance')
    assert.equal(refusal(compiled, compiled.indexOf.get('off_b')!, aVisit(), facts), undefined)
  })

  it('takes an advertiser whose balance is not known for one without', () => {
    assert.equal(refusal(compileOffers([anOffer()]), 0, aVisit(), { ...live(), balances: [] }), 'no_balance')
  })
})

describe('eligible', () => {
  const offers = fc.array(
    fc
      .record(
        {
          status: fc.constantFrom('active' as const, 'active' as const, 'paused' as const),
          surfaces: fc.subarray(['overlay' as const, 'section' as const]),
          dailyBudget: fc.option(fc.constantFrom(0, 5 * USD)),
          targeting: fc.record({
            countries: fc.subarray(['US', 'DE', 'CA'], { maxLength: 2 }),
            excludeCountries: fc.subarray(['US', 'DE'], { maxLength: 1 }),
            regions: fc.subarray(['US-NJ', 'DE-BY'], { maxLength: 1 }),
          }),
        },
        { noNullPrototype: true },
      )
      .map(anOffer),
    { maxLength: 40 },
  )
  const country = fc.constantFrom('US', 'DE', 'CA', 'FR', null)

  it('lists every offer that no rule refuses, by index, and tells of every other with its reason', () => {
    fc.assert(
      fc.property(offers, country, (some, from) => {
        const compiled = compileOffers(some.map((offer, i) => ({ ...offer, id: `off_${String(i).padStart(3, '0')}` })))
        const visit = aVisit({ country: from })
        const refused = new Map<number, Refusal>()
        const indices = eligible(compiled, visit, live(), (index, reason) => refused.set(index, reason))
        for (const index of compiled.offers.keys()) {
          const reason = refusal(compiled, index, visit, live())
          assert.equal(refused.get(index), reason)
          assert.equal(indices.includes(index), reason === undefined)
        }
        assert.deepEqual(eligible(compiled, visit, live()), indices, 'the same without a listener')
      }),
    )
  })

  it('keeps offers in the order of their ids, whatever order they came in', () => {
    const compiled = compileOffers(['off_c', 'off_a', 'off_b'].map(id => anOffer({ id })))
    assert.deepEqual(
      eligible(compiled, aVisit(), live()).map(index => compiled.offers[index]!.id),
      ['off_a', 'off_b', 'off_c'],
    )
  })

  it('finds nothing among no offers', () => assert.deepEqual(eligible(compileOffers([]), aVisit(), live()), []))
})
