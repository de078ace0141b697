import type { Catalogue } from '../catalogue/catalogue.js'
import { NO_OFFER_RULES, type Website } from '../catalogue/website.js'
import { WebsiteStore } from '../catalogue/website-store.js'
import type { Database } from '../db/database.js'
import { reply } from '../http/reply.js'
import type { Handler } from '../http/types.js'
import type { Journal } from '../journal/journal.js'
import type { JournalStore } from '../journal/journal-store.js'
import { newId } from '../lib/id.js'
import { newSecret } from '../lib/secrets.js'
import { presentWebsite } from './website-view.js'

export interface WebsiteNeeds {
  readonly db: Database
  readonly catalogue: Catalogue
  readonly journal: Journal
  readonly facts: JournalStore
}

/** The pair of keys for a page's source. They are public, but must not be guessed from one another. */
export const newWebsiteKeys = () => ({ pubKey: newSecret('pk_').secret, websiteKey: newSecret('web_').secret })

/** The organization's websites, oldest first. */
export const listWebsites =
  ({ db, journal, facts }: WebsiteNeeds): Handler<'listWebsites'> =>
  async ({ query: { page, limit }, principal: { organization }, now }) => {
    const { items, total } = await new WebsiteStore(db.knex).list(organization, { offset: (page - 1) * limit, limit })
    await journal.flush()
    const pings = await facts.lastByWebsite(
      organization,
      'snippet_ping',
      items.map(({ id }) => id),
    )
    return reply(200, { items: items.map(website => presentWebsite(website, pings.get(website.id), now)), total, page })
  }

/** Creates a website that serves everybody until it gets a geo rule. */
export const createWebsite =
  ({ catalogue, journal }: WebsiteNeeds): Handler<'createWebsite'> =>
  async ({ body, principal: { organization }, now }) => {
    const website: Website = {
      id: newId('site'),
      organization,
      name: body.name,
      domain: body.domain.toLowerCase(),
      status: body.status,
      displayMode: body.displayMode,
      triggerEnabled: body.triggerEnabled,
      trustLocationHints: body.trustLocationHints,
      allowDevOverrides: body.allowDevOverrides,
      support: body.support,
      experience: body.experience,
      revenueShare: body.revenueShare,
      ...newWebsiteKeys(),
      trackingId: newId('atid'),
      geoRule: { mode: 'blocklist', entries: [] },
      offerRules: NO_OFFER_RULES,
      createdAt: now,
      updatedAt: now,
    }
    await catalogue.change(async (trx, version) => {
      await new WebsiteStore(trx).insert(website, version)
      await journal.record(trx, [{ id: newId('evt'), organization, kind: 'website_created', at: now, website: website.id }])
    })
    return reply(201, presentWebsite(website, undefined, now), { Location: `/api/v1/websites/${website.id}` })
  }
