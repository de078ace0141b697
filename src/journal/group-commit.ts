import type { Database } from '../db/database.js'
import { Unavailable } from '../lib/errors.js'

export interface GroupCommitOptions<Item, Result> {
  /** Makes a batch durable, all of it or none of it, and answers one result per item, in their order. */
  readonly write: (items: Item[]) => Promise<readonly Result[]>
  /** Most weight in one batch. An item that is heavier goes alone. */
  readonly maxBatch: number
  /** Most weight that may wait or be under way; beyond it items are refused. */
  readonly maxQueued: number
  /** What an item weighs in the two limits; 1 by default. */
  readonly weigh?: (item: Item) => number
  /** Milliseconds to gather company for an item that is waited for. 0 by default: until the event loop has taken in what has arrived. */
  readonly lingerMs?: number
  /** Milliseconds that an item which nobody waits for may rest; 0 by default. */
  readonly idleMs?: number
  /**
   * Takes in what the store has answered by now, for a write that asks it more than once. Called with every item that comes meanwhile and between the answers to
   * a batch, so that the store does not stand still until all that has arrived is read.
   */
  readonly attend?: () => void
  /** Told about every batch that was written: its number of items, and its milliseconds. */
  readonly onBatch?: ((size: number, ms: number) => void) | undefined
  /** Told about a posted item that cannot be written, for a fault of its own. */
  readonly onRefused?: (item: Item, error: unknown) => void
}

/** How items gather for a database that a batch asks more than once. */
export const gathering = (db: Database) => ({ lingerMs: db.dialect.gatherMs, attend: () => db.attend() })

interface Entry<Item, Result> {
  readonly item: Item
  readonly weight: number
  /** Absent when nobody waits for it. */
  readonly waiter: { resolve(result: Result): void; reject(error: unknown): void } | undefined
}

/** So many go on before the store is heard again, where it is. */
const TOLD_AT_ONCE = 4

/** Pause before posted items are tried again, while the store is away. */
const RETRY_MS = 250

/**
 * Writes what many ask for at the same time in one act, since it is the flush to the disk that costs: one batch is under way while the next gathers.
 * - Order: items are written in the order in which they came.
 * - Back-pressure: when too much waits, an item is refused as `Unavailable` at once. Nothing that was accepted is dropped.
 * - A store that is away: those who wait are told `Unavailable`; what was posted stays, and is tried until it is written.
 * - A poisoned item: a batch that fails for any other reason is halved until the fault stands alone, so that its neighbours are written.
 */
export class GroupCommit<Item, Result = void> {
  private queue: Entry<Item, Result>[] = []
  private waiters = 0
  private load = 0
  private accepted = 0
  private finished = 0
  private away: Unavailable | undefined
  private closed = false
  private alarm: { readonly delay: number; cancel(): void } | undefined
  private underWay: Promise<void> | undefined

  constructor(private readonly options: GroupCommitOptions<Item, Result>) {}

  /** Weight of all that waits or is under way. */
  get queued(): number {
    return this.load
  }

  /** Resolves with the item's result once it is durable. @throws Unavailable when the store is away or too much waits; else what `write` threw for it */
  submit(item: Item): Promise<Result> {
    return new Promise((resolve, reject) => {
      this.accept(item, { resolve, reject })
    })
  }

  /** Leaves the item to be written soon. @throws Unavailable when too much waits */
  post(item: Item): void {
    this.accept(item, undefined)
  }

  /** Writes all that came before this call. @throws Unavailable when the store is away; what was posted is kept */
  async flush(): Promise<void> {
    const upTo = this.accepted
    while (this.finished < upTo) {
      await this.run()
      if (this.away) throw this.away
    }
  }

  /** Accepts nothing more, and writes what waits for as long as `withinMs`. Answers how many items are left behind. */
  async drain(withinMs: number): Promise<number> {
    this.closed = true
    let timer: NodeJS.Timeout | undefined
    const time = new Promise<'up'>(resolve => {
      timer = setTimeout(resolve, withinMs, 'up')
    })
    while (this.load > 0 && (await Promise.race([this.run(), time])) !== 'up') {
      if (this.away && (await Promise.race([pause(RETRY_MS), time])) === 'up') break
    }
    clearTimeout(timer)
    this.alarm?.cancel()
    return this.accepted - this.finished
  }

  private accept(item: Item, waiter: Entry<Item, Result>['waiter']): void {
    const weight = this.options.weigh?.(item) ?? 1
    if (this.closed) throw new Unavailable('The server is stopping', 'stopping', 1)
    if (this.load > 0 && this.load + weight > this.options.maxQueued) throw new Unavailable('Too much waits to be written', 'overloaded', 1)
    this.queue.push({ item, weight, waiter })
    this.load += weight
    this.accepted++
    if (waiter) this.waiters++
    if (this.underWay) this.options.attend?.()
    else this.wake()
  }

