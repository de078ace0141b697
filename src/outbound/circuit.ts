import { MINUTE, SECOND } from '../lib/time.js'

/** Failures in a row after which a destination is left alone. */
const TRIPS_AFTER = 5

/** How long, the first time and at most; each time it fails again it is twice as long. */
const REST_MS = SECOND
const LONGEST_REST_MS = 30 * SECOND

/** What a destination asks for itself is kept up to this. */
const LONGEST_ASKED_MS = 15 * MINUTE

/** When somebody may look again who came while a probe was under way. */
const PROBE_MS = SECOND

/**
 * Leaves a destination alone that fails again and again, then asks it by one request at a time until one is answered. Instants are epoch milliseconds.
 */
export class Circuit {
  private failures = 0
  private trips = 0
  private restUntil = 0
  private probing = false

  /** Milliseconds until the next request may go; 0: now. */
  waitMs(now: number): number {
    if (now < this.restUntil) return this.restUntil - now
    return this.probing ? PROBE_MS : 0
  }

  /** How many requests may go at this moment: none while it rests, one to see whether it is back, else any number. */
  room(now: number): number {
    if (this.waitMs(now) > 0) return 0
    return this.open ? 1 : Number.POSITIVE_INFINITY
  }

  /** Lets a request go, to be followed by `note`. Answers the milliseconds to wait when it may not. */
  admit(now: number): number {
    const wait = this.waitMs(now)
    if (wait === 0) this.probing = this.open
    return wait
  }

  /** @param failed nothing was received, or the destination said that the fault is its own */
  note(failed: boolean, now: number): void {
    this.probing = false
    if (!failed) {
      this.failures = 0
      this.trips = 0
      return
    }
    this.failures++
    // Several may have been under way when it tripped: together they are one failure.
    if (!this.open || now < this.restUntil) return
    this.rest(Math.min(REST_MS * 2 ** this.trips++, LONGEST_REST_MS), now)
  }

  /** The destination asked to be left alone. */
  asked(ms: number, now: number): void {
    this.rest(Math.min(ms, LONGEST_ASKED_MS), now)
  }

  /** Nothing that would be missed is known of it. */
  idle(now: number): boolean {
    return this.failures === 0 && now >= this.restUntil
  }

  private get open(): boolean {
    return this.failures >= TRIPS_AFTER
  }

  private rest(ms: number, now: number): void {
    this.restUntil = Math.max(this.restUntil, now + ms)
  }
}
