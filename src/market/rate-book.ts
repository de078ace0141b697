import type { Database } from '../db/database.js'
import { atOneMoment } from '../db/transaction.js'
import { DAY } from '../lib/time.js'
import type { CompiledOffers } from './compiled-offers.js'
import type { Offer } from './offer.js'
import { chainPrice, priceOf } from './price.js'
import { compileRates, type RateCounts, type RatedOffer, type RateSlice } from './rates.js'
import { type RateCount, StatStore } from './stat-store.js'

type Counts = { -readonly [Key in keyof RateCounts]: RateCounts[Key] }

/** Rates of one organization as of one epoch of its counts. They depend on counts and time alone: the same pair gives the same rates, to the bit. */
export interface EpochRates {
  readonly epoch: number
  /** Epoch milliseconds at which they were worked out: counts age, and fresh clicks have had no time to convert. */
  readonly at: number
  of(compiled: CompiledOffers, website: string, country: string | null): RateSlice
  /** Works them out for the offers that `other` was asked for last, so that no request has to wait for it. */
  prepareAs(other: EpochRates): void
  /** The offers that were asked for last. */
  readonly asked: CompiledOffers | undefined
}

/** Days of counts that rates look back on. */
const HORIZON = 90

/** Adds up counts of epochs, in whichever portions they come. */
export class DayTable {
  private readonly counts = new Map<string, Counts>()
  /** All of them by key; undefined while there are new ones. */
  private sorted: (readonly [string, Counts])[] | undefined

  add(rows: readonly RateCount[]): void {
    for (const { offer, website, country, day, metric, goal, n, revenue } of rows) {
      const key = `${day}\0${website}\0${country ?? ''}\0${offer}\0${goal}`
      let counts = this.counts.get(key)
      if (!counts) {
        const dayNumber = Date.parse(day) / DAY
        const nothing = { impressions: 0, clicks: 0, conversions: 0, revenue: 0 }
        counts = { offer, website, country: country ?? '', day: dayNumber, goal, ...nothing }
        this.counts.set(key, counts)
        this.sorted = undefined
      }
      if (metric === 'impressions' || metric === 'clicks') counts[metric] += n
      else {
        counts.conversions += metric === 'conversions' ? n : -n
        counts.revenue += revenue
      }
    }
  }

  /** The counts that matter at an instant, in an order that depends on them alone: sums of fractions depend on it. */
  asOf(at: number): RateCounts[] {
    const first = Math.floor(at / DAY) - HORIZON
    this.sorted ??= [...this.counts].sort(([a], [b]) => (a < b ? -1 : 1))
    // Field by field: of spread objects rates take a fifth longer to be worked out.
    return this.sorted
      .filter(([, { day }]) => day >= first)
      .map(([, { offer, website, country, day, goal, impressions, clicks, conversions, revenue }]) => ({
        offer,
        website,
        country,
        day,
        goal,
        impressions,
        clicks,
        conversions,
        revenue,
      }))
  }
}

/** Rates from counts. Slices are kept for as long as the offers they are for. */
export function ratesAsOf(table: DayTable, epoch: number, at: number): EpochRates {
  const rows = table.asOf(at)
  const compiledFor = new WeakMap<CompiledOffers, Rates>()
  let asked: CompiledOffers | undefined
  const ratesOf = (compiled: CompiledOffers): Rates => {
    asked = compiled
    let rates = compiledFor.get(compiled)
    if (!rates) {
      rates = compileRates(rows, compiled.offers.map(rated), at)
      compiledFor.set(compiled, rates)
    }
    return rates
  }
  return {
    epoch,
    at,
    of: (compiled, website, country) => ratesOf(compiled).slice(website, country ?? ''),
    prepareAs(other) {
      if (other.asked) ratesOf(other.asked)
    },
    get asked() {
      return asked
    },
  }
}

type Rates = ReturnType<typeof compileRates>

/** An offer whose conversions cost nothing is one that does not pay for them. */
function rated(offer: Offer): RatedOffer {
  const payout = offer.bid.model === 'CPA' ? chainPrice(offer) : 0
  if (payout === 0) return { id: offer.id, payout: null, parts: NO_PARTS, dynamic: false }
  const goals = ['', ...offer.events.map(({ eventId }) => eventId)]
  const parts = new Map(goals.map(goal => [goal, priceOf(offer, goal) / payout]))
  return { id: offer.id, payout, parts, dynamic: offer.payout === 'dynamic' }
}

const NO_PARTS = new Map<string, number>()

/** How old rates may become while nothing is counted: time alone changes them little. */
const MAX_AGE = 60_000

/** The rates that this process ranks by: of the newest epoch it has loaded. */
export class RateBook {
  private epoch = 0
  private readonly tables = new Map<string, DayTable>()
  private readonly rates = new Map<string, EpochRates>()

  constructor(private readonly db: Database) {}

  /** The organization's rates. */
  current(organization: string, now: number): EpochRates {
    let rates = this.rates.get(organization)
    if (!rates) {
      rates = ratesAsOf(this.tables.get(organization) ?? EMPTY, this.epoch, now)
      this.rates.set(organization, rates)
    }
    return rates
  }

  /** Loads the epochs that were made since, and works out again what they change, or what has become old. */
  async load(now: number): Promise<void> {
    const { dialect } = this.db
    const { epoch, rows } = await atOneMoment(this.db, async trx => {
      const store = new StatStore(trx, dialect)
      const epoch = await store.lastEpoch()
      return { epoch, rows: epoch > this.epoch ? await store.rateCounts(this.epoch, epoch) : [] }
    })
    this.epoch = epoch
    const byOrganization = new Map<string, RateCount[]>()
    for (const row of rows) {
      const known = byOrganization.get(row.organization)
      if (known) known.push(row)
      else byOrganization.set(row.organization, [row])
    }
    for (const [organization, counts] of byOrganization) {
      const table = this.tables.get(organization) ?? new DayTable()
      table.add(counts)
      this.tables.set(organization, table)
    }
    for (const [organization, before] of this.rates) {
      if (!byOrganization.has(organization) && now < before.at + MAX_AGE) continue
      const rates = ratesAsOf(this.tables.get(organization) ?? EMPTY, epoch, now)
      rates.prepareAs(before)
      this.rates.set(organization, rates)
    }
  }
}

const EMPTY = new DayTable()

/** The rates of an organization as they were: from the counts up to an epoch, worked out at an instant. */
export async function ratesOfEpoch(db: Database, organization: string, epoch: number, at: number): Promise<EpochRates> {
  const table = new DayTable()
  table.add(await new StatStore(db.knex, db.dialect).rateCounts(0, epoch, organization))
  return ratesAsOf(table, epoch, at)
}
