import type { Database } from '../db/database.js'
import { reply } from '../http/reply.js'
import type { Handler } from '../http/types.js'
import { fromMicros } from '../lib/money.js'
import { CURRENCY } from '../market/attribution.js'
import { StatementStore } from '../market/statement-store.js'
import type { Settle } from './settle.js'

/** What each of the organization's accounts holds. */
export const listLedgerBalances =
  ({ db, settle }: { readonly db: Database; readonly settle: Settle }): Handler<'listLedgerBalances'> =>
  async ({ query: { page, limit }, principal: { organization } }) => {
    await settle()
    const { items, total } = await new StatementStore(db.reads).balances(organization, { offset: (page - 1) * limit, limit })
    const shown = items.map(({ account, balance }) => ({ account, balance: fromMicros(balance), currency: CURRENCY }))
    return reply(200, { items: shown, total, page })
  }
