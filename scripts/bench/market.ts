import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { CatalogueStore } from '../../src/catalogue/catalogue-store.js'
import { type Database, openDatabase } from '../../src/db/database.js'
import { createRequestIds } from '../../src/delivery/request-id.js'
import { newId } from '../../src/lib/id.js'
import { SECOND } from '../../src/lib/time.js'
import { AdvertiserStore } from '../../src/market/advertiser-store.js'
import { createClickTokens } from '../../src/market/click-token.js'
import { depositOf } from '../../src/market/ledger.js'
import { LedgerStore } from '../../src/market/ledger-store.js'
import type { BidModel, StoredOffer } from '../../src/market/offer.js'
import { OfferStore } from '../../src/market/offer-store.js'
import { createPostbackTokens } from '../../src/market/postback-tokens.js'
import { priceOf } from '../../src/market/price.js'
import { ServedStore } from '../../src/market/served-store.js'

interface DemoFile {
  readonly website: { readonly id: string; readonly pub: string; readonly website: string }
  readonly project: { readonly id: string }
}

/** Something a visitor was shown, ready to be seen and clicked. */
export interface Shown {
  readonly requestId: string
  readonly offer: string
  /** The `t` of its click URL. */
  readonly token: string
}

/** The storage that a server of `settings` uses. Nobody else may have it open while it is filled, where it is a file. */
export const storageOf = (settings: Record<string, string>): Database =>
  openDatabase(settings.DATABASE_URL ? { url: settings.DATABASE_URL } : { file: join(settings.DATA_DIR!, 'throughline.db') })

/** The keys of the demonstration's website, for a query. */
export function keysOf(settings: Record<string, string>): string {
  const { website } = demoOf(settings)
  return `pub=${website.pub}&website=${website.website}`
}

/** The demonstration of a server of `settings`. */
export const demoOf = (settings: Record<string, string>): DemoFile =>
  JSON.parse(readFileSync(join(settings.DATA_DIR!, 'demo.json'), 'utf8')) as DemoFile

/** The secret that it signs with. */
export const secretOf = (settings: Record<string, string>): string => readFileSync(join(settings.DATA_DIR!, 'secret.key'), 'utf8').trim()

/** Gives the demonstration's organization an advertiser with money for everything, and offers of these models in turn. */
export async function addOffers(
  db: Database,
  settings: Record<string, string>,
  models: readonly BidModel[],
  count: number,
  change: (offer: StoredOffer, n: number) => StoredOffer = offer => offer,
): Promise<StoredOffer[]> {
  const organization = demoOf(settings).project.id
  const now = Date.now()
  const advertiser = newId('adv')
  const { token } = createPostbackTokens([secretOf(settings)]).make()
  const offers = Array.from({ length: count }, (_, n) => change(anOffer(organization, advertiser, models[n % models.length]!, now), n))
  await db.knex.transaction(async trx => {
    const version = await new CatalogueStore(trx).raise()
    await new AdvertiserStore(trx).insert({ id: advertiser, organization, name: 'Bench', token, createdAt: now, updatedAt: now })
    for (const offer of offers) await new OfferStore(trx).insert(offer, version)
    await new LedgerStore(trx, db.dialect).post([depositOf({ organization, advertiser, reference: 'bench', micros: 1e12, at: now })])
  })
  return offers
}

const anOffer = (organization: string, advertiser: string, model: BidModel, now: number): StoredOffer => ({
  id: newId('off'),
  organization,
  advertiser,
  name: 'Bench',
  status: 'active',
  creative: { headline: 'Play', description: null, brand: null, cta: null, imageUrl: null, terms: null },
  landingUrl: 'https://casino.example/land?c={click_id}&r={request_id}&s={sub}',
  landingHost: 'casino.example',
  bid: { model, micros: { CPC: 500_000, CPA: 20_000_000, ECPM: 5_000_000 }[model] },
  payout: 'fixed',
  dailyBudget: 900_000_000_000,
  totalBudget: null,
  dailyCap: 1_000_000_000,
  totalCap: null,
  frequencyCap: null,
  startsAt: null,
  endsAt: null,
  targeting: { countries: [], excludeCountries: ['US'], regions: [], devices: [], os: [] },
  surfaces: [],
  events: [],
  listing: { category: null, offerType: 0, tag: null, appStoreId: null, reporting: null, pictures: [], walls: [] },
  createdAt: now,
  updatedAt: now,
})

/** Shows the offers in turn, each to a request of its own, and stores that they were served. */
export async function show(
  db: Database,
  settings: Record<string, string>,
  offers: readonly StoredOffer[],
  count: number,
): Promise<Shown[]> {
  const { website } = demoOf(settings)
  const requestIds = createRequestIds([secretOf(settings)])
  const clickTokens = createClickTokens([secretOf(settings)])
  const now = Date.now() - 10 * SECOND
  const shown: Shown[] = []
  const SLICE = 5000
  for (let from = 0; from < count; from += SLICE) {
    const pairs = Array.from({ length: Math.min(SLICE, count - from) }, (_, n) => {
      const offer = offers[n % offers.length]!
      const visitor = (from + n).toString(16).padStart(16, '0')
      const place = { country: 'DE', region: null }
      const requestId = requestIds.mint(
        { ...place, website: website.id, allowed: false, section: false, supportOnly: false, visitor, sub: '' },
        now,
      )
      const pair = { offer: offer.id, website: website.id, position: 1, model: offer.bid.model, price: priceOf(offer), country: 'DE' }
      const token = clickTokens.mint({ ...pair, requestId, surface: 'overlay', sub: '', servedAt: now })
      shown.push({ requestId, offer: offer.id, token })
      const { organization, advertiser } = offer
      return { ...pair, organization, advertiser, visitor, trace: requestId.slice(0, 30), surface: 'overlay', at: now }
    })
    await new ServedStore(db.knex, db.dialect).insert(pairs)
  }
  return shown
}
