import { reply } from '../http/reply.js'
import type { Handler } from '../http/types.js'
import { visitOfPage } from './track-visit.js'
import type { VisitNeeds } from './visit.js'

/** The same as `recordTrackVisit`, for proxies on the website's own domain. */
export const recordProxiedVisit =
  (needs: VisitNeeds): Handler<'recordProxiedVisit'> =>
  async request =>
    reply(200, await visitOfPage(needs, request))