  /** Sees to it that the next batch is written in time: at once behind another, since what came meanwhile has gathered. */
  private wake(behind = false): void {
    if (this.underWay || this.queue.length === 0) return
    const delay = this.delay()
    if (behind && delay === 0) return void this.run()
    if (this.alarm && this.alarm.delay <= delay) return
    this.alarm?.cancel()
    this.alarm = { delay, cancel: after(delay, () => void this.run()) }
  }

  private delay(): number {
    const { lingerMs = 0, idleMs = 0, maxBatch } = this.options
    if (this.waiters > 0) return lingerMs
    if (this.away) return RETRY_MS
    return this.load >= maxBatch ? lingerMs : idleMs
  }

  /** Writes one batch, or joins the one that is under way. */
  private run(): Promise<void> {
    this.underWay ??= this.writeNext().then(answers => {
      this.underWay = undefined
      if (!this.closed) this.wake(true)
      if (this.underWay && this.options.attend) this.tellLater(answers)
      else for (const answer of answers) answer()
    })
    return this.underWay
  }

  /** The next batch is on its way: those of this one go on a few in a turn, and the store is heard in between. */
  private tellLater(answers: readonly (() => void)[], from = 0): void {
    setImmediate(() => {
      this.options.attend?.()
      for (const answer of answers.slice(from, from + TOLD_AT_ONCE)) answer()
      if (from + TOLD_AT_ONCE < answers.length) this.tellLater(answers, from + TOLD_AT_ONCE)
    })
  }

  private async writeNext(): Promise<(() => void)[]> {
    this.alarm?.cancel()
    this.alarm = undefined
    this.away = undefined
    const answers: (() => void)[] = []
    const unwritten = await this.attempt(this.take(), answers)
    const { away } = this
    if (!away) return answers
    // Those who wait behind this batch would only learn the same, later.
    this.queue = [...unwritten, ...this.queue].filter(entry => {
      const waiter = entry.waiter && this.finish(entry)
      if (waiter) answers.push(() => waiter.reject(away))
      return !waiter
    })
    this.waiters = 0
    return answers
  }

  /** The longest run of waiting entries that fits in a batch. */
  private take(): Entry<Item, Result>[] {
    let count = 0
    for (let weight = 0; count < this.queue.length; count++) {
      weight += this.queue[count]!.weight
      if (count > 0 && weight > this.options.maxBatch) break
    }
    const batch = this.queue.splice(0, count)
    this.waiters -= batch.filter(entry => entry.waiter).length
    return batch
  }

  /** Writes entries, adds what they are to be told to the answers, and returns those that could not be tried, as the store is away. */
  private async attempt(entries: Entry<Item, Result>[], answers: (() => void)[]): Promise<Entry<Item, Result>[]> {
    const start = performance.now()
    let results: readonly Result[]
    try {
      results = await this.options.write(entries.map(entry => entry.item))
    } catch (error) {
      if (error instanceof Unavailable) {
        this.away = error
        return entries
      }
      if (entries.length === 1) {
        answers.push(this.refusal(entries[0]!, error))
        return []
      }
      const middle = entries.length >> 1
      return [...(await this.attempt(entries.slice(0, middle), answers)), ...(await this.attempt(entries.slice(middle), answers))]
    }
    for (const [index, entry] of entries.entries()) {
      const waiter = this.finish(entry)
      if (waiter) answers.push(() => waiter.resolve(results[index] as Result))
    }
    this.options.onBatch?.(entries.length, performance.now() - start)
    return []
  }

  private refusal(entry: Entry<Item, Result>, error: unknown): () => void {
    const waiter = this.finish(entry)
    return () => (waiter ? waiter.reject(error) : this.options.onRefused?.(entry.item, error))
  }

  private finish(entry: Entry<Item, Result>): Entry<Item, Result>['waiter'] {
    this.load -= entry.weight
    this.finished++
    return entry.waiter
  }
}

const pause = (ms: number) => new Promise<void>(resolve => setTimeout(resolve, ms))

/** A timer of 0 ms waits a whole millisecond; an immediate runs as soon as the loop has taken in what has arrived. */
function after(ms: number, act: () => void): () => void {
  if (ms === 0) {
    const immediate = setImmediate(act)
    return () => clearImmediate(immediate)
  }
  const timer = setTimeout(act, ms)
  return () => clearTimeout(timer)
}
