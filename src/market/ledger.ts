import { newId } from '../lib/id.js'
import { MICROS } from '../lib/money.js'

/** Why money moved. An `adjustment` is a correction by rules of a later day. */
export type PostingKind = 'deposit' | 'charge' | 'reversal' | 'adjustment'

/** What one account gains by a posting, in micros; negative is what it loses. */
export interface Entry {
  readonly account: string
  readonly amount: number
}

/** One movement of money: its entries add up to nothing. */
export interface Posting {
  readonly id: string
  readonly organization: string
  /** What it is posted for, in words that are the same at every try: nothing is posted twice for one cause. */
  readonly cause: string
  readonly kind: PostingKind
  /** Epoch milliseconds. */
  readonly at: number
  readonly trace: string | null
  readonly offer: string | null
  readonly website: string | null
  readonly entries: readonly Entry[]
}

/** The operator's own part of every charge. */
export const PLATFORM = 'platform'

/** The world outside, which deposits come from. */
export const EXTERNAL = 'external'

/** What an advertiser has left to spend. */
export const advertiserAccount = (advertiser: string): string => `advertiser:${advertiser}`

/** What a website has earned. */
export const publisherAccount = (website: string): string => `publisher:${website}`

/** What a posting is posted for, by what caused it. */
export const causes = {
  deposit: (advertiser: string, reference: string): string => `deposit:${advertiser}:${reference}`,
  click: (click: string): string => `click:${click}`,
  impression: (trace: string, offer: string): string => `impression:${trace}:${offer}`,
  conversion: (conversion: string): string => `conversion:${conversion}`,
  reversal: (cause: string): string => `reversal:${cause}`,
  /** The nth correction of what a click cost, from 1. */
  rescore: (click: string, nth: number): string => `rescore:${click}:${nth}`,
}

/** An advertiser's money comes in. */
export const depositOf = (facts: { organization: string; advertiser: string; reference: string; micros: number; at: number }): Posting => ({
  id: newId('post', facts.at),
  organization: facts.organization,
  cause: causes.deposit(facts.advertiser, facts.reference),
  kind: 'deposit',
  at: facts.at,
  trace: null,
  offer: null,
  website: null,
  entries: [
    { account: advertiserAccount(facts.advertiser), amount: facts.micros },
    { account: EXTERNAL, amount: -facts.micros },
  ],
})

export interface ChargeFacts {
  readonly organization: string
  readonly cause: string
  readonly advertiser: string
  readonly website: string
  readonly offer: string
  readonly trace: string
  /** Micros, above 0: what costs nothing is not posted. */
  readonly price: number
  /** The publisher's part, 0 to 1. */
  readonly revenueShare: number
  readonly at: number
}

/** An advertiser pays for a billable action: the publisher its share, the platform the rest. */
export function chargeOf({ organization, cause, advertiser, website, offer, trace, price, revenueShare, at }: ChargeFacts): Posting {
  const share = publisherShare(price, revenueShare)
  const entries = [
    { account: advertiserAccount(advertiser), amount: -price },
    { account: publisherAccount(website), amount: share },
    { account: PLATFORM, amount: price - share },
  ]
  return {
    id: newId('post', at),
    organization,
    cause,
    kind: 'charge',
    at,
    trace,
    offer,
    website,
    entries: entries.filter(({ amount }) => amount !== 0),
  }
}

/** Takes a posting back by its counter-entries, whatever the shares and prices are today. */
export const reversalOf = (posting: Posting, at: number, kind: 'reversal' | 'adjustment' = 'reversal'): Posting => ({
  ...posting,
  id: newId('post', at),
  cause: causes.reversal(posting.cause),
  kind,
  at,
  entries: posting.entries.map(({ account, amount }) => ({ account, amount: -amount })),
})

/**
 * The publisher's part of a price, rounded down to the micro. The share counts in millionths and the product is taken in two parts, so
 * that every step is exact: 0.29 of 100 is 29, not 28.
 */
export function publisherShare(price: number, revenueShare: number): number {
  const millionths = Math.round(revenueShare * MICROS)
  const whole = Math.floor(price / MICROS)
  return whole * millionths + Math.floor(((price - whole * MICROS) * millionths) / MICROS)
}

/** What a posting can't be if every caller is right; undefined: it is sound. */
export function flawOf({ entries }: Posting): string | undefined {
  if (entries.length < 2) return 'has fewer than two entries'
  if (!entries.every(({ amount }) => Number.isSafeInteger(amount) && amount !== 0)) return 'has an amount that is no whole number of micros'
  const sum = entries.reduce((total, { amount }) => total + amount, 0)
  return sum === 0 ? undefined : `is out of balance by ${sum}`
}
