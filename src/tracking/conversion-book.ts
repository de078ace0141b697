import type { Catalogue } from '../catalogue/catalogue.js'
import type { Database } from '../db/database.js'
import type { Transaction } from '../db/transaction.js'
import { GroupCommit, gathering } from '../journal/group-commit.js'
import type { Journal } from '../journal/journal.js'
import { Fault } from '../lib/errors.js'
import { SECOND } from '../lib/time.js'
import { PersonStore } from '../people/person-store.js'
import { recognise } from '../people/recognition.js'
import { readAcquaintance } from './acquaintance.js'
import type { Booking, ConversionAct, JoinAct } from './conversion-acts.js'
import { bookingOf, factOf, type Plan, planConversion, planLead } from './conversion-rules.js'
import { type TrackedConversion, TrackedConversionStore } from './conversion-store.js'
import { bodyOf, type Outcome, writeOnce } from './idempotency.js'
import { type Lead, LeadStore } from './lead-store.js'
import { type NewSend, SendStore } from './send-store.js'

interface Needs {
  readonly db: Database
  readonly catalogue: Catalogue
  readonly journal: Journal
  /** Asks for the sends of these destinations to be made, once the transaction has committed. */
  readonly wake: (trx: Transaction, destinations: readonly string[]) => Promise<void>
}

/** Acts in one transaction: on an embedded database they keep the event loop for some ten milliseconds. */
const MAX_BATCH = 250

/** Acts that may wait; beyond them callers are told to come again. */
const MAX_QUEUED = 10_000

/**
 * Books conversions: the conversion, its lead and its person, a send for each destination of the website, the facts, and the answer under the caller's
 * idempotency key are written in one transaction, which calls that arrive together share. Nobody else meets people of their organizations in the meantime, so that two
 * who are told of a new person at the same time make him one.
 */
export class ConversionBook {
  private readonly group: GroupCommit<ConversionAct, Outcome<Booking | Error>>

  constructor(private readonly needs: Needs) {
    const { db } = needs
    this.group = new GroupCommit({
      write: acts => writeOnce(db, acts, (trx, open) => this.save(trx, open)),
      maxBatch: MAX_BATCH,
      maxQueued: MAX_QUEUED,
      ...gathering(db),
    })
  }

  /**
   * Resolves when the conversion is durable.
   * @throws Invalid naming `channelId`, NotFound LEAD_NOT_FOUND, AnsweredBefore under a key that was used, Unavailable when nothing is stored
   */
  async book(act: ConversionAct): Promise<Booking> {
    return bodyOf(await this.group.submit(act))
  }

  /**
   * Books inside the caller's transaction: all of it is there together with what else that writes, or not at all. `answerTo` is not looked at.
   * @throws as `book`; the transaction must not go on then
   */
  async inTransaction(trx: Transaction, acts: readonly ConversionAct[]): Promise<Booking[]> {
    const results = await this.save(trx, acts)
    return results.map(result => {
      if (result instanceof Error) throw result
      return result
    })
  }

  /** Makes leads of those who came by an invite of ours, inside the caller's transaction, where a join counts as nothing. */
  async admit(trx: Transaction, joins: readonly JoinAct[]): Promise<void> {
    if (joins.length === 0) return
    const { dialect } = this.needs.db
    await new PersonStore(trx, dialect).lock(joins.map(({ organization }) => organization))
    const known = await readAcquaintance(trx, dialect, joins)
    await this.write(
      trx,
      joins.map(join => planLead(join, known)),
    )
  }

  /** Accepts nothing more, and writes what waits. */
  async close(): Promise<void> {
    await this.group.drain(5 * SECOND)
  }

  private async save(trx: Transaction, acts: readonly ConversionAct[]): Promise<(Booking | Fault)[]> {
    if (acts.length === 0) return []
    const { db, catalogue } = this.needs
    const { tracking } = catalogue.current
    await new PersonStore(trx, db.dialect).lock(acts.map(({ organization }) => organization))
    const known = await readAcquaintance(trx, db.dialect, acts)
    const plans = acts.map(act => planConversion(act, known, tracking.destinationsOf(act.website)))
    const written = await this.write(
      trx,
      plans.filter((plan): plan is Plan => !(plan instanceof Fault)),
    )
    const booked = written[Symbol.iterator]()
    return plans.map(plan => {
      if (plan instanceof Fault) return plan
      const { id, cold } = booked.next().value as TrackedConversion
      return bookingOf(id, cold, plan.sends)
    })
  }

  /** Writes everything on one way to the database. @returns the conversions of those plans that are some, in their order */
  private async write(trx: Transaction, plans: readonly Plan[]): Promise<TrackedConversion[]> {
    const { db, journal, wake } = this.needs
    const { dialect } = db
    const people = new PersonStore(trx, dialect)
    const meetings = plans.map(({ meeting }) => meeting)
    const names = await people.known(meetings)
    const members = new Set(names.flatMap(({ kind, user }) => (kind === 'telegram' ? user : [])))
    const others = new Set(names.flatMap(({ user }) => (members.has(user) ? [] : user)))
    for (const user of await people.having('telegram', [...others])) members.add(user)
    const recognition = recognise(meetings, names, members)

    const leads = new Map<string, Lead>()
    const conversions: TrackedConversion[] = []
    const sends: NewSend[] = []
    const facts = plans.flatMap((plan, index) => {
      const user = recognition.users[index]!
      const { website, telegramUserId } = plan.lead
      leads.set(`${website} ${telegramUserId}`, { ...plan.lead, user })
      if (!plan.conversion) return []
      const conversion = { ...plan.conversion, user }
      conversions.push(conversion)
      sends.push(...plan.sends)
      return [factOf({ ...plan, conversion })]
    })
    const leadStore = new LeadStore(trx, dialect)
    await Promise.all([
      people.save(recognition),
      leadStore.merge(recognition.merges).then(() => leadStore.save([...leads.values()])),
      new TrackedConversionStore(trx, dialect).insert(conversions),
      new SendStore(trx, dialect).insert(sends),
      journal.record(trx, facts),
      wake(trx, [...new Set(sends.map(({ destination }) => destination))]),
    ])
    return conversions
  }
}
