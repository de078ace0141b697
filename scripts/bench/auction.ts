/** Filtering and ranking the offers of one request, without a server: who is eligible, the auction, its draws and probabilities. */

import { createCandidates } from '../../src/market/candidates.js'
import { compileOffers } from '../../src/market/compiled-offers.js'
import { dayNumber, LiveCounters } from '../../src/market/live-counters.js'
import type { Offer } from '../../src/market/offer.js'
import { createBooks, EXPLORE_SHARE, type RankingInput, rank } from '../../src/market/ranking.js'
import { DayTable, ratesAsOf } from '../../src/market/rate-book.js'
import { seeded } from '../prove/random.js'
import { machine, median, table } from './report.js'

const SIZES = [100, 1000, 10_000]
const COUNTRIES = ['DE', 'AT', 'CH', 'FR', 'BR']
const ROUNDS = 2000
const PLACES = 3
const NOW = Date.UTC(2026, 10, 21, 12)

export async function run(): Promise<void> {
  console.log(machine())
  console.log('all moved: budgets have changed since the request before, so that every offer is asked and scored again')
  console.log(
    `one request at a time, ${ROUNDS} requests after as many to warm up; every offer eligible, with budget and cap; ${PLACES} winners\n`,
  )
  const rows = SIZES.map(size => {
    const { input, moment } = marketOf(size)
    const candidatesOf = createCandidates()
    const one = (n: number, version: number) => {
      const started = performance.now()
      rank({ ...input, seed: `evt_${n}` }, candidatesOf(input.compiled, input.visit, { ...moment, version }), undefined)
      return (performance.now() - started) * 1000
    }
    const many = (versionOf: (n: number) => number) => Array.from({ length: ROUNDS }, (_, n) => one(n, versionOf(n))).sort((a, b) => a - b)
    many(n => n)
    const charged = many(n => n)
    many(() => 0)
    const times = many(() => 0)
    const compiling = performance.now()
    compileOffers(input.compiled.offers)
    return [`${size} offers`, median(times), times[Math.floor(times.length * 0.99)]!, median(charged), performance.now() - compiling]
  })
  console.log(table([['', 'p50 us', 'p99 us', 'p50 us, all moved', 'compile ms'], ...rows]))
}

/** A market in which every offer has its own bid, budget, cap and history. */
function marketOf(size: number) {
  const random = seeded(size)
  const offers = Array.from({ length: size }, (_, n): Offer => {
    const model = (['CPC', 'CPA', 'ECPM'] as const)[n % 3]!
    const most = { CPC: 2_000_000, CPA: 60_000_000, ECPM: 15_000_000 }[model]
    return {
      id: `off_${String(n).padStart(26, '0')}`,
      organization: 'org_1',
      advertiser: `adv_${n % 50}`,
      name: 'Bench',
      status: 'active',
      creative: { headline: 'Play', description: null, brand: null, cta: null, imageUrl: null, terms: null },
      landingUrl: 'https://casino.example/',
      landingHost: 'casino.example',
      bid: { model, micros: 1000 + Math.floor(random() * most) },
      payout: 'fixed',
      dailyBudget: 900_000_000,
      totalBudget: null,
      dailyCap: 1_000_000,
      totalCap: null,
      frequencyCap: null,
      startsAt: null,
      endsAt: null,
      targeting: { countries: [], excludeCountries: ['US'], regions: [], devices: [], os: [] },
      surfaces: [],
      events: [],
    }
  })
  const compiled = compileOffers(offers)
  const counters = new LiveCounters()
  counters.apply({
    offers: offers.map(({ id }) => ({
      offer: id,
      day: dayNumber(NOW),
      spentToday: 1e6,
      actionsToday: 9,
      spentTotal: 1e7,
      actionsTotal: 90,
    })),
    balances: compiled.advertisers.map(advertiser => ({ advertiser, balance: 1e12 })),
  })
  const counts = new DayTable()
  counts.add(
    offers.flatMap(({ id: offer }) =>
      COUNTRIES.flatMap(country =>
        (['impressions', 'clicks', 'conversions'] as const).map((metric, place) => ({
          organization: 'org_1',
          website: 'site_1',
          offer,
          country,
          day: '2026-11-20',
          metric,
          goal: '',
          n: Math.floor(random() * [2000, 50, 3][place]!),
          revenue: 0,
        })),
      ),
    ),
  )
  const input: RankingInput = {
    compiled,
    book: createBooks()(compiled),
    visit: {
      now: NOW,
      surface: 'overlay',
      country: 'DE',
      region: null,
      device: 'desktop',
      os: 'windows',
      osVersion: 10_000,
      publisher: { domain: 'publisher.example', advertisers: { allow: [], block: ['adv_none'] }, offers: { allow: [], block: [] } },
    },
    rates: ratesAsOf(counts, 1, NOW).of(compiled, 'site_1', 'DE'),
    places: PLACES,
    seed: '',
    exploreShare: EXPLORE_SHARE,
  }
  return { input, moment: { ...counters.viewOf('org_1', compiled), holdsBack: () => false } }
}
