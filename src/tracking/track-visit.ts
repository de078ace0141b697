import { reply } from '../http/reply.js'
import type { Handler, Request } from '../http/types.js'
import { deviceOfPage } from './caller.js'
import type { VisitNeeds } from './visit.js'
import { countryOfPage, nameOf, readPageView } from './visit-acts.js'
import type { VisitRecorded } from './visit-book.js'

/** Stores a page view that the page tells itself. */
export const recordTrackVisit =
  (needs: VisitNeeds): Handler<'recordTrackVisit'> =>
  async request =>
    reply(200, await visitOfPage(needs, request))

/** A page view in the name of the visitor who calls, or whom a trusted proxy calls for. */
export async function visitOfPage(
  { visits, geo }: VisitNeeds,
  request: Request<'recordTrackVisit' | 'recordProxiedVisit'>,
): Promise<VisitRecorded> {
  const { body, principal, now } = request
  const device = deviceOfPage(request)
  // Where the visitor is follows from his address: what a page might say of it is not declared, hence not checked.
  const told = { ...body, country: undefined, city: undefined, region: undefined }
  return visits.visit({
    kind: 'visit',
    organization: principal.organization,
    website: principal.website.id,
    at: now,
    tempId: body.tempId,
    clientSessionId: nameOf(body.clientSessionId),
    ...readPageView(told, device, countryOfPage(geo, device, request), now),
  })
}
