import type { Database } from '../db/database.js'
import { DAY, HOUR } from '../lib/time.js'
import type { CompiledOffers } from './compiled-offers.js'
import type { LiveFacts } from './eligibility.js'
import { EVEN, isAhead, shapeOf, type TrafficShape } from './pacing.js'
import { StatStore } from './stat-store.js'

/** The days that a shape is learned from: each day of the week once. */
const LEARNED_FROM = 7 * DAY

/** How the traffic of a day is spread, by organization, and with it which offers pacing holds back. */
export class TrafficShapes {
  private shapes = new Map<string, TrafficShape>()

  constructor(private readonly db: Database) {}

  /** Reads what was counted until now. */
  async load(now: number): Promise<void> {
    const rows = await new StatStore(this.db.knex, this.db.dialect).traffic(Math.floor((now - LEARNED_FROM) / HOUR))
    const requests = new Map<string, number[]>()
    for (const { organization, hour, requests: n } of rows) {
      const hours = requests.get(organization) ?? new Array<number>(24).fill(0)
      hours[hour] = n
      requests.set(organization, hours)
    }
    this.shapes = new Map([...requests].map(([organization, hours]) => [organization, shapeOf(hours)]))
  }

  /** `LiveFacts.holdsBack` of a request: an offer waits while one more action would put it ahead of the day's traffic. */
  pacing(organization: string, { offers, terms }: CompiledOffers, spending: LiveFacts['spending'], now: number): LiveFacts['holdsBack'] {
    const shape = this.shapes.get(organization) ?? EVEN
    return index => isAhead(offers[index]!, terms[index]!.price, spending[index], shape, now)
  }
}
