import { ask } from '../db/ask.js'
import type { Dialect } from '../db/dialect.js'
import { type ColumnTypes, insertRows } from '../db/insert-rows.js'
import { matching, rowSource, rowsParameter } from '../db/row-source.js'
import type { Queries } from '../db/transaction.js'
import type { PostbackRefusal } from './billing-acts.js'

/** A transaction that an advertiser reported. */
export interface Conversion {
  readonly id: string
  readonly organization: string
  readonly advertiser: string
  readonly txid: string
  readonly click: string
  readonly offer: string
  /** The goal; '' is the base step. */
  readonly event: string
  readonly status: 'approved' | 'reversed' | 'refused'
  readonly reason: PostbackRefusal | null
  /** Micros that were billed; 0: nothing. */
  readonly price: number
  /** Micros, as reported. */
  readonly payout: number | null
  readonly currency: string | null
  readonly at: number
  readonly reversed_at: number | null
}

const TYPES: ColumnTypes<Conversion> = {
  id: 'text',
  organization: 'text',
  advertiser: 'text',
  txid: 'text',
  click: 'text',
  offer: 'text',
  event: 'text',
  status: 'text',
  reason: 'text',
  price: 'bigint',
  payout: 'bigint',
  currency: 'text',
  at: 'bigint',
  reversed_at: 'bigint',
}

const COLUMNS = Object.keys(TYPES)

/** Conversions, refused and reversed ones too. */
export class ConversionStore {
  constructor(
    private readonly db: Queries,
    private readonly dialect: Dialect,
  ) {}

  async byTransaction(transactions: readonly (readonly [advertiser: string, txid: string])[]): Promise<Conversion[]> {
    if (transactions.length === 0) return []
    return ask(
      this.db,
      `select ${COLUMNS.map(column => `c.${column}`).join(', ')} from ${rowSource(this.dialect, ['advertiser', 'txid'])} as t
        ${matching(this.dialect, 'join', 'conversions', 'c', 'c.advertiser = t.advertiser and c.txid = t.txid')}`,
      [rowsParameter(transactions)],
    )
  }

  async ofClicks(clicks: readonly string[]): Promise<Conversion[]> {
    if (clicks.length === 0) return []
    return this.db('conversions').select(COLUMNS).whereIn('click', clicks)
  }

  async insert(conversions: readonly Conversion[]): Promise<void> {
    await insertRows(this.db, this.dialect, 'conversions', TYPES, conversions)
  }

  async reverse(conversions: readonly { readonly id: string; readonly at: number }[]): Promise<void> {
    if (conversions.length === 0) return
    await this.db.raw(
      `update conversions set status = 'reversed', reversed_at = cast(r.at as bigint) from ${rowSource(this.dialect, ['id', 'at'])} as r where conversions.id = r.id`,
      [rowsParameter(conversions.map(({ id, at }) => [id, String(at)]))],
    )
  }
}
