import type { OfferRules } from '../catalogue/website.js'
import { WebsiteStore } from '../catalogue/website-store.js'
import type { Queries } from '../db/transaction.js'
import { reply } from '../http/reply.js'
import type { Handler } from '../http/types.js'
import { Invalid } from '../lib/errors.js'
import { newId } from '../lib/id.js'
import { AdvertiserStore } from '../market/advertiser-store.js'
import { OfferStore } from '../market/offer-store.js'
import { findWebsite } from './website.js'
import type { WebsiteNeeds } from './websites.js'

/** Which advertisers and offers the website shows. */
export const getOfferRules =
  ({ db }: WebsiteNeeds): Handler<'getOfferRules'> =>
  async ({ path: { id }, principal: { organization } }) => {
    const { offerRules } = await findWebsite(db.knex, organization, id)
    return reply(200, present(offerRules))
  }

/** Replaces the rules. The very next request goes by them, on every process. */
export const putOfferRules =
  ({ catalogue, journal }: WebsiteNeeds): Handler<'putOfferRules'> =>
  async ({ path: { id }, principal: { organization }, body, now }) => {
    const offerRules: OfferRules = { advertisers: once(body.advertisers), offers: once(body.offers) }
    await catalogue.change(async (trx, version) => {
      const website = await findWebsite(trx, organization, id)
      await refuseUnknown(trx, organization, body)
      await new WebsiteStore(trx).update({ ...website, offerRules, updatedAt: now }, version)
      await journal.record(trx, [
        { id: newId('evt'), organization, kind: 'offer_rules_saved', at: now, website: website.id, properties: offerRules },
      ])
    })
    return reply(200, present(offerRules))
  }

/** A deleted offer or advertiser may stay in the lists: what was read can be saved again. */
async function refuseUnknown(db: Queries, organization: string, rules: OfferRules): Promise<void> {
  const kinds = [
    { list: 'advertisers', one: 'advertiser', store: new AdvertiserStore(db) },
    { list: 'offers', one: 'offer', store: new OfferStore(db) },
  ] as const
  for (const { list, one, store } of kinds) {
    const { allow, block } = rules[list]
    const known = await store.known(organization, [...allow, ...block])
    for (const [name, ids] of Object.entries({ allow, block })) {
      const at = ids.findIndex(id => !known.has(id))
      if (at >= 0) throw new Invalid(`${list}.${name}[${at}]: there is no ${one} ${ids[at]}`)
    }
  }
}

type Lists = OfferRules['offers']

const once = ({ allow, block }: Lists): Lists => ({ allow: [...new Set(allow)], block: [...new Set(block)] })

const copy = ({ allow, block }: Lists) => ({ allow: [...allow], block: [...block] })

const present = ({ advertisers, offers }: OfferRules) => ({ advertisers: copy(advertisers), offers: copy(offers) })
