import type { Queries } from '../db/transaction.js'
import { reply } from '../http/reply.js'
import type { Handler, Request } from '../http/types.js'
import { NotFound } from '../lib/errors.js'
import { newId } from '../lib/id.js'
import type { StoredOffer } from '../market/offer.js'
import { OfferStore } from '../market/offer-store.js'
import { readOffer } from './offer-settings.js'
import { presentOffer } from './offer-view.js'
import { needAdvertiser, type OfferNeeds } from './offers.js'

/** The organization's offer. @throws NotFound also for another organization's */
export async function findOffer(db: Queries, organization: string, id: string): Promise<StoredOffer> {
  const offer = await new OfferStore(db).find(organization, id)
  if (!offer) throw new NotFound(`There is no offer ${id}`)
  return offer
}

export const getOffer =
  ({ db }: OfferNeeds): Handler<'getOffer'> =>
  async ({ path: { id }, principal: { organization } }) =>
    reply(200, presentOffer(await findOffer(db.knex, organization, id)))

export const updateOffer =
  (needs: OfferNeeds): Handler<'updateOffer'> =>
  async request =>
    reply(200, presentOffer(await change(needs, request)))

/** The same as PUT, for clients that say PATCH to a partial body. */
export const patchOffer =
  (needs: OfferNeeds): Handler<'patchOffer'> =>
  async request =>
    reply(200, presentOffer(await change(needs, request)))

/** Takes the offer out of the auction. Its row stays, since events and ledger entries refer to it. */
export const deleteOffer =
  ({ catalogue, journal }: OfferNeeds): Handler<'deleteOffer'> =>
  async ({ path: { id }, principal: { organization }, now }) => {
    await catalogue.change(async (trx, version) => {
      await new OfferStore(trx).delete(await findOffer(trx, organization, id), version, now)
      await journal.record(trx, [{ id: newId('evt'), organization, kind: 'offer_deleted', at: now, offer: id }])
    })
    return reply(200, { deleted: true })
  }

/** Reads the settings as they are now with those that were given on top, so that a change is held to what a new offer is held to. */
async function change(
  { catalogue, journal }: OfferNeeds,
  { path: { id }, principal: { organization }, body, now }: Request<'updateOffer' | 'patchOffer'>,
): Promise<StoredOffer> {
  return catalogue.change(async (trx, version) => {
    const before = await findOffer(trx, organization, id)
    const after: StoredOffer = { ...before, ...readOffer({ ...presentOffer(before), ...body }), updatedAt: now }
    await needAdvertiser(trx, after)
    await new OfferStore(trx).update(after, version)
    await journal.record(trx, [
      { id: newId('evt'), organization, kind: 'offer_updated', at: now, offer: id, properties: { fields: Object.keys(body) } },
    ])
    return after
  })
}
