import type { Database } from '../db/database.js'
import { transaction } from '../db/transaction.js'
import type { GeoResolver } from '../geo/geo.js'
import { reply } from '../http/reply.js'
import type { Handler } from '../http/types.js'
import type { Journal } from '../journal/journal.js'
import { Forbidden } from '../lib/errors.js'
import { newId } from '../lib/id.js'
import { iso } from '../lib/time.js'
import { SESSION_LIFE, type TriggerSession, traceOfSession } from './trigger-session.js'
import { TriggerSessionStore } from './trigger-session-store.js'
import type { VisitorHash } from './visitor.js'
import { placeOf } from './visitor-place.js'

interface Needs {
  readonly db: Database
  readonly journal: Journal
  readonly geo: GeoResolver
  readonly visitorHash: VisitorHash
}

/** Opens a session for the visitor of a page, with what can be known of him only here: who he is and where. */
export const createDeclineSession =
  ({ db, journal, geo, visitorHash }: Needs): Handler<'createDeclineSession'> =>
  async request => {
    const { principal, client, headers, now } = request
    const { organization, website } = principal
    if (!website.triggerEnabled) throw new Forbidden('The trigger is switched off for this website', 'trigger_off')
    const { country, region, provider } = placeOf(geo, request)
    const session: TriggerSession = {
      id: newId('dses', now),
      organization,
      website: website.id,
      status: 'pending',
      reason: null,
      metadata: null,
      requestId: null,
      place: { country, region },
      visitor: visitorHash(website.id, client.address, headers['user-agent'] ?? '', now),
      expiresAt: now + SESSION_LIFE,
      createdAt: now,
    }
    const { id } = session
    await transaction(db, async trx => {
      await new TriggerSessionStore(trx, db.dialect).insert(session)
      const about = { id: newId('evt'), organization, at: now, website: website.id, trace: traceOfSession(id) }
      await journal.record(trx, [{ ...about, kind: 'decline_session', properties: { sessionId: id, country, region, provider } }])
    })
    return reply(200, { sessionId: id, expiresAt: iso(session.expiresAt) }, NO_STORE)
  }

const NO_STORE = { 'Cache-Control': 'no-store' }
