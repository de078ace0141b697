import type { Offer, Targeting } from '../../src/market/offer.js'

const ANYONE: Targeting = { countries: [], excludeCountries: [], regions: [], devices: [], os: [] }

/** An offer that anyone may see, at 1 USD a click and without limits, but for what the test says. */
export const anOffer = ({ targeting, ...offer }: Partial<Omit<Offer, 'targeting'>> & { targeting?: Partial<Targeting> } = {}): Offer => ({
  id: 'off_1',
  organization: 'org_1',
  advertiser: 'adv_1',
  name: 'An offer',
  status: 'active',
  creative: { headline: 'Play', description: null, brand: null, cta: null, imageUrl: null, terms: null },
  landingUrl: 'https://casino.example/land?c={click_id}',
  landingHost: 'casino.example',
  bid: { model: 'CPC', micros: 1_000_000 },
  payout: 'fixed',
  dailyBudget: null,
  totalBudget: null,
  dailyCap: null,
  totalCap: null,
  frequencyCap: null,
  startsAt: null,
  endsAt: null,
  targeting: { ...ANYONE, ...targeting },
  surfaces: [],
  events: [],
  ...offer,
})
