import { ask } from '../db/ask.js'
import type { Dialect } from '../db/dialect.js'
import { type ColumnTypes, insertRows } from '../db/insert-rows.js'
import { matching, rowSource, rowsParameter } from '../db/row-source.js'
import type { Queries } from '../db/transaction.js'
import { fromBoolean } from '../db/values.js'
import type { Unbilled } from './billing-acts.js'
import type { ClickFacts, ClickReason } from './invalid-traffic.js'
import type { BidModel } from './offer.js'

/** One redirect that was followed. */
export interface Click {
  readonly id: string
  readonly organization: string
  readonly trace: string
  readonly offer: string
  readonly advertiser: string
  readonly website: string
  readonly visitor: string
  readonly at: number
  /** Why it is not valid. */
  readonly reason: ClickReason | null
  /** Why it cost nothing though it is valid. */
  readonly unbilled: Unbilled | null
  readonly billed: boolean
  readonly model: BidModel
  /** Micros of one billable action when the offer was served, billed or not. */
  readonly price: number
  readonly country: string | null
  readonly surface: string
}

interface ClickRow extends Omit<Click, 'billed'> {
  readonly billed: boolean | number
}

/** A click with what it was judged by. */
export interface JudgedClick extends Click {
  readonly facts: ClickFacts
}

const TYPES: ColumnTypes<JudgedClick> = {
  id: 'text',
  organization: 'text',
  trace: 'text',
  offer: 'text',
  advertiser: 'text',
  website: 'text',
  visitor: 'text',
  at: 'bigint',
  reason: 'text',
  unbilled: 'text',
  billed: 'boolean',
  model: 'text',
  price: 'bigint',
  country: 'text',
  surface: 'text',
  facts: 'json',
}

const COLUMNS = Object.keys(TYPES).filter(column => column !== 'facts')

/** Every redirect, valid or not, with what the rules for invalid traffic read. */
export class ClickStore {
  constructor(
    private readonly db: Queries,
    private readonly dialect: Dialect,
  ) {}

  async insert(clicks: readonly JudgedClick[]): Promise<void> {
    await insertRows(this.db, this.dialect, 'clicks', TYPES, clicks)
  }

  async byId(ids: readonly string[]): Promise<Click[]> {
    if (ids.length === 0) return []
    const rows: ClickRow[] = await this.db('clicks').select(COLUMNS).whereIn('id', ids)
    return rows.map(toClick)
  }

  /** Times of the valid clicks of each visitor on each website since an instant. */
  async recent(visitors: readonly (readonly [website: string, visitor: string])[], since: number) {
    if (visitors.length === 0) return []
    return ask<{ website: string; visitor: string; at: number }>(
      this.db,
      `select c.website, c.visitor, c.at from ${rowSource(this.dialect, ['website', 'visitor'])} as v
        ${matching(this.dialect, 'join', 'clicks', 'c', 'c.website = v.website and c.visitor = v.visitor and c.at > ? and c.reason is null')}`,
      [rowsParameter(visitors), since],
    )
  }
}

const toClick = (row: ClickRow): Click => ({ ...row, billed: fromBoolean(row.billed) })
