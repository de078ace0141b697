import type { Offer } from './offer.js'

/**
 * Micros an advertiser pays for one billable action of an offer: a click, a conversion or one impression. First price: its own bid, or the
 * payout of the goal that was reached. An eCPM bid is per thousand; parts of a micro are the advertiser's, so a bid of whole thousands of
 * micros (tenths of a cent) is billed exactly.
 */
export function priceOf({ bid, events }: Offer, eventId = ''): number {
  switch (bid.model) {
    case 'CPC':
      return bid.micros
    case 'ECPM':
      return Math.floor(bid.micros / 1000)
    case 'CPA':
      return events.find(event => event.eventId === eventId)?.payout ?? bid.micros
  }
}

/**
 * Micros that all goals of a CPA offer cost together, or its base step where that alone costs more: the whole of which each conversion pays a part. By it
 * the offer bids. By the base step it could not: that may be free, or cost next to nothing beside a later goal.
 */
export const chainPrice = (offer: Offer): number =>
  Math.max(
    priceOf(offer),
    offer.events.reduce((sum, { eventId }) => sum + priceOf(offer, eventId), 0),
  )

/** Micros that must be at hand for an offer to be shown: its dearest action, so that no goal is promised which can't be paid. */
export const dearestPrice = (offer: Offer): number =>
  offer.bid.model === 'CPA' && offer.events.length > 0
    ? Math.max(...offer.events.map(({ eventId }) => priceOf(offer, eventId)))
    : priceOf(offer)
