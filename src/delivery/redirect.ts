import type { Catalogue } from '../catalogue/catalogue.js'
import type { GeoResolver } from '../geo/geo.js'
import { reply } from '../http/reply.js'
import type { Handler } from '../http/types.js'
import { Gone, Invalid, NotFound } from '../lib/errors.js'
import { newId } from '../lib/id.js'
import type { Billing } from '../market/billing.js'
import type { ClickTokens } from '../market/click-token.js'
import { fillLanding } from '../market/landing.js'
import { senderOf } from './sender.js'
import type { VisitorHash } from './visitor.js'

interface Needs {
  readonly billing: Billing
  readonly catalogue: Catalogue
  readonly clickTokens: ClickTokens
  readonly geo: GeoResolver
  readonly visitorHash: VisitorHash
}

/** Sends a visitor to the offer's landing page, once his click is durable. Where that is follows from the signed token alone. */
export const getRedirect =
  ({ billing, catalogue, clickTokens, geo, visitorHash }: Needs): Handler<'getRedirect'> =>
  async request => {
    const { query, method, headers, client, now } = request
    const token = clickTokens.read(query.t, now)
    if (!token.ok)
      throw token.reason === 'expired'
        ? new Gone('t: is older than seven days', 'expired')
        : new Invalid('t: is not a token of ours', 'bad_token')
    const { current } = catalogue
    const offer = current.offers.byId.get(token.offer)
    if (!offer) throw new NotFound('This offer is no longer there', 'offer_gone')

    const click = newId('clk')
    const { trace, website, position, model, price, surface, country, servedAt } = token
    await billing.book({
      kind: 'click',
      fact: newId('evt'),
      id: click,
      organization: offer.organization,
      trace,
      offer: offer.id,
      advertiser: offer.advertiser,
      website,
      visitor: visitorHash(website, client.address, headers['user-agent'] ?? '', now),
      position,
      model,
      price,
      surface,
      country,
      servedAt,
      at: now,
      head: method === 'HEAD',
      sender: senderOf(request, geo),
    })
    const location = fillLanding(offer.landingUrl, {
      click_id: click,
      request_id: token.requestId,
      offer_id: offer.id,
      website: current.websites.byId.get(website)?.websiteKey ?? '',
      country: country ?? '',
      sub: token.sub,
    })
    return reply(302, undefined, { Location: location, 'Cache-Control': 'no-store', 'Referrer-Policy': 'no-referrer-when-downgrade' })
  }
