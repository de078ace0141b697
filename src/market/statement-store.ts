import type { Knex } from 'knex'
import type { Queries } from '../db/transaction.js'
import { advertiserAccount, causes, type Posting } from './ledger.js'

/** An entry with what its posting says, as statements list it. */
export interface StatementLine extends Omit<Posting, 'id' | 'entries' | 'organization'> {
  readonly posting: string
  readonly account: string
  readonly amount: number
}

export interface Balance {
  readonly account: string
  readonly balance: number
}

/** What an advertiser has paid in, in micros. */
export interface Deposit {
  readonly id: string
  readonly cause: string
  readonly at: number
  readonly amount: number
}

interface Page {
  readonly offset: number
  readonly limit: number
}

/** Which part of a list, and of what time: `from` up to but not including `to`, epoch milliseconds. */
export interface StatementFilter extends Page {
  readonly account?: string
  readonly from?: number
  readonly to?: number
}

/** The ledger as people read it, by page. */
export class StatementStore {
  constructor(private readonly db: Queries) {}

  /** A page of the organization's entries, newest first. */
  async lines(
    organization: string,
    { account, from, to, offset, limit }: StatementFilter,
  ): Promise<{ items: StatementLine[]; total: number }> {
    /** Those meant, of the table whose index is walked. */
    const meant = (query: Knex.QueryBuilder, table: string) => {
      query.where({ [`${table}.organization`]: organization, ...(account !== undefined && { 'e.account': account }) })
      if (from !== undefined) query.where(`${table}.at`, '>=', from)
      if (to !== undefined) query.where(`${table}.at`, '<', to)
    }
    // An account's lines are a range of the entries' index, everyone's are one of the postings'.
    const table = account === undefined ? 'p' : 'e'
    const lines = this.db('ledger_entries as e').join('ledger_postings as p', 'p.id', 'e.posting').modify(meant, table)
    // All of an account's, or of everyone's, are counted without a look at the postings.
    const isSpanOfAll = account === undefined && (from ?? to) !== undefined
    const counted = isSpanOfAll ? lines.clone() : this.db('ledger_entries as e').modify(meant, 'e')
    const [count] = await counted.count<{ n: number }[]>({ n: '*' })
    const items: StatementLine[] = await lines
      .select('e.posting', 'e.account', 'e.amount', 'p.cause', 'p.kind', 'p.at', 'p.trace', 'p.offer', 'p.website')
      .orderBy([
        { column: `${table}.at`, order: 'desc' },
        { column: 'e.posting', order: 'desc' },
        { column: 'e.line', order: 'asc' },
      ])
      .offset(offset)
      .limit(limit)
    return { items, total: Number(count?.n ?? 0) }
  }

  /** What the organization's accounts hold, by name. */
  async balances(organization: string, { offset, limit }: Page): Promise<{ items: Balance[]; total: number }> {
    const mine = this.db('ledger_balances').where({ organization })
    const [count] = await mine.clone().count<{ n: number }[]>({ n: '*' })
    const items: Balance[] = await mine.select('account', 'balance').orderBy('account').offset(offset).limit(limit)
    return { items, total: Number(count?.n ?? 0) }
  }

  /** What an advertiser has paid in, oldest first. */
  async deposits(organization: string, advertiser: string, { offset, limit }: Page): Promise<{ items: Deposit[]; total: number }> {
    const prefix = causes.deposit(advertiser, '')
    const mine = this.db('ledger_postings as p')
      .where({ 'p.organization': organization })
      // Spelt out, as the index of deposits is.
      .whereRaw("p.kind = 'deposit'")
      .whereRaw('substr(p.cause, 1, ?) = ?', [prefix.length, prefix])
    const [count] = await mine.clone().count<{ n: number }[]>({ n: '*' })
    const items: Deposit[] = await mine
      .join('ledger_entries as e', 'e.posting', 'p.id')
      .where({ 'e.account': advertiserAccount(advertiser) })
      .select('p.id', 'p.cause', 'p.at', 'e.amount')
      .orderBy('p.id')
      .offset(offset)
      .limit(limit)
    return { items, total: Number(count?.n ?? 0) }
  }
}
