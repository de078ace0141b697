import type { Database } from '../db/database.js'
import type { Transaction } from '../db/transaction.js'
import { newId } from '../lib/id.js'
import type { Log } from '../lib/log.js'
import type { Clock } from '../lib/time.js'
import { EmbeddedJobStore } from './embedded-store.js'
import type { JobHandler, JobOptions, JobQueue, Payload, Standing } from './jobs.js'
import { type Held, UnderWay } from './under-way.js'
import type { WorkerSettings } from './worker-settings.js'

/**
 * The queue of the embedded database. A job is held by a lease that is prolonged while it runs, under a token that no other claim has: a worker that was
 * frozen and wakes up too late neither ends nor delays what another does by now. At least once: after a crash the lease runs out, and the job is done again.
 */
export class EmbeddedJobs implements JobQueue {
  private readonly store: EmbeddedJobStore
  private readonly underWay: UnderWay
  private handlers: Readonly<Record<string, JobHandler>> | undefined
  private timers: NodeJS.Timeout[] = []
  private round: Promise<void> | undefined
  private again = false
  private renewedAt = 0

  constructor(
    db: Database,
    private readonly settings: WorkerSettings,
    private readonly now: Clock,
    private readonly log: Log,
  ) {
    this.store = new EmbeddedJobStore(db)
    this.underWay = new UnderWay(
      {
        finish: job => this.store.finish(job),
        fail: (job, error, delayMs) => this.store.fail(job, error, delayMs === null ? null : this.now() + delayMs),
      },
      log,
    )
  }

  async add(trx: Transaction, name: string, payload: Payload, options: JobOptions = {}): Promise<void> {
    await this.store.add(trx, name, payload, options, this.now())
    // Rolled back, it is nobody's business here.
    trx.executionPromise.then(
      () => this.wake(),
      () => {},
    )
  }

  async work(handlers: Readonly<Record<string, JobHandler>>): Promise<void> {
    this.handlers = handlers
    const { pollMs, leaseMs } = this.settings
    this.timers = [setInterval(() => this.wake(), pollMs).unref(), setInterval(() => void this.renew(), leaseMs / 4).unref()]
    this.wake()
  }

  async stop(): Promise<void> {
    this.handlers = undefined
    await this.round
    const left = await this.underWay.stop(this.settings.stopMs)
    for (const timer of this.timers) clearInterval(timer)
    if (left.length > 0) await this.store.giveBack(left, this.now()).catch(() => {})
  }

  standing(): Promise<Standing> {
    return this.store.standing(this.now())
  }

  purgeFailed(before: number, limit: number): Promise<number> {
    return this.store.purgeFailed(before, limit)
  }

  /** Looks for jobs, once more if it looks already: what was added meanwhile may have been missed. */
  private wake(): void {
    this.again = true
    if (this.round || !this.handlers) return
    this.round = this.take()
      .catch(error => this.log.warn({ error: String(error) }, 'jobs: the queue could not be read; it is tried again'))
      .finally(() => {
        this.round = undefined
        if (this.again && this.underWay.size < this.settings.concurrency) this.wake()
      })
  }

  private async take(): Promise<void> {
    while (this.handlers && this.again) {
      const handlers = this.handlers
      const free = this.settings.concurrency - this.underWay.size
      // Whichever ends first looks again.
      if (free <= 0) return
      this.again = false
      const at = this.now()
      if (this.underWay.size === 0) this.renewedAt = at
      const jobs = await this.store.claim(Object.keys(handlers), free, newId('claim'), at, at + this.settings.leaseMs)
      for (const job of jobs) void this.do(job, handlers[job.name]!)
      if (jobs.length === free) this.again = true
    }
  }

  private async do(job: Held, handler: JobHandler): Promise<void> {
    await this.underWay.do(job, handler)
    this.wake()
  }

  private async renew(): Promise<void> {
    const claims = this.underWay.claims
    if (claims.length === 0) return
    const at = this.now()
    try {
      const held = new Set(await this.store.renew(claims, at + this.settings.leaseMs))
      this.renewedAt = at
      this.underWay.lose(claims.filter(claim => !held.has(claim)))
    } catch {
      // Nobody can be asked; but a lease that was not prolonged in time is nobody's.
      if (this.now() - this.renewedAt > this.settings.leaseMs) this.underWay.lose(claims)
    }
  }
}
