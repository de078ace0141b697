import type { Database } from '../db/database.js'
import type { Log } from '../lib/log.js'
import { type Repeated, repeat } from '../lib/repeat.js'
import { DAY, SECOND } from '../lib/time.js'
import type { CompiledOffers } from './compiled-offers.js'
import type { Spending } from './eligibility.js'

/** Where an offer stands after a charge or a refund: sums as the database has them, not differences. */
export interface OfferStanding {
  readonly offer: string
  /** UTC day, days since the epoch, of the figures `today`. */
  readonly day: number
  readonly spentToday: number
  readonly actionsToday: number
  readonly spentTotal: number
  readonly actionsTotal: number
}

/** Where an advertiser's balance stands, in micros. */
export interface BalanceStanding {
  readonly advertiser: string
  readonly balance: number
}

export interface Standings {
  readonly offers: readonly OfferStanding[]
  readonly balances: readonly BalanceStanding[]
}

/** What eligibility asks of one organization's offers: `LiveFacts.spending` and `LiveFacts.balances`. */
export interface CountersView {
  readonly spending: readonly Spending[]
  readonly balances: Float64Array
  /** Another one whenever any of the figures has changed. */
  readonly version: number
}

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] }

/**
 * What each offer has spent and each advertiser has left, as this process knows it: told by its own billing at once, read again from the
 * database every second for what others did. It only decides what is shown. What is billed is decided under the lock of the database, so
 * a figure that is late shows an exhausted offer for a moment and never overspends.
 */
export class LiveCounters {
  private readonly offers = new Map<string, Mutable<Spending>>()
  private readonly balances = new Map<string, number>()
  private views = new WeakMap<CompiledOffers, Omit<CountersView, 'version'>>()
  private version = 0
  /** The view in use of each organization's offers, to write balances into; older ones go with their requests. */
  private readonly current = new Map<string, { readonly places: ReadonlyMap<string, number>; readonly balances: Float64Array }>()

  /** Takes over how offers and advertisers stand. */
  apply({ offers, balances }: Standings): void {
    this.version++
    for (const standing of offers) Object.assign(this.counterOf(standing.offer), figuresOf(standing))
    for (const { advertiser, balance } of balances) {
      this.balances.set(advertiser, balance)
      for (const view of this.current.values()) {
        const place = view.places.get(advertiser)
        if (place !== undefined) view.balances[place] = balance
      }
    }
  }

  /** The figures in the order of an organization's compiled offers. They go on changing while the offers are in use. */
  viewOf(organization: string, compiled: CompiledOffers): CountersView {
    return { ...(this.views.get(compiled) ?? this.open(organization, compiled)), version: this.version }
  }

  private open(organization: string, compiled: CompiledOffers): Omit<CountersView, 'version'> {
    const view = {
      spending: compiled.offers.map(({ id }) => this.counterOf(id)),
      balances: Float64Array.from(compiled.advertisers, advertiser => this.balances.get(advertiser) ?? 0),
    }
    this.views.set(compiled, view)
    this.current.set(organization, {
      places: new Map(compiled.advertisers.map((advertiser, place) => [advertiser, place])),
      balances: view.balances,
    })
    return view
  }

  private counterOf(offer: string): Mutable<Spending> {
    let counter = this.offers.get(offer)
    if (!counter) {
      counter = { day: 0, spentToday: 0, spentTotal: 0, actionsToday: 0, actionsTotal: 0 }
      this.offers.set(offer, counter)
    }
    return counter
  }
}

const figuresOf = ({ offer: _, ...figures }: OfferStanding): Spending => figures

/** The UTC day of an instant as `OfferStanding` numbers it. */
export const dayNumber = (at: number): number => Math.floor(at / DAY)

/** Reads again every second what other processes have billed. Where there is only this one, nothing is there to be read. */
export const keepCounters = ({ dialect }: Database, read: () => Promise<void>, log: Log): Repeated =>
  dialect.skipLocked
    ? repeat(SECOND, read, error => log.warn({ error: String(error) }, 'budgets: can not be read now, the last known figures stand'))
    : { stop: async () => {} }
