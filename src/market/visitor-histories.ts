import type { Database } from '../db/database.js'
import type { CompiledOffers } from './compiled-offers.js'
import { VisitorHistory } from './frequency.js'
import { ImpressionHistoryStore } from './impression-history-store.js'

interface Asked {
  readonly after: number
  readonly answers: { resolve(history: VisitorHistory | undefined): void; reject(error: unknown): void }[]
}

/**
 * What visitors have been shown, read from the table that impressions are written to, so that a cap holds across processes and restarts. All who ask
 * in the same turn of the event loop are answered by one read.
 */
export class VisitorHistories {
  private asked = new Map<string, Asked>()
  private readonly windows = new WeakMap<CompiledOffers, number>()

  constructor(private readonly db: Database) {}

  /** The visitor's history as far back as these offers' caps look; undefined when nothing was shown, or nobody asks. */
  of(visitor: string, compiled: CompiledOffers, now: number): Promise<VisitorHistory | undefined> | undefined {
    const window = this.windowOf(compiled)
    if (window === 0) return undefined
    return new Promise((resolve, reject) => {
      if (this.asked.size === 0) setImmediate(() => void this.read())
      const known = this.asked.get(visitor)
      const after = Math.min(now - window, known?.after ?? Number.POSITIVE_INFINITY)
      this.asked.set(visitor, { after, answers: [...(known?.answers ?? []), { resolve, reject }] })
    })
  }

  /** The longest window of a cap among the offers, in milliseconds; 0: there is no cap. */
  private windowOf(compiled: CompiledOffers): number {
    let window = this.windows.get(compiled)
    if (window === undefined) {
      window = compiled.terms.reduce((longest, { frequency }) => Math.max(longest, frequency?.window ?? 0), 0)
      this.windows.set(compiled, window)
    }
    return window
  }

  private async read(): Promise<void> {
    const { asked } = this
    this.asked = new Map()
    try {
      const after = Math.min(...[...asked.values()].map(({ after }) => after))
      const rows = await new ImpressionHistoryStore(this.db.reads, this.db.dialect).seen([...asked.keys()], after)
      const histories = new Map<string, VisitorHistory>()
      for (const { visitor, offer, at } of rows) {
        const history = histories.get(visitor)
        if (history) history.add(offer, at)
        else histories.set(visitor, VisitorHistory.of([{ offer, at }]))
      }
      for (const [visitor, { answers }] of asked) for (const { resolve } of answers) resolve(histories.get(visitor))
    } catch (error) {
      for (const { answers } of asked.values()) for (const { reject } of answers) reject(error)
    }
  }
}
