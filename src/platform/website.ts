import { ChannelStore } from '../catalogue/channel-store.js'
import { DestinationStore } from '../catalogue/destination-store.js'
import { TrackingKeyStore } from '../catalogue/tracking-key-store.js'
import type { Website } from '../catalogue/website.js'
import { WebsiteStore } from '../catalogue/website-store.js'
import type { Queries } from '../db/transaction.js'
import { reply } from '../http/reply.js'
import type { Handler, Request } from '../http/types.js'
import { NotFound } from '../lib/errors.js'
import { newId } from '../lib/id.js'
import { presentWebsite } from './website-view.js'
import type { WebsiteNeeds } from './websites.js'

/** The organization's website, by its id or its tracking id. @throws NotFound also for another organization's */
export async function findWebsite(db: Queries, organization: string, id: string): Promise<Website> {
  const website = await new WebsiteStore(db).find(organization, id)
  if (!website) throw new NotFound(`There is no website ${id}`)
  return website
}

/** One website with the state of its snippet. */
export const getWebsite =
  ({ db, journal, facts }: WebsiteNeeds): Handler<'getWebsite'> =>
  async ({ path: { id }, principal: { organization }, now }) => {
    const website = await findWebsite(db.knex, organization, id)
    return reply(200, await present({ journal, facts }, website, now))
  }

export const updateWebsite =
  (needs: WebsiteNeeds): Handler<'updateWebsite'> =>
  async request =>
    reply(200, await change(needs, request))

/** The same as PUT, for clients that say PATCH to a partial body. */
export const patchWebsite =
  (needs: WebsiteNeeds): Handler<'patchWebsite'> =>
  async request =>
    reply(200, await change(needs, request))

/** Takes the website out of use, and with it its channels, destinations and tracking keys. The rows stay, since events and ledger entries refer to them. */
export const deleteWebsite =
  ({ catalogue, journal }: WebsiteNeeds): Handler<'deleteWebsite'> =>
  async ({ path: { id }, principal: { organization }, now }) => {
    await catalogue.change(async trx => {
      const website = await findWebsite(trx, organization, id)
      await new WebsiteStore(trx).delete(organization, website.id, now)
      await new ChannelStore(trx).deleteOf(organization, website.id, now)
      await new DestinationStore(trx).deleteOf(organization, website.id, now)
      await new TrackingKeyStore(trx).revokeOf(organization, website.id, now)
      await journal.record(trx, [{ id: newId('evt'), organization, kind: 'website_deleted', at: now, website: website.id }])
    })
    return reply(200, { deleted: true })
  }

/** Replaces the fields that were given. */
async function change(
  { catalogue, journal, facts }: WebsiteNeeds,
  { path: { id }, principal: { organization }, body, now }: Request<'updateWebsite' | 'patchWebsite'>,
) {
  const website = await catalogue.change(async (trx, version) => {
    const before = await findWebsite(trx, organization, id)
    const after: Website = {
      ...before,
      name: body.name ?? before.name,
      domain: body.domain?.toLowerCase() ?? before.domain,
      status: body.status ?? before.status,
      displayMode: body.displayMode ?? before.displayMode,
      triggerEnabled: body.triggerEnabled ?? before.triggerEnabled,
      trustLocationHints: body.trustLocationHints ?? before.trustLocationHints,
      allowDevOverrides: body.allowDevOverrides ?? before.allowDevOverrides,
      support: body.support ?? before.support,
      experience: body.experience ?? before.experience,
      revenueShare: body.revenueShare ?? before.revenueShare,
      updatedAt: now,
    }
    await new WebsiteStore(trx).update(after, version)
    await journal.record(trx, [
      { id: newId('evt'), organization, kind: 'website_updated', at: now, website: before.id, properties: { fields: Object.keys(body) } },
    ])
    return after
  })
  return present({ journal, facts }, website, now)
}

async function present({ journal, facts }: Pick<WebsiteNeeds, 'journal' | 'facts'>, website: Website, now: number) {
  await journal.flush()
  const pings = await facts.lastByWebsite(website.organization, 'snippet_ping', [website.id])
  return presentWebsite(website, pings.get(website.id), now)
}
