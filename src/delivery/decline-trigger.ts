import type { Database } from '../db/database.js'
import { transaction } from '../db/transaction.js'
import { reply } from '../http/reply.js'
import type { Handler } from '../http/types.js'
import type { Journal } from '../journal/journal.js'
import { Conflict, Forbidden, Invalid, NotFound } from '../lib/errors.js'
import { newId } from '../lib/id.js'
import type { RequestIds } from './request-id.js'
import { isSessionId, isSupportOnly, statusOf, traceOfSession } from './trigger-session.js'
import { TriggerSessionStore } from './trigger-session-store.js'

interface Needs {
  readonly db: Database
  readonly journal: Journal
  readonly requestIds: RequestIds
}

/** Arms a session when the publisher's server has declined its visitor. The first call settles everything; a repeat gets the same answer. */
export const recordDeclineTrigger =
  ({ db, journal, requestIds }: Needs): Handler<'recordDeclineTrigger'> =>
  async ({ body: { sessionId, reason = null, metadata = null }, principal: { organization, website }, now }) => {
    if (isDeeper(metadata, MAX_DEPTH)) throw new Invalid(`metadata: must be nested at most ${MAX_DEPTH} levels deep`)
    const session = isSessionId(sessionId) ? await new TriggerSessionStore(db.knex, db.dialect).find(sessionId) : undefined
    if (!session) throw new NotFound('sessionId: no such session', 'unknown_session')
    if (session.website !== website.id) throw new Forbidden('sessionId: is a session of another website', 'foreign_session')
    const status = statusOf(session, now)
    if (status === 'expired') throw new Conflict('sessionId: this session has expired', 'session_expired')
    if (status === 'pending') {
      const { place, visitor } = session
      const supportOnly = isSupportOnly(reason)
      const trace = traceOfSession(sessionId)
      const facts = { website: website.id, ...place, allowed: false, section: false, supportOnly, visitor, sub: '' }
      const requestId = requestIds.mint(facts, now, trace)
      await transaction(db, async trx => {
        const armed = await new TriggerSessionStore(trx, db.dialect).arm({ ...session, status: 'ready', reason, metadata, requestId })
        if (!armed) return
        const about = { id: newId('evt'), organization, at: now, website: website.id, trace }
        const properties = { sessionId, supportOnly, ...(reason !== null && { reason }) }
        await journal.record(trx, [{ ...about, kind: 'decline_triggered', properties }])
      })
    }
    return reply(200, { status: 'ready', sessionId }, NO_STORE)
  }

const NO_STORE = { 'Cache-Control': 'no-store' }

/** What writes JSON out goes down into it by calls: some thousand levels, for which a body has room, would be the end of the stack. */
const MAX_DEPTH = 64

const isDeeper = (value: unknown, levels: number): boolean =>
  typeof value === 'object' && value !== null && (levels === 0 || Object.values(value).some(inner => isDeeper(inner, levels - 1)))
