import type { Catalogue } from '../catalogue/catalogue.js'
import { reply } from '../http/reply.js'
import type { Handler, Request } from '../http/types.js'
import type { Journal } from '../journal/journal.js'
import { Forbidden, NotFound } from '../lib/errors.js'
import { newId } from '../lib/id.js'
import type { ClickTokens } from '../market/click-token.js'
import type { Visit } from '../market/eligibility.js'
import type { Offer } from '../market/offer.js'
import type { Seller } from '../market/seller.js'
import type { VisitorAgent } from '../market/visitor-agent.js'
import type { RequestIdFault, RequestIds, RequestRead } from './request-id.js'

interface Needs {
  readonly catalogue: Catalogue
  readonly seller: Seller
  readonly requestIds: RequestIds
  readonly clickTokens: ClickTokens
  readonly journal: Journal
  readonly readAgent: (userAgent: string | undefined) => VisitorAgent
  /** Base of the click URLs, without a slash at its end. */
  readonly baseUrl: string
}

/** Ranks the offers that may be shown to a decision's visitor, and answers them once it is durable what was answered. */
export const getOffers =
  ({ catalogue, seller, requestIds, clickTokens, journal, readAgent, baseUrl }: Needs): Handler<'getOffers'> =>
  async request => {
    const { query, principal, headers, now } = request
    const { organization, website } = principal
    const { requestId, limit, surface } = query
    const visitor = known(requestIds, request)
    const about = { id: newId('evt'), organization, at: now, website: website.id, trace: visitor.trace }
    if (visitor.supportOnly) {
      await journal.append({ ...about, kind: 'offers_withheld', properties: { surface } })
      return reply(200, { requestId, offers: [], support: website.support }, NO_STORE)
    }
    if (visitor.allowed && !visitor.section)
      throw new Forbidden('requestId: this visitor may be served, so there are no offers for him', 'visitor_allowed')

    const snapshot = catalogue.current
    const { country, region } = visitor
    const { device, os, osVersion } = readAgent(headers['user-agent'])
    const visit: Visit = { now, surface, country, region, device, os, osVersion, publisher: website.publisher }
    const compiled = snapshot.offers.of(organization)
    const sold = await seller.sell({
      compiled,
      organization,
      website: website.id,
      visitor: visitor.visitor,
      visit,
      places: limit,
      seed: about.id,
    })
    await journal.append({
      ...about,
      kind: 'served',
      // What is spread into a literal stands first: behind other fields it costs several times as much.
      properties: { ...sold, version: snapshot.version, visitor: visitor.visitor },
    })
    const offers = sold.winners.map(({ offer, model, price }, place) => {
      const position = place + 1
      const token = clickTokens.mint({
        requestId,
        offer,
        website: website.id,
        position,
        model,
        price,
        surface,
        country,
        sub: visitor.sub,
        servedAt: now,
      })
      return present(compiled.offers[compiled.indexOf.get(offer)!]!, position, `${baseUrl}/v1/r?t=${token}`)
    })
    return reply(200, { requestId, offers }, NO_STORE)
  }

const NO_STORE = { 'Cache-Control': 'no-store' }

const FAULTS: Readonly<Record<RequestIdFault, readonly [message: string, reason: string]>> = {
  malformed: ['requestId: is not one of ours', 'unknown_request'],
  forged: ['requestId: was changed', 'forged'],
  expired: ['requestId: is older than 24 hours', 'expired'],
}

/** What the decision said of the visitor. @throws NotFound when it was none of this website's, or is too old */
function known(requestIds: RequestIds, { query: { requestId }, principal: { website }, now }: Request<'getOffers'>): RequestRead {
  const read = requestIds.read(requestId, now)
  if (!read.ok) throw new NotFound(...FAULTS[read.reason])
  if (read.website !== website.id) throw new NotFound('requestId: belongs to another website', 'foreign')
  return read
}

const present = ({ id, creative }: Offer, position: number, clickUrl: string) => ({
  offerId: id,
  position,
  headline: creative.headline,
  description: creative.description,
  brand: creative.brand,
  cta: creative.cta,
  imageUrl: creative.imageUrl,
  terms: creative.terms,
  disclosure: 'Sponsored',
  clickUrl,
})
