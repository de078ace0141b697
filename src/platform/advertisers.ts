import type { Catalogue } from '../catalogue/catalogue.js'
import type { Database } from '../db/database.js'
import { reply } from '../http/reply.js'
import type { Handler } from '../http/types.js'
import type { Journal } from '../journal/journal.js'
import { newId } from '../lib/id.js'
import type { Advertiser } from '../market/advertiser.js'
import { AdvertiserStore } from '../market/advertiser-store.js'
import { advertiserAccount } from '../market/ledger.js'
import { LedgerStore } from '../market/ledger-store.js'
import type { PostbackTokens } from '../market/postback-tokens.js'
import { presentAdvertiser } from './advertiser-view.js'
import type { Settle } from './settle.js'

export interface AdvertiserNeeds {
  readonly db: Database
  readonly catalogue: Catalogue
  readonly journal: Journal
  readonly postbackTokens: PostbackTokens
  readonly settle: Settle
}

/** The organization's advertisers with their balances, oldest first. */
export const listAdvertisers =
  ({ db, settle }: AdvertiserNeeds): Handler<'listAdvertisers'> =>
  async ({ query: { page, limit }, principal: { organization } }) => {
    await settle()
    const { items, total } = await new AdvertiserStore(db.knex).list(organization, { offset: (page - 1) * limit, limit })
    const balances = await new LedgerStore(db.knex, db.dialect).balances(
      organization,
      items.map(({ id }) => advertiserAccount(id)),
    )
    const shown = items.map(advertiser => presentAdvertiser(advertiser, balances.get(advertiserAccount(advertiser.id)) ?? 0))
    return reply(200, { items: shown, total, page })
  }

/** Creates an advertiser without money, and shows its postback token this once. */
export const createAdvertiser =
  ({ catalogue, journal, postbackTokens }: AdvertiserNeeds): Handler<'createAdvertiser'> =>
  async ({ body, principal: { organization }, now }) => {
    const { secret, token } = postbackTokens.make()
    const advertiser: Advertiser = { id: newId('adv'), organization, name: body.name, token, createdAt: now, updatedAt: now }
    await catalogue.change(async trx => {
      await new AdvertiserStore(trx).insert(advertiser)
      await journal.record(trx, [
        { id: newId('evt'), organization, kind: 'advertiser_created', at: now, properties: { advertiserId: advertiser.id } },
      ])
    })
    return reply(
      201,
      { ...presentAdvertiser(advertiser, 0), balance: 0, postbackToken: secret },
      { Location: `/api/v1/advertisers/${advertiser.id}` },
    )
  }
