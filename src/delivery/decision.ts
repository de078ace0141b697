import { isServed } from '../catalogue/geo-rule.js'
import { lookOf } from '../catalogue/website.js'
import type { GeoResolver } from '../geo/geo.js'
import { reply } from '../http/reply.js'
import type { Handler } from '../http/types.js'
import type { Journal } from '../journal/journal.js'
import { newId } from '../lib/id.js'
import { type RequestIds, traceOf } from './request-id.js'
import type { VisitorHash } from './visitor.js'
import { placeOf } from './visitor-place.js'

interface Needs {
  readonly geo: GeoResolver
  readonly requestIds: RequestIds
  readonly journal: Journal
  readonly visitorHash: VisitorHash
}

/** Says whether the visitor is on the served side of the website's geo rule, and mints the id that every later call carries. */
export const getDecision =
  ({ geo, requestIds, journal, visitorHash }: Needs): Handler<'getDecision'> =>
  request => {
    const { query, principal, client, headers, now } = request
    const { organization, website } = principal
    const { country, region, provider } = placeOf(geo, request)
    const allowed = isServed(website.compiledGeoRule, country, region)
    const visitor = visitorHash(website.id, client.address, headers['user-agent'] ?? '', now)
    const section = query.mode === 'section'
    const requestId = requestIds.mint(
      {
        website: website.id,
        country,
        region,
        allowed,
        section,
        supportOnly: false,
        visitor,
        sub: typeof query.sub === 'string' ? query.sub : '',
      },
      now,
    )
    journal.note({
      id: newId('evt'),
      organization,
      kind: 'decision',
      at: now,
      website: website.id,
      trace: traceOf(requestId),
      properties: { allowed, country, region, provider, ...(query.mode && { mode: query.mode }) },
    })
    const look = (!allowed || section) && lookOf(website)
    return reply(200, { allowed, requestId, country, region, ...(!allowed && { support: website.support }), ...look }, NO_STORE)
  }

const NO_STORE = { 'Cache-Control': 'no-store' }
