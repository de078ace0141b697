import { BoundedMap } from '../lib/bounded-map.js'

/** The highest count that a frequency cap may ask for: more impressions of one offer are not remembered. */
export const MAX_FREQUENCY_COUNT = 100

/** Offers remembered of one visitor; past it the one not seen for longest is forgotten. */
const MAX_OFFERS = 256

/** What one visitor has been shown: valid impressions of offers that have a frequency cap. */
export class VisitorHistory {
  private readonly times = new BoundedMap<string, number[]>(MAX_OFFERS)

  /** Impressions since an instant, itself excluded: one from exactly `hours` ago no longer counts. */
  countSince(offer: string, since: number): number {
    const times = this.times.peek(offer)
    if (!times) return 0
    let count = 0
    for (const at of times) if (at > since) count++
    return count
  }

  add(offer: string, at: number): void {
    const times = this.times.get(offer)
    if (!times) this.times.set(offer, [at])
    else if (times.push(at) > MAX_FREQUENCY_COUNT) times.shift()
  }

  /** A history of stored rows, as a store reads them by visitor. */
  static of(rows: Iterable<{ readonly offer: string; readonly at: number }>): VisitorHistory {
    const history = new VisitorHistory()
    for (const { offer, at } of rows) history.add(offer, at)
    return history
  }
}
