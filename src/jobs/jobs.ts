import type { Transaction } from '../db/transaction.js'

/** What a job is told. It must survive JSON. */
export type Payload = Readonly<Record<string, string | number | boolean | null>>

export interface JobOptions {
  /** Not before this instant, epoch milliseconds; at once by default. */
  readonly runAt?: number
  /** Of waiting jobs with one name and key there is one, the earliest: adding it again moves it forward, never back. One that is under way is not counted. */
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
