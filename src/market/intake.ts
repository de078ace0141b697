import type { Database } from '../db/database.js'
import { GroupCommit } from '../journal/group-commit.js'
import { Unavailable } from '../lib/errors.js'
import { newId } from '../lib/id.js'
import type { Log } from '../lib/log.js'
import { SECOND } from '../lib/time.js'
import type { VisitorAct } from './billing-acts.js'
import { IntakeStore, packAct } from './intake-store.js'

interface Needs {
  /** Where acts are kept that are not billed yet. */
  readonly db: Database
  /** Resolves when the act is billed, by this call or an earlier one. @throws Unavailable when it can't be now */
  readonly bill: (act: VisitorAct) => Promise<unknown>
  readonly log?: Log | undefined
}

interface Waiting {
  readonly act: VisitorAct
  /** When it was acknowledged, by the process's own clock. */
  readonly since: number
}

interface Turn {
  resolve(): void
  reject(error: unknown): void
}

/** Acts that are billed at a time. */
const SLICE = 250

/** Acts that may be on their way into the table, or wait for a place; beyond them callers are told to come again. */
const MAX_QUEUED = 10_000

/** What comes in a burst gathers a little before it is written: half as many flushes to the disk let a fifth more redirects through on a slow machine. */
const LINGER_MS = 3

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
 * Takes in what visitors do when it comes faster than it can be billed: an act is acknowledged once it is durable in a table of its own, and billed a little
 * later, in its turn. So a burst is answered at the speed of a plain insert, and what it costs is worked off in large batches.
 * - Nothing is lost: what is in the table is billed by whoever comes after a process that is gone.
 * - Nothing is billed twice: billing passes over acts whose fact is told.
 * - Nothing is billed late: the longer acts wait, the less billing rests, and from `FULL_AGE` on callers wait for a place.
 */
export class Intake {
  private readonly group: GroupCommit<string>
  private readonly store: IntakeStore
  private readonly waiting: Waiting[] = []
  /** Callers who wait for a place. */
  private readonly outside: Turn[] = []
  /** Callers who wait until so many are billed. */
  private readonly ahead: (Turn & { readonly upTo: number })[] = []
  private taken = 0
  private billed = 0
  /** The acts being billed, one slice after the other; undefined while there are none. */
  private work: Promise<void> | undefined
  private stopped = false
  private forgetting: Promise<unknown> = Promise.resolve()
  private endRest: (() => void) | undefined

  constructor(private readonly needs: Needs) {
    const { db } = needs
    this.store = new IntakeStore(db.knex, db.dialect)
    this.group = new GroupCommit<string>({
      write: async packed => {
        await this.store.insert(packed)
        return []
      },
      maxBatch: 1000,
      maxQueued: MAX_QUEUED,
      lingerMs: LINGER_MS,
      attend: () => db.attend(),
    })
  }

  /** Acts that wait to be billed, those on their way in included. */
  get length(): number {
    return this.waiting.length + this.group.queued + this.outside.length
  }

  /** Resolves when the act is durable. @throws Unavailable when it is not */
  async take(act: VisitorAct): Promise<void> {
    if (this.isFull || this.outside.length > 0) await this.place()
    await this.group.submit(packAct(act))
    this.waiting.push({ act, since: performance.now() })
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
   * Bills what is in the table though no process may be about to: those who took it in are gone, or have not come to it yet.
   * @param until facts before this id; by default all that is there
   * @throws Unavailable when the store is away
   */
  async recover(until = newId('evt')): Promise<void> {
    let after = ''
    for (;;) {
      const acts = await this.store.between(after, until, SLICE)
      if (acts.length === 0) return
      const { done, away } = await this.bill(acts)
      await this.store.delete(done.map(({ fact }) => fact))
      if (away) throw away
      after = acts.at(-1)!.fact
    }
  }

  /** Accepts nothing more, and bills what waits for as long as `withinMs`. What is left behind is billed by the next process. */
  async close(withinMs: number): Promise<void> {
    const timeIsUp = pause(withinMs)
    await this.group.drain(withinMs)
    await Promise.race([this.catchUp().catch(() => {}), timeIsUp])
    this.stopped = true
    this.endRest?.()
    await Promise.race([this.work?.then(() => this.forgetting) ?? this.forgetting, timeIsUp])
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
    const { done, left, away } = await this.bill(slice.map(({ act }) => act))
    this.waiting.splice(0, slice.length, ...slice.filter(({ act }) => left.has(act)))
    this.billed += slice.length - left.size
    this.forget(done)
    if (away) for (const { reject } of [...this.outside.splice(0), ...this.ahead.splice(0)]) reject(away)
    for (const { resolve } of this.outside.splice(0, this.isFull ? done.length : this.outside.length)) resolve()
    while (this.ahead.length > 0 && this.ahead[0]!.upTo <= this.billed) this.ahead.shift()!.resolve()
    return away !== undefined
  }

  /** Bills acts, and tells which are done, and which must be tried again as the store is away. One that can't be billed at all stays in the table. */
  private async bill(acts: readonly VisitorAct[]) {
    const results = await Promise.allSettled(acts.map(act => this.needs.bill(act)))
    const done: VisitorAct[] = []
    const left = new Set<VisitorAct>()
    let away: Unavailable | undefined
    for (const [at, result] of results.entries()) {
      const act = acts[at]!
      if (result.status === 'fulfilled') done.push(act)
      else if (result.reason instanceof Unavailable) {
        away = result.reason
        left.add(act)
      } else this.needs.log?.error({ err: result.reason, fact: act.fact, kind: act.kind }, 'billing: an act that is kept cannot be billed')
    }
    return { done, left, away }
  }

  private forget(done: readonly VisitorAct[]): void {
    const facts = done.map(({ fact }) => fact)
    this.forgetting = this.forgetting
      .then(() => this.store.delete(facts))
      .catch(error =>
        this.needs.log?.warn({ error: String(error) }, 'billing: billed acts stay in the intake until it is looked through again'),
      )
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
