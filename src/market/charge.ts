import type { Unbilled } from './billing-acts.js'
import type { Offer } from './offer.js'

/** Billable actions and micros. */
export interface Tally {
  readonly actions: number
  readonly spent: number
}

/** What an offer may still spend, in micros. */
export interface Means {
  /** Of the act's UTC day. */
  readonly today: Tally
  readonly total: Tally
  /** The advertiser's. */
  readonly balance: number
}

/** Why an offer that was served is not charged at this instant for what it bills; undefined: it is, if it has the means. */
export function restOf(offer: Pick<Offer, 'status' | 'endsAt'> | undefined, at: number): Unbilled | undefined {
  if (offer === undefined) return 'offer_gone'
  if (offer.status === 'paused') return 'paused'
  return offer.endsAt !== null && at >= offer.endsAt ? 'ended' : undefined
}

/** Whether balance, budgets and caps each cover one more action: none is ever overspent, not by one. */
export const covers = (
  { dailyBudget, totalBudget, dailyCap, totalCap }: Pick<Offer, 'dailyBudget' | 'totalBudget' | 'dailyCap' | 'totalCap'>,
  price: number,
  { today, total, balance }: Means,
): boolean =>
  balance >= price &&
  today.spent + price <= (dailyBudget ?? Number.POSITIVE_INFINITY) &&
  total.spent + price <= (totalBudget ?? Number.POSITIVE_INFINITY) &&
  today.actions < (dailyCap ?? Number.POSITIVE_INFINITY) &&
  total.actions < (totalCap ?? Number.POSITIVE_INFINITY)
