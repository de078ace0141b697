import { ask } from '../db/ask.js'
import type { Queries } from '../db/transaction.js'
import type { StatDelta } from './stats.js'

/** Something whose two accounts of itself differ: what it should be, and what it is. Amounts in micros. */
export interface Difference {
  readonly organization: string
  readonly name: string
  readonly expected: number
  readonly found: number
  /** How many rows each side has. */
  readonly expectedRows: number
  readonly foundRows: number
}

export interface OfferDay {
  readonly offer: string
  /** UTC days since the epoch. */
  readonly day: number
  readonly actions: number
  readonly spent: number
}

/** Findings of a kind that are listed: whoever has more has another trouble than a list. */
const LIMIT = 100

const ADVERTISERS = `account like 'advertiser:%'`
const PUBLISHERS = `account like 'publisher:%'`

/** What accounts of a kind have gained by each posting. */
const gainOf = (accounts: string): string =>
  `(select e.posting, sum(e.amount) as gain from ledger_entries e where e.${accounts} group by e.posting)`

const price = `cast(properties->>'price' as bigint)`
const isTrue = (name: string): string => `cast(properties->>'${name}' as text) in ('1', 'true')`

/** By cause, what an advertiser has paid (negative: got back). Deposits are caused by nothing of ours. */
const PAID = `select p.organization, p.cause as name, -coalesce(g.gain, 0) as amount
  from ledger_postings p left join ${gainOf(ADVERTISERS)} g on g.posting = p.id where p.kind <> 'deposit'`

const EARNED = `select p.organization, p.cause as name, coalesce(g.gain, 0) as amount
  from ledger_postings p left join ${gainOf(PUBLISHERS)} g on g.posting = p.id where p.kind <> 'deposit'`

/** The causes that the tables of acts say were billed. */
const BILLED_ACTS = `select organization, 'click:' || id as name, price as amount from clicks where billed
  union all select organization, 'conversion:' || id, price from conversions where price > 0
  union all select organization, 'reversal:conversion:' || id, -price from conversions where price > 0 and status = 'reversed'`

/** What the journal says of each cause, as `amount` of its properties. */
const told = (amount: 'price' | 'earnings'): string => {
  const value = `cast(properties->>'${amount}' as bigint)`
  const of = (kind: string, name: string, sign = '') =>
    `select organization, ${name} as name, ${sign}${value} as amount from events where kind = '${kind}' and ${price} <> 0 and at >= ?`
  return [
    of('click', `'click:' || (properties->>'clickId')`),
    of('impression', `'impression:' || trace || ':' || offer`),
    of('conversion', `'conversion:' || (properties->>'conversionId')`),
    of('reversal', `'reversal:conversion:' || (properties->>'conversionId')`, '-'),
    of('rescored', `properties->>'cause'`),
  ].join(' union all ')
}

/** Billable actions by offer and day. What is taken back is taken from the day on which it was billed. */
const ACTIONS = `select organization, offer, at / 86400000 as day, 1 as actions, price from clicks where billed
  union all select organization, offer, at / 86400000, 1, price from conversions where price > 0 and status = 'approved'
  union all select p.organization, p.offer, p.at / 86400000, 1, -g.gain from ledger_postings p
    join ${gainOf(ADVERTISERS)} g on g.posting = p.id where p.cause like 'impression:%'
  union all select p.organization, p.offer, c.at / 86400000, case when g.gain < 0 then 1 else -1 end, -g.gain from ledger_postings p
    join ${gainOf(ADVERTISERS)} g on g.posting = p.id join clicks c on c.id = substr(p.cause, 9, 30) where p.cause like 'rescore:%'`

/** Asks the money's tables whether they agree, one statement for each question. All answers are of one moment when asked in one transaction. */
export class AuditStore {
  constructor(private readonly db: Queries) {}

  /** Postings that do not add up to nothing, and entries that belong to none. */
  async unbalanced() {
    return this.findings<{ name: string; sum: number; entries: number }>(
      `select p.cause as name, coalesce(sum(e.amount), 0) as sum, count(e.posting) as entries
        from ledger_postings p left join ledger_entries e on e.posting = p.id and e.organization = p.organization
        group by p.id, p.cause having coalesce(sum(e.amount), 0) <> 0 or count(e.posting) < 2
      union all
      select 'no posting ' || e.posting, sum(e.amount), count(*) from ledger_entries e
        where not exists (select 1 from ledger_postings p where p.id = e.posting and p.organization = e.organization) group by e.posting`,
    )
  }

  async postedTwice() {
    return this.findings<{ name: string; times: number }>(
      'select cause as name, count(*) as times from ledger_postings group by organization, cause having count(*) > 1',
    )
  }

  balances(): Promise<Difference[]> {
    return this.compare(
      'select organization, account as name, amount from ledger_entries',
      'select organization, account as name, balance as amount from ledger_balances',
      'sums',
    )
  }

