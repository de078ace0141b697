import type { GeoResolver } from '../geo/geo.js'
import type { Request } from '../http/types.js'
import { newId } from '../lib/id.js'
import type { Billing } from '../market/billing.js'
import type { EventAct } from '../market/billing-acts.js'
import { type RequestIds, traceOf } from './request-id.js'
import { senderOf } from './sender.js'

export interface OfferEventNeeds {
  readonly billing: Billing
  readonly requestIds: RequestIds
  readonly geo: GeoResolver
}

/** What our ids are made of. Anything else a page sends names no offer. */
const OFFER_ID = /^[\w-]{1,64}$/

/** What a page says happened to an offer. Whatever is wrong with it is judged with the rest of what is known, and stored. */
export function offerEvent(
  kind: EventAct['kind'],
  { requestIds, geo }: OfferEventNeeds,
  request: Request<'recordImpression' | 'recordClick'>,
): EventAct {
  const { body, principal, now } = request
  const { organization, website } = principal
  const { requestId, offerId } = body
  const read = requestIds.read(requestId, now)
  // What was signed by us has a trace, be it too old or another website's; what others made has none.
  const genuine = read.ok || read.reason === 'expired'
  return {
    kind,
    fact: newId('evt'),
    organization,
    website: website.id,
    at: now,
    offer: OFFER_ID.test(offerId) ? offerId : undefined,
    trace: genuine ? traceOf(requestId) : undefined,
    request: read.ok ? (read.website === website.id ? 'ok' : 'foreign') : read.reason,
    visitor: read.ok ? read.visitor : '',
    country: read.ok ? read.country : null,
    sender: senderOf(request, geo),
  }
}
