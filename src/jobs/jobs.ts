import type { Transaction } from '../db/transaction.js'

/** What a job is told. It must survive JSON. */
export type Payload = Readonly<Record<string, string | number | boolean | null>>

export interface JobOptions {
  /** Not before this instant, epoch milliseconds; at once by default. */
  readonly runAt?: number
  /**
   * Of waiting jobs with one name and key there is one, with the payload of the last and the time of the earliest: adding it again moves it forward, never
   * back. One that is under way is not counted. Add several within a transaction in one order, by key, or two transactions may wait for each other.
   */
  readonly key?: string
}

/** Told when the worker stops, or lost its claim on the job: what runs should end soon. */
export interface JobContext {
  readonly signal: AbortSignal
  /** How often this job was tried before. */
  readonly attempt: number
}

export type JobHandler = (payload: Payload, context: JobContext) => Promise<void>

/** The queue: work that is to be done once the transaction that asked for it has committed, at least once. */
export interface Jobs {
  /** Adds a job inside the caller's transaction: it is there together with what else that writes, or not at all. */
  add(trx: Transaction, name: string, payload: Payload, options?: JobOptions): Promise<void>
  /** Begins to do jobs of these names. A handler that throws is tried again later, ever more slowly. */
  work(handlers: Readonly<Record<string, JobHandler>>): Promise<void>
  /** Takes no further job and waits for those under way. */
  stop(): Promise<void>
}

/** Jobs of one name that wait to be done. */
export interface Waiting {
  readonly name: string
  readonly count: number
  /** Milliseconds since the earliest of them was due; 0 when none is yet. */
  readonly lateMs: number
}

/** How the queue stands: for the metrics, and for people. */
export interface Standing {
  readonly waiting: readonly Waiting[]
  /** Given up after their last try. They stay until a person looks, or housekeeping finds them old. */
  readonly failed: number
}

/** The queue as those know it who keep house. */
export interface JobQueue extends Jobs {
  standing(): Promise<Standing>
  /** Deletes up to `limit` failed jobs that were added before an instant, epoch milliseconds. @returns how many */
  purgeFailed(before: number, limit: number): Promise<number>
}
