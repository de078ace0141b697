import type { EventFacts } from './invalid-traffic.js'
import type { BidModel, Surface } from './offer.js'

/** What every act says of itself. Times in epoch milliseconds. */
interface About {
  readonly organization: string
  readonly at: number
}

/** What the request told of whoever sent it: `ClickFacts` and `EventFacts` judge by it. */
export interface Sender {
  readonly purpose: string | null
  readonly userAgent: string | null
  readonly dataCentre: boolean
}

/** An act of a visitor, of whom nobody waits to be told what came of it. */
interface ByVisitor extends About {
  /** Id of the fact that tells of it: by it an act is billed once, however often it is tried. */
  readonly fact: string
}

/** A page says that an offer was seen, or clicked. */
export interface EventAct extends ByVisitor {
  readonly kind: 'impression' | 'click_event'
  readonly website: string
  /** As the page names it; undefined when it can't be an id of ours. */
  readonly offer: string | undefined
  /** Undefined unless the requestId was signed by us. */
  readonly trace: string | undefined
  readonly request: EventFacts['request']
  readonly visitor: string
  readonly country: string | null
  readonly sender: Sender
}

/** A visitor follows a click URL. */
export interface ClickAct extends ByVisitor {
  readonly kind: 'click'
  readonly id: string
  readonly trace: string
  readonly offer: string
  readonly advertiser: string
  readonly website: string
  readonly visitor: string
  readonly position: number
  readonly model: BidModel
  readonly price: number
  readonly surface: Surface
  readonly country: string | null
  readonly servedAt: number
  readonly head: boolean
  readonly sender: Sender
}

/** An advertiser reports a conversion, or takes one back. */
export interface PostbackAct extends About {
  readonly kind: 'postback'
  readonly advertiser: string
  readonly click: string
  readonly txid: string
  readonly event: string
  readonly status: 'approved' | 'reversed'
  /** Micros, as reported; null: not reported. */
  readonly payout: number | null
  readonly currency: string | null
}

export type VisitorAct = EventAct | ClickAct

export type Act = VisitorAct | PostbackAct

/** Why a valid act that its model bills cost nothing. */
export type Unbilled = 'offer_gone' | 'paused' | 'ended' | 'exhausted'

export type PostbackOutcome =
  | { readonly status: 'accepted' | 'duplicate' | 'unknown_click' | 'unknown_conversion' }
  | { readonly status: 'refused'; readonly reason: PostbackRefusal }

/** Why a conversion is stored and not billed. */
export type PostbackRefusal = 'invalid_click' | 'outside_window' | 'unknown_event' | 'already_converted' | 'unsupported_currency' | Unbilled
