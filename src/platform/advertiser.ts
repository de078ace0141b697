import type { Queries } from '../db/transaction.js'
import { reply } from '../http/reply.js'
import type { Handler, Request } from '../http/types.js'
import { NotFound } from '../lib/errors.js'
import { newId } from '../lib/id.js'
import type { Advertiser } from '../market/advertiser.js'
import { AdvertiserStore } from '../market/advertiser-store.js'
import { advertiserAccount } from '../market/ledger.js'
import { LedgerStore } from '../market/ledger-store.js'
import { OfferStore } from '../market/offer-store.js'
import { presentAdvertiser } from './advertiser-view.js'
import type { AdvertiserNeeds } from './advertisers.js'

/** The organization's advertiser. @throws NotFound also for another organization's */
export async function findAdvertiser(db: Queries, organization: string, id: string): Promise<Advertiser> {
  const advertiser = await new AdvertiserStore(db).find(organization, id)
  if (!advertiser) throw new NotFound(`There is no advertiser ${id}`)
  return advertiser
}

/** One advertiser with what it has left to spend. */
export const getAdvertiser =
  (needs: AdvertiserNeeds): Handler<'getAdvertiser'> =>
  async ({ path: { id }, principal: { organization } }) =>
    reply(200, await present(needs, await findAdvertiser(needs.db.knex, organization, id)))

export const updateAdvertiser =
  (needs: AdvertiserNeeds): Handler<'updateAdvertiser'> =>
  async request =>
    reply(200, await change(needs, request))

/** The same as PUT, for clients that say PATCH to a partial body. */
export const patchAdvertiser =
  (needs: AdvertiserNeeds): Handler<'patchAdvertiser'> =>
  async request =>
    reply(200, await change(needs, request))

/** Takes the advertiser and its offers out of use. The rows stay, since events and ledger entries refer to them. */
export const deleteAdvertiser =
  ({ catalogue, journal }: AdvertiserNeeds): Handler<'deleteAdvertiser'> =>
  async ({ path: { id }, principal: { organization }, now }) => {
    await catalogue.change(async (trx, version) => {
      await findAdvertiser(trx, organization, id)
      const offers = new OfferStore(trx)
      for (const offer of await offers.ofAdvertiser(organization, id)) {
        await offers.delete(offer, version, now)
        await journal.record(trx, [{ id: newId('evt'), organization, kind: 'offer_deleted', at: now, offer: offer.id }])
      }
      await new AdvertiserStore(trx).delete(organization, id, now)
      await journal.record(trx, [{ id: newId('evt'), organization, kind: 'advertiser_deleted', at: now, properties: { advertiserId: id } }])
    })
    return reply(200, { deleted: true })
  }

/** Replaces the fields that were given. */
async function change(
  needs: AdvertiserNeeds,
  { path: { id }, principal: { organization }, body, now }: Request<'updateAdvertiser' | 'patchAdvertiser'>,
) {
  const advertiser = await needs.catalogue.change(async trx => {
    const before = await findAdvertiser(trx, organization, id)
    const after: Advertiser = { ...before, name: body.name ?? before.name, updatedAt: now }
    await new AdvertiserStore(trx).update(after)
    await needs.journal.record(trx, [
      {
        id: newId('evt'),
        organization,
        kind: 'advertiser_updated',
        at: now,
        properties: { advertiserId: id, fields: Object.keys(body) },
      },
    ])
    return after
  })
  return present(needs, advertiser)
}

async function present({ db, settle }: AdvertiserNeeds, advertiser: Advertiser) {
  await settle()
  const account = advertiserAccount(advertiser.id)
  const balances = await new LedgerStore(db.knex, db.dialect).balances(advertiser.organization, [account])
  return presentAdvertiser(advertiser, balances.get(account) ?? 0)
}
