import { lookOf } from '../catalogue/website.js'
import type { Database } from '../db/database.js'
import { reply } from '../http/reply.js'
import type { Handler } from '../http/types.js'
import { NotFound } from '../lib/errors.js'
import { iso } from '../lib/time.js'
import { isSessionId, isSupportOnly, statusOf } from './trigger-session.js'
import { TriggerSessionStore } from './trigger-session-store.js'

/** Says how a session stands, to the page that opened it. */
export const getDeclineSession =
  ({ db }: { db: Database }): Handler<'getDeclineSession'> =>
  async ({ path: { sessionId }, principal: { website }, now }) => {
    const session = isSessionId(sessionId) ? await new TriggerSessionStore(db.knex, db.dialect).find(sessionId) : undefined
    if (session?.website !== website.id) throw new NotFound('sessionId: no such session', 'unknown_session')
    const { requestId, reason, expiresAt } = session
    const answer = {
      status: statusOf(session, now),
      expiresAt: iso(expiresAt),
      ...(requestId !== null && { requestId, ...lookOf(website) }),
      ...(reason !== null && { reason }),
      ...(isSupportOnly(reason) && { support: website.support }),
    }
    return reply(200, answer, NO_STORE)
  }

const NO_STORE = { 'Cache-Control': 'no-store' }