  async overdrawn() {
    return this.findings<{ name: string; balance: number }>(
      `select account as name, balance from ledger_balances where ${ADVERTISERS} and balance < 0`,
    )
  }

  /** Clicks and conversions against the ledger, over all time. */
  acts(): Promise<Difference[]> {
    const ofActs = `select * from (${PAID}) as paid
      where name like 'click:%' or name like 'conversion:%' or name like 'reversal:conversion:%'`
    return this.compare(BILLED_ACTS, ofActs, 'rows')
  }

  /** The journal's facts since an instant against the ledger: what advertisers paid. */
  paid(since: number): Promise<Difference[]> {
    return this.compare(told('price'), this.postedSince(PAID), 'rows', [since, since, since, since, since, since])
  }

  /** The same, of what publishers earned. */
  earned(since: number): Promise<Difference[]> {
    return this.compare(told('earnings'), this.postedSince(EARNED), 'rows', [since, since, since, since, since, since])
  }

  /** Clicks, conversions and impressions, as the journal tells them and as their tables keep them. */
  async tables(since: number): Promise<Difference[]> {
    const pairs: [facts: string, rows: string][] = [
      [
        `select organization, 'click ' || (properties->>'clickId') as name, ${price} as amount from events where kind = 'click' and at >= ?`,
        `select organization, 'click ' || id as name, case when billed then price else 0 end as amount from clicks where at >= ?`,
      ],
      [
        `select organization, 'conversion ' || (properties->>'conversionId') as name, ${price} as amount from events
          where kind = 'conversion' and at >= ? and coalesce(properties->>'reason', '') <> 'duplicate'`,
        `select organization, 'conversion ' || id as name, price as amount from conversions where at >= ?`,
      ],
      [
        `select organization, 'impression ' || trace || ' ' || offer as name, 0 as amount from events
          where kind = 'impression' and at >= ? and ${isTrue('valid')}`,
        `select organization, 'impression ' || trace || ' ' || offer as name, 0 as amount from impressions where at >= ?`,
      ],
    ]
    const differences: Difference[] = []
    for (const [facts, rows] of pairs) differences.push(...(await this.compare(facts, rows, 'rows', [since, since])))
    return differences
  }

  /** What every offer has done and spent on each day, by the acts themselves. */
  async actions(): Promise<OfferDay[]> {
    const rows = await ask<OfferDay>(
      this.db,
      `select offer, day, sum(actions) as actions, sum(price) as spent from (${ACTIONS}) as acts group by offer, day`,
      [],
    )
    return rows.map(({ offer, day, actions, spent }) => ({ offer, day: Number(day), actions: Number(actions), spent: Number(spent) }))
  }

  /** The same, as it was counted on the way; the day '' is an offer's whole life. */
  async counters(): Promise<(Omit<OfferDay, 'day'> & { day: string })[]> {
    return this.db('offer_counters').select('offer', 'day', 'actions', 'spent')
  }

  /** The counts of reports from a day on, whatever their epochs. */
  async stats(from: string): Promise<StatDelta[]> {
    const key = ['organization', 'website', 'offer', 'country', 'surface', 'day', 'metric']
    const rows: StatDelta[] = await this.db('stat_deltas')
      .select([...key, ...['n', 'revenue', 'earnings'].map(column => this.db.raw(`sum(${column}) as ${column}`))])
      .where('day', '>=', from)
      .groupBy(key)
    return rows.map(row => ({ ...row, n: Number(row.n), revenue: Number(row.revenue), earnings: Number(row.earnings) }))
  }

  private postedSince(postings: string): string {
    return `select * from (${postings} and p.at >= ?) as posted`
  }

  /** Names whose sums, or also whose numbers of rows, differ between what should be and what is. */
  private async compare(expected: string, found: string, what: 'sums' | 'rows', bindings: number[] = []): Promise<Difference[]> {
    const rows = await this.findings<Difference>(
      `select organization, name, sum(expected) as expected, sum(found) as found,
          sum("expectedRows") as "expectedRows", sum("foundRows") as "foundRows"
        from (
          select organization, name, amount as expected, 0 as found, 1 as "expectedRows", 0 as "foundRows" from (${expected}) as e
          union all
          select organization, name, 0, amount, 0, 1 from (${found}) as f
        ) as both_sides
        group by organization, name
        having sum(expected) <> sum(found) ${what === 'rows' ? 'or sum("expectedRows") <> sum("foundRows")' : ''}`,
      bindings,
    )
    const numbers = ({ expected, found, expectedRows, foundRows }: Difference) => ({
      expected: Number(expected),
      found: Number(found),
      expectedRows: Number(expectedRows),
      foundRows: Number(foundRows),
    })
    return rows.map(row => ({ ...row, ...numbers(row) }))
  }

  private findings<Row>(question: string, bindings: number[] = []): Promise<Row[]> {
    return ask(this.db, `${question} limit ${LIMIT}`, bindings)
  }
}
