import type { GeoResolver } from '../geo/geo.js'
import { reply } from '../http/reply.js'
import type { Handler } from '../http/types.js'
import { websiteOf } from './auth.js'
import { deviceToldBy } from './caller.js'
import { countryOfDevice, nameOf, readPageView } from './visit-acts.js'
import type { VisitBook } from './visit-book.js'

export interface VisitNeeds {
  readonly visits: VisitBook
  readonly geo: GeoResolver
}

/** Stores a page view that a business's server tells. */
export const recordVisit =
  ({ visits, geo }: VisitNeeds): Handler<'recordVisit'> =>
  async request => {
    const { body, principal, now, idempotency } = request
    const { id, organization } = websiteOf(principal)
    const device = deviceToldBy(request, body)
    const visit = await visits.visit({
      kind: 'visit',
      organization,
      website: id,
      at: now,
      tempId: body.tempId,
      clientSessionId: nameOf(body.clientSessionId),
      answerTo: idempotency,
      ...readPageView(body, device, countryOfDevice(geo, device), now),
    })
    return reply(200, visit)
  }
