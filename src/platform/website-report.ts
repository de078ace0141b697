import { WebsiteStore } from '../catalogue/website-store.js'
import type { Database } from '../db/database.js'
import { reply } from '../http/reply.js'
import type { Handler } from '../http/types.js'
import { NotFound } from '../lib/errors.js'
import { reportOf } from '../market/report.js'
import { StatStore } from '../market/stat-store.js'
import { reportSpan } from './report-span.js'
import type { Settle } from './settle.js'

/** What a website's visitors were shown and did, and what it earned. That of a deleted one stays. */
export const getWebsiteReport =
  ({ db, settle }: { db: Database; settle: Settle }): Handler<'getWebsiteReport'> =>
  async ({ path: { id }, query, principal: { organization }, now }) => {
    await settle()
    const website = await new WebsiteStore(db.knex).known(organization, id)
    if (website === undefined) throw new NotFound(`There is no website ${id}`)
    const filter = { organization, website, ...reportSpan(query, now) }
    return reply(200, reportOf(await new StatStore(db.reads, db.dialect).report(filter, query.by), query.by))
  }
