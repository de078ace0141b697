import { reply } from '../http/reply.js'
import type { Handler } from '../http/types.js'
import { type OfferEventNeeds, offerEvent } from './offer-event.js'

/** Stores that an offer was clicked on the page. It bills nothing: the redirect does. */
export const recordClick =
  (needs: OfferEventNeeds): Handler<'recordClick'> =>
  async request => {
    await needs.billing.book(offerEvent('click_event', needs, request))
    return reply(204)
  }
