import type { Catalogue } from '../catalogue/catalogue.js'
import type { Destination } from '../catalogue/tracking.js'
import type { Database } from '../db/database.js'
import { transaction } from '../db/transaction.js'
import { reply } from '../http/reply.js'
import type { Handler } from '../http/types.js'
import type { Jobs } from '../jobs/jobs.js'
import type { Journal } from '../journal/journal.js'
import { Conflict, NotFound } from '../lib/errors.js'
import { newId } from '../lib/id.js'
import { type RequestRecord, recordRequest } from '../outbound/redact.js'
import { type DeadLetter, DeadLetterStore } from './dead-letter-store.js'
import { presentDeadLetter } from './dead-letters.js'
import type { DispatchAccess } from './dispatch-access.js'
import { personalOf } from './dispatch-outcome.js'
import { DispatchStore, type Send } from './dispatch-store.js'
import { DISPATCH_JOB } from './dispatcher.js'

interface Needs {
  readonly db: Database
  readonly catalogue: Catalogue
  readonly journal: Journal
  readonly jobs: Pick<Jobs, 'add'>
  readonly access: DispatchAccess
}

/** Puts a send that was given up back into the queue, or shows what would be sent. The event id stays; the horizon begins anew, since a person has decided. */
export const createDeadLetterReplay =
  (needs: Needs): Handler<'createDeadLetterReplay'> =>
  async ({ path: { id }, body, principal: { organization }, now }) => {
    const { db, catalogue, access } = needs
    const letter = await new DeadLetterStore(db.knex, db.dialect).find(organization, id)
    if (!letter) throw new NotFound(`There is no dead letter ${id}`)
    const destination = catalogue.current.tracking.destination(letter.target)
    if (!destination) throw new Conflict(`The destination ${letter.target} was deleted`)
    const send = await new DispatchStore(db.knex, db.dialect).find(organization, letter.subject)
    if (!send) throw new Conflict(`The send ${letter.subject} is gone`)
    if (body?.dryRun) return reply(200, { request: wouldSend(send, destination, access, now) })
    return reply(200, presentDeadLetter(await replay(needs, letter, now, now + access.platformOf(destination).dedupeMs)))
  }

/** Without the secrets, and without the address and agent, which a replay does not have either once all sends of the conversion have ended. */
function wouldSend({ event }: Send, destination: Destination, access: DispatchAccess, now: number): RequestRecord {
  if (!event) throw new Conflict("The person's data were erased")
  const platform = access.platformOf(destination)
  const skip = platform.skip(event, destination.settings, now)
  if (skip) throw new Conflict(`It would not be sent: ${skip.reason}`)
  const opened = access.secretsOf(destination)
  if (!opened) throw new Conflict('The stored token can not be opened with the present SECRET_KEY')
  return recordRequest(platform.build([event], opened), personalOf(event))
}

/** @throws Conflict when the send waits or was sent meanwhile */
async function replay({ db, journal, jobs }: Needs, letter: DeadLetter, now: number, expiresAt: number): Promise<DeadLetter> {
  const { id, organization, subject, target } = letter
  await transaction(db, async trx => {
    const sends = new DispatchStore(trx, db.dialect)
    if (!(await sends.revive(organization, subject, now, expiresAt)))
      throw new Conflict(`The send ${subject} has not failed, or is in the queue again`)
    await new DeadLetterStore(trx, db.dialect).replayed(organization, id, now)
    const send = await sends.find(organization, subject)
    await journal.record(trx, [
      {
        id: newId('evt', now),
        organization,
        at: now,
        website: send?.website,
        user: send?.user,
        trace: send?.trace,
        kind: 'send_replayed',
        properties: { sendId: subject, deadLetterId: id, destinationId: target },
      },
    ])
    await jobs.add(trx, DISPATCH_JOB, { destination: target }, { key: target })
  })
  return { ...letter, status: 'replayed', replayedAt: now }
}
