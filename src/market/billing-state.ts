import { DAY, utcDay } from '../lib/time.js'
import type { DayTally, Pair } from './billing-store.js'
import type { Means, Tally } from './charge.js'
import type { Click } from './click-store.js'
import type { Conversion } from './conversion-store.js'
import { WHOLE_LIFE } from './counter-store.js'
import { advertiserAccount, type Posting } from './ledger.js'
import { dayNumber, type Standings } from './live-counters.js'
import type { ServedPair } from './served.js'

/** What the database says of all that a batch is about. */
export interface Known {
  readonly served: readonly ServedPair[]
  readonly pairs: readonly Pair[]
  readonly recentClicks: readonly { readonly website: string; readonly visitor: string; readonly at: number }[]
  readonly tallies: readonly DayTally[]
  /** By account. */
  readonly balances: readonly { readonly account: string; readonly balance: number }[]
  readonly clicks: readonly Click[]
  readonly conversions: readonly Conversion[]
  /** By cause. */
  readonly postings: ReadonlyMap<string, Posting>
}

export type Had = 'impression' | 'click_event' | 'click'

interface Spent {
  readonly organization: string
  readonly offer: string
  readonly advertiser: string
  readonly price: number
  /** When it was, epoch milliseconds. */
  readonly at: number
}

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] }

const NONE: Tally = { actions: 0, spent: 0 }

/** What a batch decides by, kept up to date with what it has decided, so that its acts see each other. */
export class BillingState {
  private readonly servedPairs: Map<string, ServedPair>
  private readonly pairs: Map<string, Mutable<Pair>>
  private readonly clickTimes = new Map<string, number[]>()
  private readonly tallies: Map<string, Mutable<Tally>>
  private readonly added = new Map<string, Mutable<DayTally> & { organization: string }>()
  private readonly balances: Map<string, number>
  private readonly charged = new Map<string, Spent>()
  private readonly clicks: Map<string, Click>
  private readonly byTransaction: Map<string, Conversion>
  private readonly postings: Map<string, Posting>

  constructor(known: Known) {
    this.servedPairs = new Map(known.served.map(pair => [keyOf(pair.trace, pair.offer), pair]))
    this.pairs = new Map(known.pairs.map(pair => [keyOf(pair.trace, pair.offer), { ...pair }]))
    for (const { website, visitor, at } of known.recentClicks) this.timesOf(website, visitor).push(at)
    this.tallies = new Map(known.tallies.map(({ offer, day, actions, spent }) => [keyOf(offer, day), { actions, spent }]))
    this.balances = new Map(known.balances.map(({ account, balance }) => [account, balance]))
    this.clicks = new Map(known.clicks.map(click => [click.id, click]))
    this.byTransaction = new Map(known.conversions.map(conversion => [keyOf(conversion.advertiser, conversion.txid), conversion]))
    this.postings = new Map(known.postings)
  }

  /** How an offer was served to a request; undefined: it was not in its answer. */
  served(trace: string, offer: string): ServedPair | undefined {
    return this.servedPairs.get(keyOf(trace, offer))
  }

  pair(trace: string, offer: string): Pair | undefined {
    return this.pairs.get(keyOf(trace, offer))
  }

  /** The pair has had this one now. */
  take(trace: string, offer: string, kind: Had): void {
    this.pairs.get(keyOf(trace, offer))![kind] = true
  }

  /** Ages of the visitor's valid clicks on a website in the last day, newest first. */
  earlier(website: string, visitor: string, at: number): number[] {
    return this.timesOf(website, visitor)
      .map(time => Math.max(0, at - time))
      .filter(age => age < DAY)
      .sort((a, b) => a - b)
  }

  noteClick(website: string, visitor: string, at: number): void {
    this.timesOf(website, visitor).push(at)
  }

  means(offer: string, advertiser: string, at: number): Means {
    return {
      today: this.tallies.get(keyOf(offer, utcDay(at))) ?? NONE,
      total: this.tallies.get(keyOf(offer, WHOLE_LIFE)) ?? NONE,
      balance: this.balanceOf(advertiser),
    }
  }

  /** One billable action more, and what it costs. */
  spend(spent: Spent): void {
    this.move(spent, 1)
  }

  /** One that was spent before is taken back. Budgets and caps of its own day have it again. */
  refund(spent: Spent): void {
    this.move(spent, -1)
  }

  click(id: string): Click | undefined {
    return this.clicks.get(id)
  }

  conversion(advertiser: string, txid: string): Conversion | undefined {
    return this.byTransaction.get(keyOf(advertiser, txid))
  }

  keep(conversion: Conversion): void {
    this.byTransaction.set(keyOf(conversion.advertiser, conversion.txid), conversion)
  }

  conversionsOf(click: string): Conversion[] {
    return [...this.byTransaction.values()].filter(one => one.click === click)
  }

  /** Goals that a click has reached and that stand. */
  reached(click: string): string[] {
    return this.conversionsOf(click)
      .filter(({ status }) => status === 'approved')
      .map(({ event }) => event)
  }

  posting(cause: string): Posting | undefined {
    return this.postings.get(cause)
  }

  notePosting(posting: Posting): void {
    this.postings.set(posting.cause, posting)
  }

  /** What the batch adds to the offers' counters, in one order for all who write them. */
  get talliesAdded() {
    return [...this.added].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, tally]) => tally)
  }

  /** Where offers and balances stand that the batch has moved. `now` says which day is today. */
  standings(now: number): Standings {
    const moved = [...this.charged.values()]
    return {
      offers: moved.map(({ offer, advertiser }) => {
        const { today, total } = this.means(offer, advertiser, now)
        return {
          offer,
          day: dayNumber(now),
          spentToday: today.spent,
          actionsToday: today.actions,
          spentTotal: total.spent,
          actionsTotal: total.actions,
        }
      }),
      balances: [...new Set(moved.map(({ advertiser }) => advertiser))].map(advertiser => ({
        advertiser,
        balance: this.balanceOf(advertiser),
      })),
    }
  }

  private move(spent: Spent, sign: 1 | -1): void {
    const { organization, offer, advertiser, price, at } = spent
    this.charged.set(offer, spent)
    this.balances.set(advertiserAccount(advertiser), this.balanceOf(advertiser) - sign * price)
    for (const day of [utcDay(at), WHOLE_LIFE]) {
      const key = keyOf(offer, day)
      const tally = this.tallies.get(key) ?? { ...NONE }
      const added = this.added.get(key) ?? { organization, offer, day, ...NONE }
      for (const sum of [tally, added]) {
        sum.actions += sign
        sum.spent += sign * price
      }
      this.tallies.set(key, tally)
      this.added.set(key, added)
    }
  }

  private balanceOf(advertiser: string): number {
    return this.balances.get(advertiserAccount(advertiser)) ?? 0
  }

  private timesOf(website: string, visitor: string): number[] {
    const key = keyOf(website, visitor)
    const times = this.clickTimes.get(key) ?? []
    this.clickTimes.set(key, times)
    return times
  }
}

const keyOf = (a: string, b: string): string => `${a} ${b}`
