import type { Queries } from '../db/transaction.js'

/** A trace id begins every request id: its prefix and 26 characters. */
const TRACE_LENGTH = 30

/** Where ids of tracking stand beside their traces, by their prefixes. A platform is told a purchase of a late value by the conversion's id and a word behind it. */
const TRACKED: Readonly<Record<string, string>> = { vis: 'visits', click: 'invites', tcv: 'tracked_conversions' }

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
    const [prefix = '', rest = ''] = id.split('_', 2)
    const tracked = TRACKED[prefix]
    if (tracked !== undefined) return present(await of(tracked, { id: `${prefix}_${rest.split(':', 1)[0]}` }))
    if (prefix === 'snd') return present(await this.tracesOfSends(organization, id))
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
    return present(traces.map(trace => (trace?.startsWith('req_') ? trace.slice(0, TRACE_LENGTH) : trace)))
  }

  private tracesOfSends(organization: string, id: string): Promise<(string | null)[]> {
    const conversions = this.db('sends').select('conversion').where({ organization, id })
    return this.db('tracked_conversions').where({ organization }).whereIn('id', conversions).pluck('trace')
  }
}

const present = (traces: readonly (string | null)[]): string[] => [...new Set(traces.flatMap(trace => trace ?? []))]
