import type { Queries } from '../db/transaction.js'

/** A trace id begins every request id: its prefix and 26 characters. */
const TRACE_LENGTH = 30

/** Finds the trace that an id of any kind belongs to. */
export class TraceStore {
  constructor(private readonly db: Queries) {}

  /** The traces behind an id, always of one organization; an advertiser's transaction id may be another advertiser's too. */
  async tracesOf(organization: string, id: string): Promise<string[]> {
    if (id.startsWith('req_')) return [id.slice(0, TRACE_LENGTH)]
    const of = (table: string, where: Record<string, string>, column = 'trace'): Promise<(string | null)[]> =>
      this.db(table)
        .where({ organization, ...where })
        .pluck(column)
    const clicks: (string | null)[] = await this.db('conversions')
      .where({ organization })
      .andWhere(either => either.where({ id }).orWhere({ txid: id }))
      .pluck('click')
    const traces = [
      ...(await of('clicks', { id })),
      ...(await of('events', { id })),
      ...(await of('trigger_sessions', { id }, 'request_id')),
      ...(clicks.length === 0 ? [] : await this.db('clicks').where({ organization }).whereIn('id', clicks).pluck('trace')),
    ]
    return [...new Set(traces.flatMap(trace => trace?.slice(0, TRACE_LENGTH) ?? []))]
  }
}
