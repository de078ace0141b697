import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'

/** What the process counts about itself, in Prometheus' terms. Other folders add theirs through `gauge`, `counter` and `histogram`. */
export class Metrics {
  readonly registry = new Registry()
  private readonly requests = this.histogram(
    'throughline_request_seconds',
    'Time from a request to its answer.',
    ['operation', 'status'],
    [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
  )
  readonly limiterFailures = this.counter(
    'throughline_limiter_failures_total',
    'Calls whose rate limit could not be shared because Redis was away.',
  )
  readonly replyViolations = this.counter('throughline_reply_violations_total', 'Answers that were not as the contract declares.', [
    'operation',
  ])
  readonly journalBatch = this.histogram(
    'throughline_journal_batch_facts',
    'Facts that were made durable by one commit.',
    [],
    [1, 2, 5, 10, 20, 50, 100, 200, 500],
  )
  readonly journalCommit = this.histogram(
    'throughline_journal_commit_seconds',
    'Time to make a batch of facts durable.',
    [],
    [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1],
  )

  constructor() {
    collectDefaultMetrics({ register: this.registry })
  }

  /** An answered request. `operation` is the operationId, or `none` when no operation matched. */
  answered(operation: string, status: number, seconds: number): void {
    this.requests.observe({ operation, status }, seconds)
  }

  counter(name: string, help: string, labelNames: string[] = []): Counter {
    return new Counter({ name, help, labelNames, registers: [this.registry] })
  }

  histogram(name: string, help: string, labelNames: string[], buckets: number[]): Histogram {
    return new Histogram({ name, help, labelNames, buckets, registers: [this.registry] })
  }

  /** A value that is read when somebody asks for it; no number when it can't be, so that the rest is answered. */
  gauge(name: string, help: string, read: () => number | Promise<number>): void {
    new Gauge({
      name,
      help,
      registers: [this.registry],
      async collect() {
        this.set(
          await Promise.resolve()
            .then(read)
            .catch(() => Number.NaN),
        )
      },
    })
  }

  /** Values by a label, read when somebody asks for them. What can't be read is left out, so that the rest is answered. */
  gauges(name: string, help: string, label: string, read: () => Promise<Iterable<readonly [string, number]>>): void {
    new Gauge({
      name,
      help,
      labelNames: [label],
      registers: [this.registry],
      async collect() {
        const values = await read().catch(() => [])
        this.reset()
        for (const [of, value] of values) this.set({ [label]: of }, value)
      },
    })
  }
}
