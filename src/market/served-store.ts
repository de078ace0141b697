import { ask } from '../db/ask.js'
import type { Dialect } from '../db/dialect.js'
import { type ColumnTypes, insertRows } from '../db/insert-rows.js'
import { matching, rowSource, rowsParameter } from '../db/row-source.js'
import type { Queries } from '../db/transaction.js'
import { firstId } from '../lib/id.js'
import type { ServedPair } from './served.js'

/** An answer with all its offers in one value: a row for each would cost three times as much, and they are always read together. */
interface AnswerRow {
  trace: string
  organization: string
  website: string
  visitor: string
  country: string | null
  surface: string
  at: number
  /** List of `[offer, advertiser, position, model, price]`. */
  offers: string
}

const COLUMNS: ColumnTypes<AnswerRow> = {
  trace: 'text',
  organization: 'text',
  website: 'text',
  visitor: 'text',
  country: 'text',
  surface: 'text',
  at: 'bigint',
  offers: 'text',
}

type Listed = [offer: string, advertiser: string, position: number, model: ServedPair['model'], price: number]

/** Which offers were answered to which requests. */
export class ServedStore {
  constructor(
    private readonly db: Queries,
    private readonly dialect: Dialect,
  ) {}

  /** Pairs of one answer stand together. */
  async insert(pairs: readonly ServedPair[]): Promise<void> {
    const rows: (AnswerRow & { listed: Listed[] })[] = []
    for (const { trace, organization, website, visitor, country, surface, at, offer, advertiser, position, model, price } of pairs) {
      const last = rows.at(-1)
      const listed: Listed = [offer, advertiser, position, model, price]
      if (last?.trace === trace && last.at === at) last.listed.push(listed)
      else rows.push({ trace, organization, website, visitor, country, surface, at, offers: '', listed: [listed] })
    }
    for (const row of rows) row.offers = JSON.stringify(row.listed)
    await insertRows<AnswerRow>(this.db, this.dialect, 'served', COLUMNS, rows)
  }

  /** The pairs of these requests. One that was answered again stands as it was first served: a repeat does not make an old click younger. */
  async ofTraces(traces: readonly string[]): Promise<ServedPair[]> {
    if (traces.length === 0) return []
    const rows = await ask<AnswerRow>(
      this.db,
      `select ${Object.keys(COLUMNS)
        .map(column => `s.${column}`)
        .join(', ')} from ${rowSource(this.dialect, ['trace'])} as t
        ${matching(this.dialect, 'join', 'served', 's', 's.trace = t.trace')} order by s.at`,
      [rowsParameter([...new Set(traces)].map(trace => [trace]))],
    )
    const pairs = new Map<string, ServedPair>()
    for (const { trace, organization, website, visitor, country, surface, at, offers } of rows)
      for (const [offer, advertiser, position, model, price] of JSON.parse(offers) as Listed[]) {
        const key = `${trace} ${offer}`
        if (pairs.has(key)) continue
        pairs.set(key, { trace, organization, website, visitor, country, surface, at, offer, advertiser, position, model, price })
      }
    return [...pairs.values()]
  }

  /** Deletes at most `limit` answers to decisions that were made before an instant, and tells how many there were. */
  async purge(before: number, limit: number): Promise<number> {
    const old = this.db('served').select('trace').where('trace', '<', firstId('req', before)).orderBy('trace').limit(limit)
    return this.db('served').whereIn('trace', old).delete()
  }
}
