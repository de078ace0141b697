import type { DestinationSecrets, DestinationSettings, EventType, PlatformName } from '../../catalogue/tracking.js'
import type { OutboundAnswer, OutboundRequest, Outcome } from '../../outbound/exchange.js'

/**
 * A person's data as SHA-256 of their normalised values, lower-case hex; a digest that was given as one is passed through. Platforms normalise in different ways,
 * and the raw values are gone when an event is sent: each way has its own digest.
 */
export interface PersonHashes {
  /** Trimmed, lower-cased. */
  readonly email?: string
  /** As `email`, and without the dots before `@gmail.com` and `@googlemail.com`. */
  readonly emailGoogle?: string
  /** Digits only, without leading zeros. */
  readonly phone?: string
  /** E.164: as `phone`, behind a `+`. */
  readonly phoneE164?: string
  /** Lower-cased, without punctuation. */
  readonly firstName?: string
  readonly lastName?: string
  /** Of the external user id, else of the Telegram id as decimal text. */
  readonly externalId: string
}

/** One event as a platform is told of it. */
export interface PlatformEvent {
  /** The same on every try: what the platform knows a repeat by. */
  readonly eventId: string
  readonly eventType: EventType
  readonly customEventName?: string
  /** When it happened, epoch milliseconds. */
  readonly at: number
  /** Micros of `currency`, which is an ISO 4217 code. */
  readonly value?: number
  readonly currency?: string
  readonly contentName?: string
  readonly person: PersonHashes
  readonly clientIp?: string
  readonly userAgent?: string
  readonly fbc?: string
  readonly fbp?: string
  readonly gclid?: string
  readonly ttclid?: string
  readonly sccid?: string
  /** The page of the visit that led to it. */
  readonly sourceUrl?: string
}

/** A destination with its secrets in clear, for as long as a request is built. */
export interface Access {
  readonly accountId: string
  readonly settings: DestinationSettings
  readonly secrets: DestinationSecrets
  /** Where the platform is, without a slash at its end. */
  readonly baseUrl: string
}

/** Why an event is not sent at all. `expired`: too old for the platform; `skipped`: it lacks what the platform knows people by; `failed`: it can never be right. */
export interface Skip {
  readonly status: 'expired' | 'skipped' | 'failed'
  readonly reason: string
}

/** What an answer says: of each event in the order in which they were sent, or of the request as a whole. */
export type Reading =
  | { readonly of: 'each'; readonly outcomes: readonly Outcome[] }
  /** `rejected` of a whole batch of several means that one of them may be at fault: it is sent again in halves. Where none is, each is `rejected`. */
  | { readonly of: 'all'; readonly outcome: Outcome }

/** A token that was asked for, or why there is none. */
export type Grant =
  | { readonly kind: 'granted'; readonly accessToken: string; readonly expiresInMs: number }
  | Exclude<Outcome, { readonly kind: 'delivered' }>

/** The rules of one ad platform. Pure: it builds requests and reads answers, and never sends. */
export interface Platform {
  readonly name: PlatformName
  /** Most events in one request. */
  readonly maxBatch: number
  /** Milliseconds from the first possible send within which the platform recognises a repeat. */
  readonly dedupeMs: number
  /** What keeps an event from being sent, or undefined. `now` in epoch milliseconds. */
  skip(event: PlatformEvent, settings: DestinationSettings, now: number): Skip | undefined
  /**
   * What is to be asked before `build`, where tokens live shortly; undefined: the secrets have one. What `readToken` finds in its answer is `accessToken` in the
   * secrets that `build` is given, and serves until it expires or an outcome is `credentials`: then another is asked for, once, before the outcome is believed.
   */
  authorize?(access: Access): OutboundRequest | undefined
  readToken?(answer: OutboundAnswer): Grant
  build(events: readonly PlatformEvent[], access: Access): OutboundRequest
  read(answer: OutboundAnswer, events: readonly PlatformEvent[]): Reading
}
