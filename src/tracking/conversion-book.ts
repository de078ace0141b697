import type { EventType, PlatformName } from '../catalogue/tracking.js'
import type { Transaction } from '../db/transaction.js'

/** The ids by which ad platforms know a click again. */
export interface ClickIds {
  readonly fbc?: string | undefined
  readonly fbp?: string | undefined
  readonly gclid?: string | undefined
  readonly ttclid?: string | undefined
  readonly sccid?: string | undefined
}

/** A person's data in clear, as a caller gave it. Only hashes of it are kept. */
export interface RawPii {
  readonly email?: string | undefined
  readonly phone?: string | undefined
  readonly firstName?: string | undefined
  readonly lastName?: string | undefined
}

/** Something that a person did, as an API call tells it or a join counts. Times in epoch milliseconds. */
export interface ConversionAct extends ClickIds {
  readonly organization: string
  readonly website: string
  /** Null: it follows from the lead's history, when that knows exactly one. */
  readonly channel: string | null
  readonly telegramUserId: string
  readonly eventType: EventType
  readonly customEventName?: string | undefined
  /** Micros of `currency`, which is an upper-case ISO 4217 code. */
  readonly value?: number | undefined
  readonly currency?: string | undefined
  readonly contentName?: string | undefined
  readonly pii?: RawPii | undefined
  readonly externalUserId?: string | undefined
  /** When it happened. */
  readonly eventTime: number
  /** When it was told. */
  readonly at: number
  readonly clientIp?: string | undefined
  readonly userAgent?: string | undefined
  readonly eventSourceUrl?: string | undefined
  readonly source: 'api' | 'join'
  /** Of a join: the invite he came by; null: he came by none of ours, and nobody is told. */
  readonly join?: { readonly invite: string | null } | undefined
  /** The lead must be known already: LEAD_NOT_FOUND otherwise. */
  readonly knownLead?: boolean | undefined
  /** What the first answer is stored under. */
  readonly answerTo?: string | undefined
}

/** What came of an act. */
export interface Booking {
  readonly conversionId: string
  /** `skipped`: there was nobody to tell. */
  readonly capiStatus: 'pending' | 'skipped'
  /** No earlier visit, invite, join or conversion of this person is known. */
  readonly coldLead: boolean
  /** At least one send was enqueued. */
  readonly dispatched: boolean
  readonly sends: readonly { readonly sendId: string; readonly platform: PlatformName }[]
}

/** Books conversions: the conversion, its lead, its person, a send for each destination and the facts, in one transaction, of which many calls share one. */
export class ConversionBook {
  /**
   * Resolves when the conversion is durable.
   * @throws Invalid naming `channelId`, NotFound LEAD_NOT_FOUND, AnsweredBefore under a key that was used, Unavailable when nothing is stored
   */
  async book(_act: ConversionAct): Promise<Booking> {
    throw new Error('not built')
  }

  /** Books inside the caller's transaction: all of it is there together with what else that writes, or not at all. `answerTo` is not looked at. */
  async inTransaction(_trx: Transaction, _acts: readonly ConversionAct[]): Promise<Booking[]> {
    throw new Error('not built')
  }
}
