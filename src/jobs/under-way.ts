import { Unavailable } from '../lib/errors.js'
import type { Log } from '../lib/log.js'
import { SECOND } from '../lib/time.js'
import type { JobHandler, Payload } from './jobs.js'
import { MAX_ATTEMPTS, retryDelay } from './retry.js'

/** A job that somebody holds. */
export interface Held {
  readonly id: string
  readonly name: string
  readonly payload: Payload
  /** Counts this try. */
  readonly attempts: number
  /** The fencing token: only who holds the job under it may end it. */
  readonly claim: string
}

/** Ends a job in the database, if it is still held under this claim. @returns false when it is not: then nothing changed */
export interface Settling {
  finish(job: Held): Promise<boolean>
  /** `delayMs`: until it is tried again; null: never. */
  fail(job: Held, error: string, delayMs: number | null): Promise<boolean>
}

/** Pause before the end of a job is written again, while the database is away. */
const AWAY_MS = SECOND / 2

const LONGEST_ERROR = 500

/** The jobs that this process does right now, whichever queue they are from. */
export class UnderWay {
  private readonly running = new Map<string, AbortController>()
  private readonly ends = new Set<Promise<unknown>>()
  private stopping = false

  constructor(
    private readonly settling: Settling,
    private readonly log: Log,
    private readonly random: () => number = Math.random,
  ) {}

  get size(): number {
    return this.running.size
  }

  get claims(): string[] {
    return [...this.running.keys()]
  }

  /** Does the job and ends it. @returns its error; `lost` when another holds it by now, and what became of it here counts for nothing */
  do(job: Held, handler: JobHandler): Promise<{ error?: unknown; lost: boolean }> {
    const end = this.doAndSettle(job, handler).finally(() => this.ends.delete(end))
    this.ends.add(end)
    return end
  }

  /** Tells those who hold these claims that they are lost. */
  lose(claims: Iterable<string>): void {
    for (const claim of claims) this.running.get(claim)?.abort(new Error('The claim on this job is lost'))
  }

  /** Tells all jobs to end soon and waits for them. @returns claims of those that did not end in time */
  async stop(withinMs: number): Promise<string[]> {
    this.stopping = true
    for (const controller of this.running.values()) controller.abort(new Error('The worker stops'))
    await within(withinMs, Promise.allSettled(this.ends))
    return this.claims
  }

  private async doAndSettle(job: Held, handler: JobHandler): Promise<{ error?: unknown; lost: boolean }> {
    const controller = new AbortController()
    this.running.set(job.claim, controller)
    try {
      const outcome = await this.attempt(job, handler, controller.signal)
      const held = await this.written(() =>
        'error' in outcome ? this.settling.fail(job, told(outcome.error), this.pause(job)) : this.settling.finish(job),
      )
      if (!held) this.log.warn({ job: job.name, id: job.id }, 'jobs: one was taken over by another worker before it ended here')
      return { ...outcome, lost: !held }
    } finally {
      this.running.delete(job.claim)
    }
  }

  private async attempt(job: Held, handler: JobHandler, signal: AbortSignal): Promise<{ error?: unknown }> {
    try {
      await handler(job.payload, { signal, attempt: job.attempts - 1 })
      return {}
    } catch (error) {
      const last = job.attempts >= MAX_ATTEMPTS
      const line = { job: job.name, id: job.id, attempt: job.attempts, error: told(error) }
      if (last) this.log.error(line, 'jobs: one is given up, since it failed each time')
      else if (!signal.aborted) this.log.warn(line, 'jobs: one failed and is tried again')
      return { error }
    }
  }

  /** Repeats while the database is away: what was done need not be done again for that. A stop ends it, and the lease runs out. */
  private async written(settle: () => Promise<boolean>): Promise<boolean> {
    for (;;) {
      try {
        return await settle()
      } catch (error) {
        if (!(error instanceof Unavailable) || this.stopping) {
          this.log.warn({ error: String(error) }, 'jobs: the end of one could not be written; it will be done again')
          return false
        }
        await new Promise(resolve => setTimeout(resolve, AWAY_MS))
      }
    }
  }

  private pause({ attempts }: Held): number | null {
    if (attempts >= MAX_ATTEMPTS) return null
    // Cut short by a stop: another may go on at once.
    return this.stopping ? 0 : retryDelay(attempts, this.random())
  }
}

const told = (error: unknown): string => (error instanceof Error ? error.message || error.name : String(error)).slice(0, LONGEST_ERROR)

/** Resolves as the work does, or when the time is up. */
export async function within(ms: number, work: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const time = new Promise(resolve => {
    timer = setTimeout(resolve, ms)
  })
  try {
    await Promise.race([work, time])
  } finally {
    clearTimeout(timer)
  }
}
