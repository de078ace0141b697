import { reply } from '../http/reply.js'
import type { Handler } from '../http/types.js'
import { type OfferEventNeeds, offerEvent } from './offer-event.js'

/** Stores that an offer was seen, and bills it where its model bills impressions. */
export const recordImpression =
  (needs: OfferEventNeeds): Handler<'recordImpression'> =>
  async request => {
    await needs.billing.book(offerEvent('impression', needs, request))
    return reply(204)
  }
