import { ask } from '../db/ask.js'
import type { Dialect } from '../db/dialect.js'
import { type ColumnTypes, insertRows } from '../db/insert-rows.js'
import { matching, rowSource, rowsParameter } from '../db/row-source.js'
import type { Queries } from '../db/transaction.js'
import { fromBoolean } from '../db/values.js'
import type { Tally } from './charge.js'

/** What one pair of request and offer has had. */
export interface Pair {
  readonly trace: string
  readonly offer: string
  /** Its valid impression, click event and click. */
  readonly impression: boolean
  readonly click_event: boolean
  readonly click: boolean
}

interface PairRow {
  trace: string
  offer: string
  impression: boolean | number
  click_event: boolean | number
  click: boolean | number
}

/** What an offer has spent on a UTC day, or over its whole life where the day is ''. */
export interface DayTally extends Tally {
  readonly offer: string
  readonly day: string
}

type TallyRow = DayTally & { organization: string }

const TALLY: ColumnTypes<TallyRow> = { offer: 'text', day: 'text', organization: 'text', actions: 'bigint', spent: 'bigint' }

/** What billing decides by, for whole batches. */
export class BillingStore {
  constructor(
    private readonly db: Queries,
    private readonly dialect: Dialect,
  ) {}

  /**
   * From here to the end of the transaction nobody else bills for these organizations, so what is read is still true when it is written. One lock an
   * organization, in one order, instead of one for each offer, visitor and account, since their charges meet in the same balance anyway.
   */
  async lock(organizations: readonly string[]): Promise<void> {
    // Where one transaction runs at a time, it has that already.
    if (!this.dialect.advisoryLocks) return
    await ask(
      this.db,
      `select pg_advisory_xact_lock(hashtextextended('billing:' || organization, 0)) from (select * from ${rowSource(this.dialect, ['organization'])} as o order by organization) as ordered`,
      [rowsParameter([...new Set(organizations)].map(organization => [organization]))],
    )
  }

  async pairs(pairs: readonly (readonly [trace: string, offer: string])[]): Promise<Pair[]> {
    if (pairs.length === 0) return []
    const rows = await ask<PairRow>(
      this.db,
      `select p.trace, p.offer, i.trace is not null as impression, e.trace is not null as click_event, c.trace is not null as click
        from ${rowSource(this.dialect, ['trace', 'offer'])} as p
        ${matching(this.dialect, 'left join', 'impressions', 'i', 'i.trace = p.trace and i.offer = p.offer')}
        ${matching(this.dialect, 'left join', 'click_events', 'e', 'e.trace = p.trace and e.offer = p.offer')}
        ${matching(this.dialect, 'left join', 'clicks', 'c', 'c.trace = p.trace and c.offer = p.offer and c.reason is null')}`,
      [rowsParameter(pairs)],
    )
    return rows.map(toPair)
  }

  async tallies(keys: readonly (readonly [offer: string, day: string])[]): Promise<DayTally[]> {
    if (keys.length === 0) return []
    return ask(
      this.db,
      `select t.offer, t.day, t.actions, t.spent from ${rowSource(this.dialect, ['offer', 'day'])} as k
        ${matching(this.dialect, 'join', 'offer_counters', 't', 't.offer = k.offer and t.day = k.day')}`,
      [rowsParameter(keys)],
    )
  }

  async addTallies(tallies: readonly TallyRow[]): Promise<void> {
    await insertRows(
      this.db,
      this.dialect,
      'offer_counters',
      TALLY,
      tallies,
      'on conflict (offer, day) do update set actions = offer_counters.actions + excluded.actions, spent = offer_counters.spent + excluded.spent',
    )
  }

  async balances(accounts: readonly (readonly [organization: string, account: string])[]) {
    if (accounts.length === 0) return []
    return ask<{ account: string; balance: number }>(
      this.db,
      `select b.account, b.balance from ${rowSource(this.dialect, ['organization', 'account'])} as k
        ${matching(this.dialect, 'join', 'ledger_balances', 'b', 'b.organization = k.organization and b.account = k.account')}`,
      [rowsParameter(accounts)],
    )
  }
}

const toPair = ({ trace, offer, ...had }: PairRow): Pair => ({
  trace,
  offer,
  impression: fromBoolean(had.impression),
  click_event: fromBoolean(had.click_event),
  click: fromBoolean(had.click),
})
