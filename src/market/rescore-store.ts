import type { Dialect } from '../db/dialect.js'
import type { Queries } from '../db/transaction.js'
import { fromJson } from '../db/values.js'
import { ClickStore } from './click-store.js'
import type { ClickFacts } from './invalid-traffic.js'
import { causes, type Posting } from './ledger.js'
import { LedgerStore } from './ledger-store.js'
import type { StoredClick } from './rejudge.js'

/** What is needed to judge stored clicks again and to correct what they cost. */
export class RescoreStore {
  constructor(
    private readonly db: Queries,
    private readonly dialect: Dialect,
  ) {}

  /** Clicks of a time (`from` up to but not including `to`, epoch milliseconds) in the order of their ids, from behind one of them. */
  async clicks({ after, from, to, limit }: { after: string; from: number; to: number; limit: number }): Promise<StoredClick[]> {
    const page = this.db('clicks').where('id', '>', after).andWhere('at', '>=', from).andWhere('at', '<', to)
    const rows: { id: string; facts: unknown }[] = await page.select('id', 'facts').orderBy('id').limit(limit)
    const clicks = await new ClickStore(this.db, this.dialect).byId(rows.map(({ id }) => id))
    const byId = new Map(clicks.map(click => [click.id, click]))
    return rows.flatMap(({ id, facts }) => {
      const read = fromJson<ClickFacts>(facts)
      return read ? [{ ...byId.get(id)!, facts: read }] : []
    })
  }

  /** What was posted for each of an organization's clicks, by click: their charges, and the corrections of earlier runs in their order. */
  async posted(organization: string, clicks: readonly string[]): Promise<Map<string, Posting[]>> {
    const ledger = new LedgerStore(this.db, this.dialect)
    const byClick = new Map<string, Posting[]>(clicks.map(click => [click, []]))
    const read = async (asked: readonly string[], causeOf: (click: string) => string): Promise<string[]> => {
      const postings = await ledger.byCause(organization, asked.map(causeOf))
      return asked.filter(click => {
        const posting = postings.get(causeOf(click))
        if (posting) byClick.get(click)!.push(posting)
        return posting !== undefined
      })
    }
    await read(clicks, causes.click)
    let corrected: readonly string[] = clicks
    for (let nth = 1; corrected.length > 0; nth++) corrected = await read(corrected, click => causes.rescore(click, nth))
    return byClick
  }
}
