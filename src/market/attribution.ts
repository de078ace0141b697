import { DAY } from '../lib/time.js'
import type { PostbackRefusal, Unbilled } from './billing-acts.js'
import type { BidModel, Offer } from './offer.js'

/** How long after its click a conversion counts, where the goal does not say. */
export const ATTRIBUTION_WINDOW_DAYS = 30

/** The one currency in which offers are priced. */
export const CURRENCY = 'USD' as const

/** What is known when a conversion is reported. Money in micros, times in epoch milliseconds. */
export interface ConversionFacts {
  readonly offer: Pick<Offer, 'events' | 'payout'> | undefined
  readonly click: {
    readonly at: number
    readonly model: BidModel
    /** Of the base step, as it was when the offer was served. */
    readonly price: number
    /** Why the click is not valid. */
    readonly reason: string | null
    readonly unbilled: Unbilled | null
  }
  readonly event: string
  readonly payout: number | null
  readonly currency: string | null
  readonly at: number
  /** Goals that this click has reached, and that were not taken back. */
  readonly reached: readonly string[]
}

export interface Attribution {
  /** The goal; '' is the base step. */
  readonly event: string
  /** What it costs, if it can be charged: 0 where the model does not bill conversions. */
  readonly price: number
  readonly refusal: PostbackRefusal | undefined
}

/**
 * Which goal a conversion reaches, what it costs, and why it does not count if it does not: the first reason that applies. An offer without goals has
 * the base step alone, whatever its advertiser calls it.
 */
export function attribute({ offer, click, event, payout, currency, at, reached }: ConversionFacts): Attribution {
  const goals = offer?.events ?? []
  const goal = goals.find(({ eventId }) => eventId === event)
  const name = goals.length > 0 ? event : ''
  const price = click.model !== 'CPA' ? 0 : offer?.payout === 'dynamic' && payout !== null ? payout : (goal?.payout ?? click.price)
  const refusal = (): PostbackRefusal | undefined => {
    if (click.reason !== null) return 'invalid_click'
    if (offer === undefined) return 'offer_gone'
    if (at - click.at > (goal?.attributionWindowDays ?? ATTRIBUTION_WINDOW_DAYS) * DAY) return 'outside_window'
    if (name !== '' && !goal) return 'unknown_event'
    if (!goal?.repeatable && reached.includes(name)) return 'already_converted'
    if (offer.payout === 'dynamic' && payout !== null && (currency ?? CURRENCY) !== CURRENCY) return 'unsupported_currency'
    return click.unbilled ?? undefined
  }
  return { event: name, price, refusal: refusal() }
}
