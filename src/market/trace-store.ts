import type { Knex } from 'knex'
import type { Queries } from '../db/transaction.js'

/** A trace id begins every request id: its prefix and 26 characters. */
const TRACE_LENGTH = 30

/** Where ids of tracking stand beside their traces, by their prefixes. A platform is told a purchase of a late value by the conversion's id and a word behind it. */
const TRACKED: Readonly<Record<string, string>> = { vis: 'visits', click: 'invites', tcv: 'tracked_conversions' }

/** Finds the trace that an id of any kind belongs to. */
export class TraceStore {
  constructor(private readonly db: Queries) {}

  /**
   * The traces behind an id, always of one organization, those of an id of ours first. Advertisers name their transactions as they like: two of them by one
   * word, or as we name something else.
   */
  async tracesOf(organization: string, id: string): Promise<string[]> {
    const traces = await Promise.all([this.ofOurs(organization, id), this.ofTransactions(organization, id)])
    return [...new Set(traces.flat().flatMap(trace => (trace?.startsWith('req_') ? trace.slice(0, TRACE_LENGTH) : (trace ?? []))))]
  }

  private async ofOurs(organization: string, id: string): Promise<(string | null)[]> {
    const of = (table: string, where: Record<string, string>, column = 'trace'): Promise<(string | null)[]> =>
      this.db(table)
        .where({ organization, ...where })
        .pluck(column)
    const [prefix = '', rest = ''] = id.split('_', 2)
    const tracked = TRACKED[prefix]
    if (tracked !== undefined) return of(tracked, { id: `${prefix}_${rest.split(':', 1)[0]}` })
    switch (prefix) {
      case 'req':
        return [id]
      case 'clk':
        return of('clicks', { id })
      case 'evt':
        return of('events', { id })
      case 'dses':
        return of('trigger_sessions', { id }, 'request_id')
      case 'post':
        return of('ledger_postings', { id })
      case 'conv':
        return this.ofClicks(organization, this.db('conversions').select('click').where({ organization, id }))
      case 'snd': {
        const conversions = this.db('sends').select('conversion').where({ organization, id })
        return this.db('tracked_conversions').where({ organization }).whereIn('id', conversions).pluck('trace')
      }
      default:
        return []
    }
  }

  /** By advertiser, since that is how the index has them. */
  private ofTransactions(organization: string, txid: string): Promise<(string | null)[]> {
    const advertisers = this.db('advertisers').select('id').where({ organization })
    return this.ofClicks(organization, this.db('conversions').select('click').where({ txid }).whereIn('advertiser', advertisers))
  }

  private ofClicks(organization: string, clicks: Knex.QueryBuilder): Promise<(string | null)[]> {
    return this.db('clicks').where({ organization }).whereIn('id', clicks).pluck('trace')
  }
}
