import { reply } from '../http/reply.js'
import type { Handler } from '../http/types.js'
import { newId } from '../lib/id.js'
import { AdvertiserStore } from '../market/advertiser-store.js'
import { findAdvertiser } from './advertiser.js'
import type { AdvertiserNeeds } from './advertisers.js'

/** Gives the advertiser a new postback token and shows it this once; the old one is refused from the next request on. */
export const rotatePostbackToken =
  ({ catalogue, journal, postbackTokens }: AdvertiserNeeds): Handler<'rotatePostbackToken'> =>
  async ({ path: { id }, principal: { organization }, now }) => {
    const { secret, token } = postbackTokens.make()
    await catalogue.change(async trx => {
      const advertiser = await findAdvertiser(trx, organization, id)
      await new AdvertiserStore(trx).update({ ...advertiser, token, updatedAt: now })
      await journal.record(trx, [
        { id: newId('evt'), organization, kind: 'postback_token_rotated', at: now, properties: { advertiserId: id } },
      ])
    })
    return reply(200, { postbackToken: secret, postbackTokenPrefix: token.prefix })
  }
