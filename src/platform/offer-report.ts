import type { Database } from '../db/database.js'
import { reply } from '../http/reply.js'
import type { Handler } from '../http/types.js'
import { NotFound } from '../lib/errors.js'
import { OfferStore } from '../market/offer-store.js'
import { reportOf } from '../market/report.js'
import { StatStore } from '../market/stat-store.js'
import { reportSpan } from './report-span.js'
import type { Settle } from './settle.js'

/** How often an offer was shown, what came of it, and what it cost its advertiser. That of a deleted one stays. */
export const getOfferReport =
  ({ db, settle }: { db: Database; settle: Settle }): Handler<'getOfferReport'> =>
  async ({ path: { id }, query, principal: { organization }, now }) => {
    await settle()
    if (!(await new OfferStore(db.knex).known(organization, [id])).has(id)) throw new NotFound(`There is no offer ${id}`)
    const filter = { organization, offer: id, ...reportSpan(query, now) }
    return reply(200, reportOf(await new StatStore(db.reads, db.dialect).report(filter, query.by), query.by))
  }
