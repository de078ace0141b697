import type { Database } from '../db/database.js'
import { reply } from '../http/reply.js'
import type { Handler } from '../http/types.js'
import { Invalid } from '../lib/errors.js'
import { fromMicros } from '../lib/money.js'
import { DAY, iso } from '../lib/time.js'
import { CURRENCY } from '../market/attribution.js'
import { type StatementLine, StatementStore } from '../market/statement-store.js'
import type { Settle } from './settle.js'

/** The organization's entries, newest first. */
export const listLedgerEntries =
  ({ db, settle }: { readonly db: Database; readonly settle: Settle }): Handler<'listLedgerEntries'> =>
  async ({ query: { account, from, to, page, limit }, principal: { organization } }) => {
    if (from !== undefined && to !== undefined && to < from) throw new Invalid('to: must not be before from')
    await settle()
    const { items, total } = await new StatementStore(db.reads).lines(organization, {
      ...(account !== undefined && { account }),
      ...(from !== undefined && { from: Date.parse(from) }),
      ...(to !== undefined && { to: Date.parse(to) + DAY }),
      offset: (page - 1) * limit,
      limit,
    })
    return reply(200, { items: items.map(present), total, page })
  }

const present = (line: StatementLine) => ({
  postingId: line.posting,
  time: iso(line.at),
  kind: line.kind,
  cause: line.cause,
  account: line.account,
  amount: fromMicros(line.amount),
  currency: CURRENCY,
  traceId: line.trace,
  offerId: line.offer,
  websiteId: line.website,
})
