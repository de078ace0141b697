import { reply } from '../http/reply.js'
import type { Handler, Request } from '../http/types.js'
import type { VisitBook } from './visit-book.js'

/** Adds Meta's browser id to the visitor's last visit, as the page tells it. */
export const recordTrackFbp =
  ({ visits }: { visits: VisitBook }): Handler<'recordTrackFbp'> =>
  async request =>
    reply(200, await fbpOfPage(visits, request))

export function fbpOfPage(
  visits: VisitBook,
  { body: { tempId, fbp }, principal: { organization, website }, now }: Request<'recordTrackFbp' | 'recordProxiedFbp'>,
): Promise<{ readonly success: boolean }> {
  return visits.addFbp({ kind: 'fbp', organization, website: website.id, at: now, tempId, fbp })
}
