import type { Fact } from '../journal/fact.js'

/** One offer that was answered to one request: what must be there before an event or a click of the pair can count. */
export interface ServedPair {
  readonly trace: string
  readonly offer: string
  readonly organization: string
  /** Id of the website. */
  readonly website: string
  readonly advertiser: string
  /** From 1. */
  readonly position: number
  readonly model: 'CPC' | 'CPA' | 'ECPM'
  /** Micros that one billable action costs, as it was when the offer was served. */
  readonly price: number
  readonly visitor: string
  readonly country: string | null
  readonly surface: string
  /** Epoch milliseconds of the answer. */
  readonly at: number
}

/** The pairs that a batch of facts has served. */
export const servedPairs = (facts: readonly Fact[]): ServedPair[] =>
  facts.flatMap(fact => {
    if (fact.kind !== 'served') return []
    const { organization, at, trace = '', website = '', properties } = fact
    const { visitor, country, surface, winners } = properties
    return winners.map(({ offer, advertiser, model, price }, place) => ({
      trace,
      offer,
      organization,
      website,
      advertiser,
      position: place + 1,
      model: model as ServedPair['model'],
      price,
      visitor,
      country,
      surface,
      at,
    }))
  })
