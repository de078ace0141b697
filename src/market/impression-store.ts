import type { Dialect } from '../db/dialect.js'
import { type ColumnTypes, insertRows } from '../db/insert-rows.js'
import type { Queries } from '../db/transaction.js'

/** A valid impression. */
export interface Impression {
  readonly trace: string
  readonly offer: string
  readonly organization: string
  readonly website: string
  readonly visitor: string
  readonly at: number
}

/** A valid click event. */
export type ClickEvent = Pick<Impression, 'trace' | 'offer' | 'organization' | 'at'>

const CLICK_EVENT: ColumnTypes<ClickEvent> = { trace: 'text', offer: 'text', organization: 'text', at: 'bigint' }
const IMPRESSION: ColumnTypes<Impression> = { ...CLICK_EVENT, website: 'text', visitor: 'text' }

/** The valid events of pages, one of a kind for each pair of request and offer. */
export class ImpressionStore {
  constructor(
    private readonly db: Queries,
    private readonly dialect: Dialect,
  ) {}

  async insert(impressions: readonly Impression[]): Promise<void> {
    await insertRows(this.db, this.dialect, 'impressions', IMPRESSION, impressions)
  }

  async insertClickEvents(events: readonly ClickEvent[]): Promise<void> {
    await insertRows(this.db, this.dialect, 'click_events', CLICK_EVENT, events)
  }
}
