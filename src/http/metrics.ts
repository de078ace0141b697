import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'

/** Seconds up to which an answer is counted in each bucket. */
const BUCKETS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10]

interface Series {
  readonly operation: string
  readonly status: number
  /** Answers by the first bucket that holds them; the last is for those beyond all. */
  readonly counts: Float64Array
  seconds: number
}

/**
 * The histogram of all answers. The library's own works out a name from its labels for each one that it counts, which costs as much as the
 * router; this one finds its series by operation and status, and makes the same text when somebody asks.
 */
class RequestTimes {
  readonly name = 'throughline_request_seconds'
  readonly help = 'Time from a request to its answer.'
  readonly type = 'histogram'
  readonly aggregator = 'sum'
  private readonly series = new Map<string, Map<number, Series>>()

  observe(operation: string, status: number, seconds: number): void {
    const series = this.series.get(operation)?.get(status) ?? this.begin(operation, status)
    let bucket = 0
    while (bucket < BUCKETS.length && seconds > BUCKETS[bucket]!) bucket++
    series.counts[bucket]!++
    series.seconds += seconds
  }

  private begin(operation: string, status: number): Series {
    const series = { operation, status, counts: new Float64Array(BUCKETS.length + 1), seconds: 0 }
    const ofOperation = this.series.get(operation) ?? new Map<number, Series>()
    this.series.set(operation, ofOperation.set(status, series))
    return series
  }

  reset(): void {
    this.series.clear()
  }

  /** As the library's registry asks for it: buckets hold all that is shorter, too. */
  get() {
    const { name, help, type, aggregator } = this
    const values = [...this.series.values()].flatMap(ofOperation => [...ofOperation.values()]).flatMap(valuesOf)
    return { name, help, type, aggregator, values }
  }
}

function valuesOf({ operation, status, counts, seconds }: Series) {
  const labels = { operation, status }
  let total = 0
  const buckets = [...counts].map((count, at) => {
    total += count
    return { metricName: 'throughline_request_seconds_bucket', labels: { ...labels, le: BUCKETS[at] ?? '+Inf' }, value: total }
  })
  return [
    ...buckets,
    { metricName: 'throughline_request_seconds_sum', labels, value: seconds },
    { metricName: 'throughline_request_seconds_count', labels, value: total },
  ]
}

/** What the process counts about itself, in Prometheus' terms. Other folders add theirs through `gauge`, `counter` and `histogram`. */
export class Metrics {
  readonly registry = new Registry()
  private readonly requests = new RequestTimes()
  readonly limiterFailures = this.counter(
    'throughline_limiter_failures_total',
    'Calls whose rate limit could not be shared because Redis was away.',
  )
  readonly replyViolations = this.counter('throughline_reply_violations_total', 'Answers that were not as the contract declares.', [
    'operation',
  ])
  private readonly journalBatch = this.histogram(
    'throughline_journal_batch_facts',
    'Facts that were made durable by one commit.',
    [],
    [1, 2, 5, 10, 20, 50, 100, 200, 500],
  )
  private readonly journalCommit = this.histogram(
    'throughline_journal_commit_seconds',
    'Time to make a batch of facts durable.',
    [],
    [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1],
  )

  constructor() {
    collectDefaultMetrics({ register: this.registry })
    this.registry.registerMetric(this.requests as unknown as Histogram)
  }

  /** An answered request. `operation` is the operationId, or `none` when no operation matched. */
  answered(operation: string, status: number, seconds: number): void {
    this.requests.observe(operation, status, seconds)
  }

  /** A batch of facts that was made durable. */
  journalled(facts: number, seconds: number): void {
    this.journalBatch.observe(facts)
    this.journalCommit.observe(seconds)
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
