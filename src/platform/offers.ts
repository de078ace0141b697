import type { Catalogue } from '../catalogue/catalogue.js'
import type { Database } from '../db/database.js'
import type { Queries } from '../db/transaction.js'
import { reply } from '../http/reply.js'
import type { Handler } from '../http/types.js'
import type { Journal } from '../journal/journal.js'
import { Invalid } from '../lib/errors.js'
import { newId } from '../lib/id.js'
import { AdvertiserStore } from '../market/advertiser-store.js'
import type { StoredOffer } from '../market/offer.js'
import { OfferStore } from '../market/offer-store.js'
import { readOffer } from './offer-settings.js'
import { presentOffer } from './offer-view.js'

export interface OfferNeeds {
  readonly db: Database
  readonly catalogue: Catalogue
  readonly journal: Journal
}

/** The organization's offers, oldest first. */
export const listOffers =
  ({ db }: OfferNeeds): Handler<'listOffers'> =>
  async ({ query: { advertiserId, status, page, limit }, principal: { organization } }) => {
    const { items, total } = await new OfferStore(db.knex).list(organization, {
      ...(advertiserId !== undefined && { advertiser: advertiserId }),
      ...(status !== undefined && { status }),
      offset: (page - 1) * limit,
      limit,
    })
    return reply(200, { items: items.map(presentOffer), total, page })
  }

/** Creates an offer. It takes part from the very next request on, on every process. */
export const createOffer =
  ({ catalogue, journal }: OfferNeeds): Handler<'createOffer'> =>
  async ({ body, principal: { organization }, now }) => {
    const offer: StoredOffer = { ...readOffer(body), id: newId('off'), organization, createdAt: now, updatedAt: now }
    await catalogue.change(async (trx, version) => {
      await needAdvertiser(trx, offer)
      await new OfferStore(trx).insert(offer, version)
      await journal.record(trx, [{ id: newId('evt'), organization, kind: 'offer_created', at: now, offer: offer.id }])
    })
    return reply(201, presentOffer(offer), { Location: `/api/v1/offers/${offer.id}` })
  }

/** @throws Invalid when the organization has no such advertiser */
export async function needAdvertiser(db: Queries, { organization, advertiser }: StoredOffer): Promise<void> {
  const found = await new AdvertiserStore(db).find(organization, advertiser)
  if (!found) throw new Invalid(`advertiserId: there is no advertiser ${advertiser}`)
}
