import type { Catalogue } from '../catalogue/catalogue.js'
import type { Database } from '../db/database.js'
import type { Transaction } from '../db/transaction.js'
import type { Journal } from '../journal/journal.js'
import { Conflict, type Fault, NotFound } from '../lib/errors.js'
import { newId } from '../lib/id.js'
import { fromMicros } from '../lib/money.js'
import { PersonStore } from '../people/person-store.js'
import type { Booking } from './conversion-acts.js'
import { bookingOf, clickOf, sendsOf } from './conversion-rules.js'
import { type TrackedConversion, TrackedConversionStore } from './conversion-store.js'
import { bodyOf, writeOnce } from './idempotency.js'
import { leadNotFound } from './lead-id.js'
import { LeadStore } from './lead-store.js'
import { SendStore } from './send-store.js'
import { VisitStore } from './visit-store.js'

interface Needs {
  readonly db: Database
  readonly catalogue: Catalogue
  readonly journal: Journal
  /** Asks for the sends of these destinations to be made, once the transaction has committed. */
  readonly wake: (trx: Transaction, destinations: readonly string[]) => Promise<void>
}

/** What a conversion turned out to be worth. `value` in micros of `currency`, times in epoch milliseconds. */
export interface LateValueAct {
  readonly organization: string
  readonly website: string
  readonly telegramUserId: string
  readonly conversion: string
  readonly value: number
  readonly currency: string
  readonly contentName: string | null
  readonly at: number
  readonly answerTo?: string | undefined
}

/** Sets values that become known after their conversions. Each is set once, and told as a purchase under an event id of its own. */
export class LateValues {
  constructor(private readonly needs: Needs) {}

  /** @throws NotFound LEAD_NOT_FOUND and CONVERSION_NOT_FOUND, Conflict VALUE_ALREADY_SET, AnsweredBefore under a key that was used */
  async set(act: LateValueAct): Promise<Booking> {
    const [outcome] = await writeOnce<LateValueAct, Booking>(this.needs.db, [act], async trx => [await this.save(trx, act)])
    return bodyOf(outcome!)
  }

  private async save(trx: Transaction, act: LateValueAct): Promise<Booking | Fault> {
    const { db, catalogue, journal, wake } = this.needs
    const { organization, website, telegramUserId, value, currency, contentName, at } = act
    // Of two who set a value at the same time, the second sees what the first has set.
    await new PersonStore(trx, db.dialect).lock([organization])
    const leadStore = new LeadStore(trx, db.dialect)
    const [lead] = await leadStore.find([[website, telegramUserId]])
    if (!lead) return leadNotFound()
    const conversions = new TrackedConversionStore(trx, db.dialect)
    const conversion = await conversions.hold(website, telegramUserId, act.conversion)
    if (!conversion) return new NotFound('conversionId: there is no such conversion of this lead', 'CONVERSION_NOT_FOUND')

    const eventId = `${conversion.id}:purchase`
    const store = new SendStore(trx, db.dialect)
    const set = amountOf(conversion)
    if (set) {
      if (set.value !== value || set.currency !== currency)
        return new Conflict(`value: ${fromMicros(set.value)} ${set.currency} was set before`, 'VALUE_ALREADY_SET')
      const sends = await store.ofConversions([conversion.id])
      const told = sends.filter(send => send.eventId === (conversion.late ? eventId : conversion.id))
      return bookingOf(conversion.id, conversion.cold, told)
    }

    // What was known of the click has left the conversion with its last send: the purchase needs it again, for as long as the visit holds it.
    const [visit] = lead.visit === null ? [] : await new VisitStore(trx, db.dialect).byId([lead.visit])
    const event = { ...conversion.event, ...clickOf(conversion.event, visit) }
    const sends = sendsOf({ ...conversion, at }, eventId, 'Purchase', at, catalogue.current.tracking.destinationsOf(website))
    await conversions.saveLate(conversion.id, { value, currency, contentName, at }, event)
    await store.insert(sends)
    const { id: conversionId, user, trace, cold } = conversion
    const told = sends.map(({ id: sendId, platform }) => ({ sendId, platform }))
    const properties = { conversionId, value, currency, sends: told }
    await journal.record(trx, [{ id: newId('evt'), organization, kind: 'late_value', at, website, user, trace, properties }])
    await wake(trx, [...new Set(sends.map(({ destination }) => destination))])
    return bookingOf(conversionId, cold, sends)
  }
}

/** The value that a conversion has for good: a purchase's own, or one that was set. What a lead was thought to be worth is none. */
function amountOf({ eventType, value, currency, late }: TrackedConversion): { value: number; currency: string } | undefined {
  if (late) return late
  return eventType === 'Purchase' && value !== null && currency !== null ? { value, currency } : undefined
}
