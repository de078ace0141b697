import type { Database } from '../db/database.js'
import { reply } from '../http/reply.js'
import type { BodyOf, Handler } from '../http/types.js'
import { iso } from '../lib/time.js'
import { type DeadLetter, DeadLetterStore } from './dead-letter-store.js'

interface Needs {
  readonly db: Database
}

/** What could not be delivered, newest first. */
export const listDeadLetters =
  ({ db }: Needs): Handler<'listDeadLetters'> =>
  async ({ query: { status, destinationId, page, limit }, principal: { organization } }) => {
    const filter = { status, target: destinationId }
    const store = new DeadLetterStore(db.knex, db.dialect)
    const { items, total } = await store.list(organization, filter, { offset: (page - 1) * limit, limit })
    return reply(200, { items: items.map(presentDeadLetter), total, page })
  }

export const presentDeadLetter = (letter: DeadLetter): BodyOf<'listDeadLetters', 200>['items'][number] => ({
  id: letter.id,
  kind: letter.kind,
  target: letter.target,
  subject: letter.subject,
  status: letter.status,
  reason: letter.reason,
  attempts: letter.attempts,
  request: letter.request,
  answer: letter.answer,
  createdAt: iso(letter.createdAt),
  replayedAt: letter.replayedAt === null ? null : iso(letter.replayedAt),
})
