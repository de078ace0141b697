import { parseGeoEntries } from '../catalogue/geo-rule.js'
import { WebsiteStore } from '../catalogue/website-store.js'
import { reply } from '../http/reply.js'
import type { Handler } from '../http/types.js'
import { newId } from '../lib/id.js'
import { findWebsite } from './website.js'
import type { WebsiteNeeds } from './websites.js'

/** Which visitors the website serves. */
export const getGeoRule =
  ({ db }: WebsiteNeeds): Handler<'getGeoRule'> =>
  async ({ path: { id }, principal: { organization } }) => {
    const { geoRule } = await findWebsite(db.knex, organization, id)
    return reply(200, { mode: geoRule.mode, entries: [...geoRule.entries] })
  }

/** Replaces the rule. The very next decision goes by it, on every process. */
export const putGeoRule =
  ({ catalogue, journal }: WebsiteNeeds): Handler<'putGeoRule'> =>
  async ({ path: { id }, principal: { organization }, body, now }) => {
    const geoRule = { mode: body.mode, entries: parseGeoEntries(body.entries) }
    await catalogue.change(async (trx, version) => {
      const website = await findWebsite(trx, organization, id)
      await new WebsiteStore(trx).update({ ...website, geoRule, updatedAt: now }, version)
      await journal.record(trx, [
        { id: newId('evt'), organization, kind: 'geo_rule_saved', at: now, website: website.id, properties: geoRule },
      ])
    })
    return reply(200, geoRule)
  }
