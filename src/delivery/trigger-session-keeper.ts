import type { Database } from '../db/database.js'
import type { Log } from '../lib/log.js'
import { type Repeated, repeat } from '../lib/repeat.js'
import { type Clock, DAY, HOUR } from '../lib/time.js'
import { TriggerSessionStore } from './trigger-session-store.js'

/** A session is kept for as long as its request id is good for, and the journal tells what became of it after that. */
const KEPT = 2 * DAY

/** Deletes sessions that have long ended. */
export const sweepTriggerSessions = (db: Database, now: Clock, log: Log): Repeated =>
  repeat(
    HOUR,
    async () => {
      await new TriggerSessionStore(db.knex, db.dialect).sweep(now() - KEPT)
    },
    error => log.warn({ error: String(error) }, 'trigger sessions: old ones are deleted within the hour'),
  )
