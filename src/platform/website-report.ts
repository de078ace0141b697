import type { Database } from '../db/database.js'
import { reply } from '../http/reply.js'
import type { Handler } from '../http/types.js'
import type { Journal } from '../journal/journal.js'
import { reportOf } from '../market/report.js'
import { StatStore } from '../market/stat-store.js'
import { reportSpan } from './report-span.js'
import { findWebsite } from './website.js'

/** What a website's visitors were shown and did, and what it earned. */
export const getWebsiteReport =
  ({ db, journal }: { db: Database; journal: Journal }): Handler<'getWebsiteReport'> =>
  async ({ path: { id }, query, principal: { organization }, now }) => {
    // A decision is answered before it is counted.
    await journal.flush()
    const website = await findWebsite(db.knex, organization, id)
    const filter = { organization, website: website.id, ...reportSpan(query, now) }
    return reply(200, reportOf(await new StatStore(db.knex, db.dialect).report(filter, query.by), query.by))
  }
