import { reply } from '../http/reply.js'
import type { Handler } from '../http/types.js'
import { fbpOfPage } from './track-fbp.js'
import type { VisitBook } from './visit-book.js'

/** The same as `recordTrackFbp`, for proxies on the website's own domain. */
export const recordProxiedFbp =
  ({ visits }: { visits: VisitBook }): Handler<'recordProxiedFbp'> =>
  async request =>
    reply(200, await fbpOfPage(visits, request))
