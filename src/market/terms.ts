import type { Offer } from './offer.js'

/** The part of an offer that billing reads. */
export type BilledOffer = Pick<
  Offer,
  | 'id'
  | 'organization'
  | 'advertiser'
  | 'status'
  | 'endsAt'
  | 'bid'
  | 'payout'
  | 'dailyBudget'
  | 'totalBudget'
  | 'dailyCap'
  | 'totalCap'
  | 'events'
>

/** What billing asks of the catalogue, as it is at one moment: another moment has other maps. */
export interface Terms {
  /** Offers that are not deleted, by id. */
  readonly offers: ReadonlyMap<string, BilledOffer>
  /** The part of its revenue that a website keeps, 0 to 1, by the website's id. */
  readonly revenueShares: ReadonlyMap<string, number>
}

/** What a website that has been deleted since still earns of what was served on it. */
export const DEFAULT_REVENUE_SHARE = 0.8

interface MapChange<Value> {
  readonly set: readonly (readonly [key: string, value: Value])[]
  readonly gone: readonly string[]
}

/** How terms have changed. */
export type TermsChange = {
  readonly [Part in keyof Terms]: MapChange<Terms[Part] extends ReadonlyMap<string, infer Value> ? Value : never>
}

/** Tells how terms have changed since they were told last, for a copy of them in another thread. */
export class TermsFeed {
  private told: Terms = { offers: new Map(), revenueShares: new Map() }

  /** Undefined: not at all. */
  changesTo(terms: Terms): TermsChange | undefined {
    if (terms === this.told) return undefined
    const offers = changeOf(this.told.offers, terms.offers)
    const change = {
      offers: { ...offers, set: offers.set.map(([id, offer]) => [id, billedPart(offer)] as const) },
      revenueShares: changeOf(this.told.revenueShares, terms.revenueShares),
    }
    this.told = terms
    return change
  }
}

/** Terms that are told from afar. */
export class TermsCopy implements Terms {
  readonly offers = new Map<string, BilledOffer>()
  readonly revenueShares = new Map<string, number>()

  take({ offers, revenueShares }: TermsChange): void {
    apply(this.offers, offers)
    apply(this.revenueShares, revenueShares)
  }
}

/** Values are never changed: another object is another value. */
const changeOf = <Value>(before: ReadonlyMap<string, Value>, after: ReadonlyMap<string, Value>): MapChange<Value> => ({
  set: [...after].filter(([key, value]) => before.get(key) !== value),
  gone: [...before.keys()].filter(key => !after.has(key)),
})

function apply<Value>(map: Map<string, Value>, { set, gone }: MapChange<Value>): void {
  for (const key of gone) map.delete(key)
  for (const [key, value] of set) map.set(key, value)
}

const billedPart = (offer: BilledOffer): BilledOffer => {
  const { id, organization, advertiser, status, endsAt, bid, payout, dailyBudget, totalBudget, dailyCap, totalCap, events } = offer
  return { id, organization, advertiser, status, endsAt, bid, payout, dailyBudget, totalBudget, dailyCap, totalCap, events }
}
