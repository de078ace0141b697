import { SECOND } from '../lib/time.js'

/** How a worker works. Times in milliseconds. */
export interface WorkerSettings {
  /** Jobs that one process does at once. */
  readonly concurrency: number
  /** How long a silent worker is believed to be at work; all processes must agree on it. */
  readonly leaseMs: number
  /** How often the queue is looked at by somebody whom nobody told of a job. */
  readonly pollMs: number
  /** How long jobs may take to end when the worker stops. */
  readonly stopMs: number
}

/** A crashed worker's jobs go on within fifteen seconds: the lease, and a round in which it is found to have run out. */
export const WORKER_SETTINGS: WorkerSettings = { concurrency: 10, leaseMs: 12 * SECOND, pollMs: SECOND / 2, stopMs: 4 * SECOND }
