import type { Dialect } from '../db/dialect.js'
import { type ColumnTypes, insertRows } from '../db/insert-rows.js'
import type { Queries } from '../db/transaction.js'
import { type Entry, flawOf, type Posting, type PostingKind } from './ledger.js'

interface PostingRow {
  id: string
  organization: string
  cause: string
  kind: PostingKind
  at: number
  trace: string | null
  offer: string | null
  website: string | null
}

interface EntryRow {
  posting: string
  line: number
  organization: string
  account: string
  amount: number
  at: number
}

interface BalanceRow {
  organization: string
  account: string
  balance: number
}

const POSTING: ColumnTypes<PostingRow> = {
  id: 'text',
  organization: 'text',
  cause: 'text',
  kind: 'text',
  at: 'bigint',
  trace: 'text',
  offer: 'text',
  website: 'text',
}
const ENTRY: ColumnTypes<EntryRow> = {
  posting: 'text',
  line: 'integer',
  organization: 'text',
  account: 'text',
  amount: 'bigint',
  at: 'bigint',
}
const BALANCE: ColumnTypes<BalanceRow> = { organization: 'text', account: 'text', balance: 'bigint' }

const POSTING_COLUMNS = Object.keys(POSTING)

/** The ledger: postings that are only ever added, and the balances that follow from them. */
export class LedgerStore {
  constructor(
    private readonly db: Queries,
    private readonly dialect: Dialect,
  ) {}

  /**
   * Posts what has not been posted yet, and keeps the balances; to be called in a transaction. Of several transactions none waits for
   * another in a circle: causes and accounts are written in their order. Who decides by a balance keeps others from charging it meanwhile.
   * @returns those that are new, in the order given; a posting whose cause is posted already is left out
   * @throws Error when a posting does not add up, which no input can bring about
   */
  async post(postings: readonly Posting[]): Promise<Posting[]> {
    const added = await this.insertPostings(postings, 'on conflict (organization, cause) do nothing returning id')
    const ids = new Set(added.map(({ id }) => id))
    const posted = postings.filter(({ id }) => ids.has(id))
    await this.insertEntries(posted)
    await this.addToBalances(posted)
    return posted
  }

  /** The same for a caller who knows that none of the causes is posted yet: one way to the database instead of three. @throws when one is */
  async postNew(postings: readonly Posting[]): Promise<void> {
    await Promise.all([this.insertPostings(postings, ''), this.insertEntries(postings), this.addToBalances(postings)])
  }

  private async insertPostings(postings: readonly Posting[], ending: string): Promise<{ id: string }[]> {
    for (const posting of postings) {
      const flaw = flawOf(posting)
      if (flaw !== undefined) throw new Error(`ledger: the posting for ${posting.cause} ${flaw}`)
    }
    const rows = postings.map(toRow).sort((a, b) => compare(a.organization, b.organization) || compare(a.cause, b.cause))
    return insertRows<PostingRow, { id: string }>(this.db, this.dialect, 'ledger_postings', POSTING, rows, ending)
  }

  private async insertEntries(postings: readonly Posting[]): Promise<void> {
    const rows = postings.flatMap(({ id, organization, at, entries }) =>
      entries.map(({ account, amount }, line) => ({ posting: id, line, organization, account, amount, at })),
    )
    await insertRows(this.db, this.dialect, 'ledger_entries', ENTRY, rows)
  }

  private async addToBalances(postings: readonly Posting[]): Promise<void> {
    const add = 'on conflict (organization, account) do update set balance = ledger_balances.balance + excluded.balance'
    await insertRows(this.db, this.dialect, 'ledger_balances', BALANCE, changesOf(postings), add)
  }

  /** The balances of an organization's accounts, in micros; one without entries has none. */
  async balances(organization: string, accounts: readonly string[]): Promise<Map<string, number>> {
    const rows: BalanceRow[] = await this.db('ledger_balances')
      .select('account', 'balance')
      .where({ organization })
      .whereIn('account', accounts)
    return new Map(rows.map(({ account, balance }) => [account, balance]))
  }

  /** What was posted for these causes, with all entries, to be shown or reversed. */
  async byCause(organization: string, causes: readonly string[]): Promise<Map<string, Posting>> {
    const rows: PostingRow[] = await this.db('ledger_postings').select(POSTING_COLUMNS).where({ organization }).whereIn('cause', causes)
    const entries: EntryRow[] = await this.db('ledger_entries')
      .select('posting', 'account', 'amount')
      .whereIn(
        'posting',
        rows.map(({ id }) => id),
      )
      .orderBy(['posting', 'line'])
    const entriesOf = new Map<string, Entry[]>(rows.map(({ id }) => [id, []]))
    for (const { posting, account, amount } of entries) entriesOf.get(posting)!.push({ account, amount })
    return new Map(rows.map(row => [row.cause, { ...row, entries: entriesOf.get(row.id)! }]))
  }
}

const toRow = ({ id, organization, cause, kind, at, trace, offer, website }: Posting): PostingRow => ({
  id,
  organization,
  cause,
  kind,
  at,
  trace,
  offer,
  website,
})

/** What each account gains by all postings together, in the order in which every transaction writes them. */
function changesOf(postings: readonly Posting[]): BalanceRow[] {
  const changes = new Map<string, BalanceRow>()
  for (const { organization, entries } of postings) {
    for (const { account, amount } of entries) {
      const key = `${organization} ${account}`
      const change = changes.get(key)
      if (change) change.balance += amount
      else changes.set(key, { organization, account, balance: amount })
    }
  }
  return [...changes.values()].sort((a, b) => compare(a.organization, b.organization) || compare(a.account, b.account))
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
