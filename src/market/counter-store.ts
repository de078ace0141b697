import type { Queries } from '../db/transaction.js'
import { DAY, utcDay } from '../lib/time.js'
import { advertiserAccount } from './ledger.js'
import type { OfferStanding, Standings } from './live-counters.js'

interface CounterRow {
  readonly offer: string
  readonly day: string
  readonly actions: number
  readonly spent: number
}

/** The day under which the sums of an offer's whole life stand. */
export const WHOLE_LIFE = ''

const ACCOUNTS = advertiserAccount('')

/** How budgets and balances stand in the database. */
export class CounterStore {
  constructor(private readonly db: Queries) {}

  /** Every offer's figures for the day of `now` and its whole life, and every advertiser's balance. */
  async standings(now: number): Promise<Standings> {
    const rows: CounterRow[] = await this.db('offer_counters')
      .select('offer', 'day', 'actions', 'spent')
      .whereIn('day', [WHOLE_LIFE, utcDay(now)])
    const offers = new Map<string, OfferStanding>()
    for (const { offer, day, actions, spent } of rows) {
      const standing = offers.get(offer) ?? {
        offer,
        day: Math.floor(now / DAY),
        spentToday: 0,
        actionsToday: 0,
        spentTotal: 0,
        actionsTotal: 0,
      }
      offers.set(offer, {
        ...standing,
        ...(day === WHOLE_LIFE ? { spentTotal: spent, actionsTotal: actions } : { spentToday: spent, actionsToday: actions }),
      })
    }
    const balances: { account: string; balance: number }[] = await this.db('ledger_balances')
      .select('account', 'balance')
      .where('account', 'like', `${ACCOUNTS}%`)
    return {
      offers: [...offers.values()],
      balances: balances.map(({ account, balance }) => ({ advertiser: account.slice(ACCOUNTS.length), balance })),
    }
  }
}
