import type { LimitClass } from './contract.js'

/**
 * Counts calls per class and key. In a window, which slides with each call, a call is allowed while fewer than `limit` calls came in the `seconds` before
 * it; refused calls count too, so that hammering does not pay. From a bucket (`burst`) a call takes a token when there is one; a refused call takes none.
 */
export interface Limiter {
  /** Notes a call at `now` (epoch milliseconds). Answers 0 when it is allowed, else the seconds after which the next one would be. */
  hit(limit: LimitClass, key: string, now: number): number | Promise<number>
  /** Gives the token of an allowed call back: it cost nothing. A window forgets nothing. */
  refund(limit: LimitClass, key: string, now: number): void | Promise<void>
  close(): Promise<void>
}

/** Seconds until a call noted at `at` leaves the window; at least 1, as `Retry-After: 0` invites a repeat at once. */
export const secondsUntilFree = (limit: LimitClass, at: number, now: number): number =>
  Math.max(1, Math.ceil((at + limit.seconds * 1000 - now) / 1000))

/** Tokens that a bucket has after the time since it was last looked at. */
const refilled = ({ limit, seconds, burst = limit }: LimitClass, tokens: number, ms: number): number =>
  Math.min(burst, tokens + (Math.max(0, ms) * limit) / (seconds * 1000))

/** Seconds until a bucket that holds less than one token has one. */
export const secondsUntilToken = ({ limit, seconds }: LimitClass, tokens: number): number =>
  Math.max(1, Math.ceil(((1 - tokens) * seconds) / limit))

/** What is counted for one key. */
interface Meter {
  hit(limit: LimitClass, now: number): number
  refund(limit: LimitClass): void
}

class Bucket implements Meter {
  private at = 0
  private tokens = Number.POSITIVE_INFINITY

  hit(limit: LimitClass, now: number): number {
    this.tokens = refilled(limit, this.tokens, now - this.at)
    // A clock that steps back must not make the same time count twice.
    this.at = Math.max(this.at, now)
    if (this.tokens < 1) return secondsUntilToken(limit, this.tokens)
    this.tokens--
    return 0
  }

  refund(limit: LimitClass): void {
    this.tokens = refilled(limit, this.tokens + 1, 0)
  }
}

/** The times of one key's last calls: a ring of at most `limit` slots that grows as it is used, since most addresses call a few times. */
class Ring implements Meter {
  private times = new Float64Array(4)
  private size = 0
  private next = 0

  hit(limit: LimitClass, now: number): number {
    const full = this.size === limit.limit
    if (!full && this.size === this.times.length) this.grow(limit.limit)
    const oldest = full ? this.times[this.next]! : Number.NEGATIVE_INFINITY
    this.times[this.next] = now
    if (!full) this.size++
    this.next = (this.next + 1) % limit.limit
    // Allowed when the call `limit` places back has left the window. The next call will be judged by the one that is oldest then.
    return oldest <= now - limit.seconds * 1000 ? 0 : secondsUntilFree(limit, this.times[this.next]!, now)
  }

  refund(): void {}

  private grow(limit: number): void {
    const wider = new Float64Array(Math.min(limit, this.times.length * 2))
    wider.set(this.times)
    this.times = wider
  }
}

/** Meters by class and then by key: a name made of both would be a new text to hash for each call. */
type Generation = Map<string, Map<string, Meter>>

/**
 * Limits of one process. Keys not seen for a whole generation are dropped with it, so that memory follows the callers of the last two
 * generations and nothing ever scans.
 */
export class MemoryLimiter implements Limiter {
  private recent: Generation = new Map()
  private older: Generation = new Map()
  private turned = 0

  constructor(
    /** Milliseconds that a generation lasts: at least the longest window. */
    private readonly generation = 60_000,
  ) {}

  hit(limit: LimitClass, key: string, now: number): number {
    if (now - this.turned >= this.generation) {
      this.older = now - this.turned >= 2 * this.generation ? new Map() : this.recent
      this.recent = new Map()
      this.turned = now
    }
    let meters = this.recent.get(limit.name)
    if (!meters) {
      meters = new Map()
      this.recent.set(limit.name, meters)
    }
    let meter = meters.get(key)
    if (!meter) {
      meter = this.older.get(limit.name)?.get(key) ?? (limit.burst === undefined ? new Ring() : new Bucket())
      meters.set(key, meter)
    }
    return meter.hit(limit, now)
  }

  refund(limit: LimitClass, key: string): void {
    const meter = this.recent.get(limit.name)?.get(key) ?? this.older.get(limit.name)?.get(key)
    meter?.refund(limit)
  }

  async close(): Promise<void> {}
}
