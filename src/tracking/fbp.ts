import { reply } from '../http/reply.js'
import type { Handler } from '../http/types.js'
import { websiteOf } from './auth.js'
import type { VisitBook } from './visit-book.js'

/** Adds Meta's browser id, which its script made late, to the visitor's last visit. */
export const recordFbp =
  ({ visits }: { visits: VisitBook }): Handler<'recordFbp'> =>
  async ({ body: { tempId, fbp }, principal, now, idempotency }) => {
    const { id, organization } = websiteOf(principal)
    return reply(200, await visits.addFbp({ kind: 'fbp', organization, website: id, at: now, tempId, fbp, answerTo: idempotency }))
  }
