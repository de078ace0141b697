import { EventEmitter } from 'node:events'
import { runTaskList, type Task, type WorkerEvents, type WorkerPool } from 'graphile-worker'
import type { Database } from '../db/database.js'
import { serverPool } from '../db/server-pool.js'
import type { Transaction } from '../db/transaction.js'
import type { Log } from '../lib/log.js'
import { SECOND } from '../lib/time.js'
import { graphileLogger } from './graphile-log.js'
import { GraphileStore } from './graphile-store.js'
import type { JobHandler, JobOptions, JobQueue, Payload, Standing } from './jobs.js'
import { UnderWay, within } from './under-way.js'
import type { WorkerSettings } from './worker-settings.js'

/** One that listens, and some that take and end jobs: those are done in a millisecond. */
const CONNECTIONS = 4

/** The statements by which the library ends a job. They find nothing left to do, and a worker for whom one fails is lost. */
const ENDS = /^(complete|fail)_job\//

/** Pause before workers are started anew that ended by themselves. */
const RESTART_MS = SECOND

/** How long the end may take once no job is under way: milliseconds suffice while the database is there. */
const FAREWELL_MS = 2 * SECOND

/**
 * The queue of a database server: graphile-worker, and what it lacks.
 * - It believes a worker that died to be at work for four hours. Here workers show every few seconds that they are alive, and the jobs of one that was silent
 *   for the time of a lease are freed by the others.
 * - It ends a job whoever holds it by then. Here a job is ended by its holder alone, before the library would do it.
 *
 * What remains is at least once: a worker that was frozen may do its job beside another that took it over. Handlers bear being repeated, or fence what they write.
 */
export class GraphileJobs implements JobQueue {
  private readonly store: GraphileStore
  private readonly underWay: UnderWay
  private readonly pool: ReturnType<typeof serverPool>
  private tasks: Record<string, Task> = {}
  private workers: string[] = []
  private workerPool: WorkerPool | undefined
  private timers: NodeJS.Timeout[] = []
  private beating: Promise<void> = Promise.resolve()
  private beatenAt = 0
  private stopping: Promise<void> | undefined

  constructor(
    db: Database,
    url: string,
    private readonly settings: WorkerSettings,
    private readonly log: Log,
  ) {
    this.store = new GraphileStore(db.knex)
    this.underWay = new UnderWay(this.store, log)
    this.pool = serverPool(url, { max: CONNECTIONS, name: 'throughline jobs', unsent: ENDS })
    // Without a listener a connection that is lost would end the process. The next statement takes another one.
    const ignore = () => {}
    this.pool.on('error', ignore).on('connect', client => client.on('error', ignore))
  }

  async add(trx: Transaction, name: string, payload: Payload, options: JobOptions = {}): Promise<void> {
    await this.store.add(trx, name, payload, options)
  }

  async work(handlers: Readonly<Record<string, JobHandler>>): Promise<void> {
    this.tasks = Object.fromEntries(Object.entries(handlers).map(([name, handler]) => [name, this.task(name, handler)]))
    this.begin()
    await this.beat()
    const { leaseMs } = this.settings
    this.timers.push(setInterval(() => this.beatNext(), leaseMs / 4).unref())
  }

  stop(): Promise<void> {
    this.stopping ??= this.end()
    return this.stopping
  }

  standing(): Promise<Standing> {
    return this.store.standing()
  }

  purgeFailed(before: number, limit: number): Promise<number> {
    return this.store.purgeFailed(before, limit)
  }

  private async end(): Promise<void> {
    const ending = this.workerPool?.gracefulShutdown().catch(() => {})
    const left = await this.underWay.stop(this.settings.stopMs)
    for (const timer of this.timers) clearInterval(timer)
    const farewell = async () => {
      await this.beating
      if (this.workers.length > 0) await this.store.leave(this.workers)
      // A job that does not end holds its worker, and with it the library, for ever.
      if (left.length === 0) await ending
      await this.pool.end()
    }
    // While the database is away the library keeps trying: then those who stay will find us silent.
    await within(FAREWELL_MS, farewell()).catch(() => {})
  }

  private task(name: string, handler: JobHandler): Task {
    return async (payload, { job }) => {
      const held = { id: job.id, name, payload: payload as Payload, attempts: job.attempts, claim: job.locked_by! }
      const { error, lost } = await this.underWay.do(held, handler)
      // It ended long after we had stopped waiting for it: the library has nothing left to write with.
      if (this.pool.ending) await new Promise(() => {})
      if (lost) throw new Error('The claim on this job was lost')
      if (error !== undefined) throw error
    }
  }

  /** Starts workers. They end by themselves only when the database was lost at a moment the library is not prepared for: then others take their place. */
  private begin(): void {
    if (this.stopping) return
    const events = new EventEmitter() as WorkerEvents
    const workers: string[] = []
    events.on('worker:create', ({ worker }) => workers.push(worker.workerId))
    let ended = false
    events.on('worker:stop', () => {
      if (this.stopping || ended) return
      ended = true
      this.log.warn('jobs: a worker ended by itself; others take its place')
      const old = this.workerPool
      this.timers.push(
        setTimeout(() => {
          void old?.gracefulShutdown().catch(() => {})
          this.begin()
        }, RESTART_MS).unref(),
      )
    })
    const { concurrency, pollMs } = this.settings
    this.workerPool = runTaskList(
      { concurrency, pollInterval: pollMs, noHandleSignals: true, logger: graphileLogger(this.log), events },
      this.tasks,
      this.pool,
    )
    this.workers = workers
  }

  private beatNext(): void {
    this.beating = this.beat()
  }

  private async beat(): Promise<void> {
    const { leaseMs } = this.settings
    const first = this.beatenAt === 0
    try {
      const at = performance.now()
      // Workers that ended, but for their last job, are still needed to hold it.
      const unknown = await this.store.beat([...new Set([...this.workers, ...this.underWay.claims])])
      this.beatenAt = at
      if (!first) this.underWay.lose(unknown)
      const dead = await this.store.bury(leaseMs)
      if (dead.length > 0) this.log.warn({ workers: dead }, 'jobs: workers fell silent; others do what they held')
    } catch {
      if (!first && performance.now() - this.beatenAt > leaseMs) this.underWay.lose(this.underWay.claims)
    }
  }
}
