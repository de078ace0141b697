import { ask } from '../db/ask.js'
import type { Dialect } from '../db/dialect.js'
import { matching, rowSource, rowsParameter } from '../db/row-source.js'
import type { Queries } from '../db/transaction.js'

export interface SeenRow {
  readonly visitor: string
  readonly offer: string
  /** Epoch milliseconds. */
  readonly at: number
}

/** What visitors have been shown: valid impressions. */
export class ImpressionHistoryStore {
  constructor(
    private readonly db: Queries,
    private readonly dialect: Dialect,
  ) {}

  /** The impressions of these visitors after an instant (epoch milliseconds), oldest first. */
  async seen(visitors: readonly string[], after: number): Promise<SeenRow[]> {
    return ask(
      this.db,
      `select i.visitor, i.offer, i.at from ${rowSource(this.dialect, ['visitor'])} as v
        ${matching(this.dialect, 'join', 'impressions', 'i', 'i.visitor = v.visitor and i.at > ?')} order by i.at`,
      [rowsParameter(visitors.map(visitor => [visitor])), after],
    )
  }
}
