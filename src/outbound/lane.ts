import { SECOND } from '../lib/time.js'
import { Circuit } from './circuit.js'

export interface LaneLimits {
  /** Requests under way at once. */
  readonly maxConcurrent: number
  /** Requests begun in a second, evenly; undefined: any number. */
  readonly perSecond?: number | undefined
}

/** The way to one destination: who waits for a turn, how fast it is taken, and whether the far end is well. Times by the monotonic clock. */
export class Lane {
  readonly circuit = new Circuit()
  private underWay = 0
  private nextStart = 0
  private readonly waiting: (() => void)[] = []

  get busy(): boolean {
    return this.underWay > 0 || this.waiting.length > 0
  }

  /** Resolves to true when it is our turn, to be ended by `leave`; to false when that would be later than `deadline`. */
  async enter({ maxConcurrent, perSecond }: LaneLimits, deadline: number): Promise<boolean> {
    while (this.underWay >= maxConcurrent) if (!(await this.turn(deadline))) return false
    this.underWay++
    if (perSecond === undefined || (await this.pace(perSecond, deadline))) return true
    this.leave()
    return false
  }

  leave(): void {
    this.underWay--
    this.waiting.shift()?.()
  }

  private turn(deadline: number): Promise<boolean> {
    return new Promise(resolve => {
      const go = () => {
        clearTimeout(timer)
        resolve(true)
      }
      const timer = setTimeout(() => {
        this.waiting.splice(this.waiting.indexOf(go), 1)
        resolve(false)
      }, deadline - performance.now())
      this.waiting.push(go)
    })
  }

  private async pace(perSecond: number, deadline: number): Promise<boolean> {
    const start = Math.max(performance.now(), this.nextStart)
    if (start >= deadline) return false
    this.nextStart = start + SECOND / perSecond
    await new Promise(resolve => setTimeout(resolve, start - performance.now()))
    return true
  }
}
