import { Unavailable } from '../lib/errors.js'
import { newId } from '../lib/id.js'
import type { Log } from '../lib/log.js'
import { SECOND } from '../lib/time.js'
import { type ActKeeper, type KeptAct, SLICE } from './act-keeper.js'
import type { VisitorAct } from './billing-acts.js'

interface Needs {
  /** Where acts are kept that are not billed yet. */
  readonly keeper: ActKeeper
  /** Resolves when the act is billed, by this call or an earlier one. @throws Unavailable when it can't be now */
  readonly bill: (kept: KeptAct) => Promise<unknown>
  readonly log?: Log | undefined
}

interface Waiting extends KeptAct {
  /** When it was acknowledged, by the process's own clock. */
  readonly since: number
}

interface Turn {
  resolve(): void
  reject(error: unknown): void
}

/** Callers that may wait for a place; beyond them they are told to come again. */
const MAX_QUEUED = 10_000

/** While the event loop has no time to spare, billing rests so many times as long as it took, the less the longer the oldest act waits: at this age not at all. */
const REST = 4
const RESTLESS_AGE = 2 * SECOND

/** The event loop has time to spare while it is busy for less than this share of it. */
const BUSY = 0.5

/** Once the oldest act has waited so long, another is taken in for each that is billed. */
const FULL_AGE = 3 * SECOND

/** Pause for company, and before the store is tried again. */
const GATHER_MS = 5
const RETRY_MS = 250

/**
 * Takes in what visitors do when it comes faster than it can be billed: an act is acknowledged once it is durable in a place of its own, and billed a little
 * later, in its turn. So a burst is answered at the speed of a plain insert, and what it costs is worked off in large batches.
 * - Nothing is lost: what is kept is billed by whoever comes after a process that is gone.
 * - Nothing is billed twice: billing passes over acts whose fact is told.
 * - Nothing is billed late: the longer acts wait, the less billing rests, and from `FULL_AGE` on callers wait for a place.
 */
export class Intake {
  private readonly waiting: Waiting[] = []
  /** Callers who wait for a place. */
  private readonly outside: Turn[] = []
  /** Callers who wait until so many are billed. */
  private readonly ahead: (Turn & { readonly upTo: number })[] = []
  private taken = 0
  private billed = 0
  /** The acts being billed, one slice after the other; undefined while there are none. */
  private work: Promise<void> | undefined
  private closed = false
  private stopped = false
  private endRest: (() => void) | undefined

  constructor(private readonly needs: Needs) {}

  /** Acts that wait to be billed, those on their way in included. */
  get length(): number {
    return this.waiting.length + this.needs.keeper.queued + this.outside.length
  }

  /** Resolves when the act is durable. @throws Unavailable when it is not */
  async take(act: VisitorAct): Promise<void> {
    if (this.closed) throw new Unavailable('The server is stopping', 'stopping', 1)
    if (this.isFull || this.outside.length > 0) await this.place()
    const { text, release } = await this.needs.keeper.keep(act)
    this.waiting.push({ act, text, release, since: performance.now() })
    this.taken++
    this.work ??= this.billAll()
  }

  /** Bills all that was acknowledged before this call. @throws Unavailable when the store is away */
  async catchUp(): Promise<void> {
    if (this.billed === this.taken) return
    this.endRest?.()
    await new Promise<void>((resolve, reject) => this.ahead.push({ upTo: this.taken, resolve, reject }))
  }

  /**
   * Bills what is kept though this process has not taken it in: those who did are gone, or have not come to it yet.
   * @param until facts before this id; by default all that is there
   * @throws Unavailable when the store is away
   */
  async recover(until = newId('evt')): Promise<void> {
    for await (const kept of this.needs.keeper.left(until)) {
      const { away } = await this.bill(kept)
      if (away) throw away
    }
  }

  /** Accepts nothing more, and bills what waits for as long as `withinMs`. What is left behind is billed by the next process. */
  async close(withinMs: number): Promise<void> {
    const timeIsUp = pause(withinMs)
    this.closed = true
    await this.needs.keeper.drain(withinMs)
    await Promise.race([this.catchUp().catch(() => {}), timeIsUp])
    this.stopped = true
    this.endRest?.()
    await Promise.race([this.work?.then(() => this.needs.keeper.settled()) ?? this.needs.keeper.settled(), timeIsUp])
  }

  private get ageOfOldest(): number {
    const [oldest] = this.waiting
    return oldest === undefined ? 0 : performance.now() - oldest.since
  }

  private get isFull(): boolean {
    return this.ageOfOldest > FULL_AGE
  }

  private place(): Promise<void> {
    if (this.outside.length >= MAX_QUEUED) throw new Unavailable('Too much waits to be billed', 'overloaded', 1)
    return new Promise((resolve, reject) => this.outside.push({ resolve, reject }))
  }

  private async billAll(): Promise<void> {
    await this.rest(GATHER_MS)
    while (this.waiting.length > 0 && !this.stopped) {
      const started = performance.now()
      const loop = performance.eventLoopUtilization()
      const isAway = await this.billSlice()
      const isBusy = performance.eventLoopUtilization(loop).utilization > BUSY
      if (isAway) await pause(RETRY_MS)
      else if (isBusy) await this.rest((performance.now() - started) * REST * (1 - this.ageOfOldest / RESTLESS_AGE))
    }
    this.work = undefined
  }

  /** @returns whether the store is away */
  private async billSlice(): Promise<boolean> {
    const slice = this.waiting.slice(0, SLICE)
    const { left, away } = await this.bill(slice)
    const done = slice.length - left.length
    this.waiting.splice(0, slice.length, ...left)
    this.billed += done
    if (away) for (const { reject } of [...this.outside.splice(0), ...this.ahead.splice(0)]) reject(away)
    for (const { resolve } of this.outside.splice(0, this.isFull ? done : this.outside.length)) resolve()
    while (this.ahead.length > 0 && this.ahead[0]!.upTo <= this.billed) this.ahead.shift()!.resolve()
    return away !== undefined
  }

  /** Bills acts and forgets them, and tells which must be tried again as the store is away. One that can't be billed at all stays where it is kept. */
  private async bill<Kept extends KeptAct>(kept: readonly Kept[]): Promise<{ left: Kept[]; away: Unavailable | undefined }> {
    const results = await Promise.allSettled(kept.map(one => this.needs.bill(one)))
    const left: Kept[] = []
    let away: Unavailable | undefined
    for (const [at, result] of results.entries()) {
      const one = kept[at]!
      if (result.status === 'fulfilled') one.release()
      else if (result.reason instanceof Unavailable) {
        away = result.reason
        left.push(one)
      } else {
        const { fact, kind } = one.act
        this.needs.log?.error({ err: result.reason, fact, kind }, 'billing: an act that is kept cannot be billed')
      }
    }
    return { left, away }
  }

  /** Waits, unless somebody waits for what is to be billed. */
  private async rest(ms: number): Promise<void> {
    if (ms <= 0 || this.ahead.length > 0 || this.stopped) return
    let timer: NodeJS.Timeout | undefined
    await new Promise<void>(resolve => {
      this.endRest = resolve
      timer = setTimeout(resolve, ms)
    })
    clearTimeout(timer)
    this.endRest = undefined
  }
}

/** Nobody stays alive for it. */
const pause = (ms: number) => new Promise<void>(resolve => setTimeout(resolve, ms).unref())
