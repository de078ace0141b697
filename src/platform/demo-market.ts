import type { Dialect } from '../db/dialect.js'
import type { Transaction } from '../db/transaction.js'
import { newId } from '../lib/id.js'
import { toMicros } from '../lib/money.js'
import { AdvertiserStore } from '../market/advertiser-store.js'
import { depositOf } from '../market/ledger.js'
import { LedgerStore } from '../market/ledger-store.js'
import { OfferStore } from '../market/offer-store.js'
import type { PostbackTokens } from '../market/postback-tokens.js'
import data from './demo-data.json' with { type: 'json' }
import { type OfferSettings, readOffer } from './offer-settings.js'

interface Place {
  readonly organization: string
  readonly dialect: Dialect
  readonly postbackTokens: PostbackTokens
  /** Of the catalogue, in which the offers appear. */
  readonly version: number
  readonly now: number
}

/** What is left out of the demonstration's file, as the contract's defaults have it. */
const DEFAULTS: Omit<OfferSettings, 'advertiserId' | 'name' | 'headline' | 'landingUrl' | 'bid'> = {
  description: null,
  brand: null,
  cta: null,
  imageUrl: null,
  terms: null,
  payout: 'fixed',
  dailyBudget: null,
  totalBudget: null,
  dailyCap: null,
  totalCap: null,
  frequencyCap: null,
  startsAt: null,
  endsAt: null,
  status: 'active',
  targeting: {},
  surfaces: [],
  events: [],
  category: null,
  offerType: 0,
  tag: null,
  appStoreId: null,
  reporting: null,
  creatives: [],
  walls: [],
}

/** Creates the demonstration's advertiser, with money, and its offers. Answers its credentials. */
export async function insertDemoMarket(trx: Transaction, place: Place): Promise<{ id: string; postbackToken: string }> {
  const { organization, dialect, postbackTokens, version, now } = place
  const advertiser = newId('adv')
  const { secret, token } = postbackTokens.make()
  await new AdvertiserStore(trx).insert({
    id: advertiser,
    organization,
    name: data.advertiser.name,
    token,
    createdAt: now,
    updatedAt: now,
  })
  const micros = toMicros(data.advertiser.deposit)
  await new LedgerStore(trx, dialect).post([depositOf({ organization, advertiser, reference: 'demonstration', micros, at: now })])
  const offers = new OfferStore(trx)
  for (const settings of data.offers) {
    const terms = readOffer({ ...DEFAULTS, ...(settings as Partial<OfferSettings>), advertiserId: advertiser } as OfferSettings)
    await offers.insert({ ...terms, id: newId('off'), organization, createdAt: now, updatedAt: now }, version)
  }
  return { id: advertiser, postbackToken: secret }
}
