import type { LimitClass } from './contract.js'

/**
 * Counts calls per class and key in a window that slides with each call: a call is allowed while fewer than `limit` calls came in the
 * `seconds` before it. Refused calls count too, so that hammering does not pay.
 */
export interface Limiter {
  /** Notes a call at `now` (epoch milliseconds). Answers 0 when it is allowed, else the seconds after which the next one would be. */
  hit(limit: LimitClass, key: string, now: number): number | Promise<number>
  close(): Promise<void>
}

/** Seconds until a call noted at `at` leaves the window; at least 1, as `Retry-After: 0` invites a repeat at once. */
export const secondsUntilFree = (limit: LimitClass, at: number, now: number): number =>
  Math.max(1, Math.ceil((at + limit.seconds * 1000 - now) / 1000))

/** The times of one key's last calls: a ring of at most `limit` slots that grows as it is used, since most addresses call a few times. */
class Ring {
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

  private grow(limit: number): void {
    const wider = new Float64Array(Math.min(limit, this.times.length * 2))
    wider.set(this.times)
    this.times = wider
  }
}

/**
 * Limits of one process. Keys not seen for a whole generation are dropped with it, so that memory follows the callers of the last two
 * generations and nothing ever scans.
 */
export class MemoryLimiter implements Limiter {
  private recent = new Map<string, Ring>()
  private older = new Map<string, Ring>()
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
    const name = `${limit.name} ${key}`
    let ring = this.recent.get(name)
    if (!ring) {
      ring = this.older.get(name) ?? new Ring()
      this.recent.set(name, ring)
    }
    return ring.hit(limit, now)
  }

  async close(): Promise<void> {}
}
