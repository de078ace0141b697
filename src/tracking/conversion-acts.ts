import type { EventType, PlatformName } from '../catalogue/tracking.js'
import type { ClickIds } from './click-ids.js'

/** A person's data in clear, as a caller gave it. Only hashes of it are kept. */
export interface RawPii {
  readonly email?: string
  readonly phone?: string
  readonly firstName?: string
  readonly lastName?: string
}

/** That a person is known to a website. Times in epoch milliseconds. */
export interface LeadAct {
  readonly organization: string
  readonly website: string
  readonly telegramUserId: string
  /** Null: it follows from the lead's history, when that knows exactly one. */
  readonly channel: string | null
  readonly externalUserId?: string
  /** Of a join: the invite that he came by; null: he came by none of ours, and nobody is told. */
  readonly join?: { readonly invite: string | null }
  /** When it was told. */
  readonly at: number
}

/** That somebody came by an invite of ours. */
export interface JoinAct extends LeadAct {
  readonly channel: string
  readonly join: { readonly invite: string }
}

/** Something that a person did, as a call tells it or a join counts. */
export interface ConversionAct extends LeadAct, ClickIds {
  readonly eventType: EventType
  readonly customEventName?: string
  /** Micros of `currency`, which is an upper-case ISO 4217 code. */
  readonly value?: number
  readonly currency?: string
  readonly contentName?: string
  readonly pii?: RawPii
  /** When it happened. */
  readonly eventTime: number
  readonly clientIp?: string
  readonly userAgent?: string
  readonly sourceUrl?: string
  readonly source: 'api' | 'join'
  /** The lead must be known already: else the act is a fault, LEAD_NOT_FOUND. */
  readonly knownLead?: boolean
  /** What the first answer is stored under. */
  readonly answerTo?: string | undefined
}

/** What came of an act: what its caller is answered. */
export interface Booking {
  readonly conversionId: string
  /** `skipped`: there was nobody to tell. */
  readonly capiStatus: 'pending' | 'skipped'
  /** No earlier visit, invite, join or conversion of this person is known. */
  readonly coldLead: boolean
  /** At least one send was enqueued. */
  readonly dispatched: boolean
  readonly sends: { readonly sendId: string; readonly platform: PlatformName }[]
}
