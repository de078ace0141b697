import { WebsiteStore } from '../catalogue/website-store.js'
import { reply } from '../http/reply.js'
import type { Handler } from '../http/types.js'
import { newId } from '../lib/id.js'
import { findWebsite } from './website.js'
import { newWebsiteKeys, type WebsiteNeeds } from './websites.js'

/** Gives the website a new pair of keys; the old pair is refused from the next request on. */
export const rotateWebsiteKeys =
  ({ catalogue, journal }: WebsiteNeeds): Handler<'rotateWebsiteKeys'> =>
  async ({ path: { id }, principal: { organization }, now }) => {
    const keys = newWebsiteKeys()
    await catalogue.change(async (trx, version) => {
      const website = await findWebsite(trx, organization, id)
      await new WebsiteStore(trx).update({ ...website, ...keys, updatedAt: now }, version)
      await journal.record(trx, [{ id: newId('evt'), organization, kind: 'website_keys_rotated', at: now, website: website.id }])
    })
    return reply(200, { pub: keys.pubKey, website: keys.websiteKey })
  }
