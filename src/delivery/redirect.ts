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

    const { ok: _, requestId, sub, ...served } = token
    const click = newId('clk')
    await billing.book({
      ...served,
      kind: 'click',
      id: click,
      organization: offer.organization,
      advertiser: offer.advertiser,
      visitor: visitorHash(token.website, client.address, headers['user-agent'] ?? '', now),
      at: now,
      head: method === 'HEAD',
      ...senderOf(request, geo),
    })
    const location = fillLanding(offer.landingUrl, {
      click_id: click,
      request_id: requestId,
      offer_id: offer.id,
      website: current.websites.byId.get(token.website)?.websiteKey ?? '',
      country: token.country ?? '',
      sub,
    })
    return reply(302, undefined, { Location: location, ...HEADERS })
  }

const HEADERS = { 'Cache-Control': 'no-store', 'Referrer-Policy': 'no-referrer-when-downgrade' }
