import type { Fact } from '../journal/fact.js'
import type { PostbackOutcome, Unbilled } from './billing-acts.js'
import type { BillingState } from './billing-state.js'
import { covers } from './charge.js'
import type { JudgedClick } from './click-store.js'
import type { Conversion } from './conversion-store.js'
import type { ClickEvent, Impression } from './impression-store.js'
import { type ChargeFacts, chargeOf, type Posting, publisherShare } from './ledger.js'
import { type BilledOffer, DEFAULT_REVENUE_SHARE, type Terms } from './terms.js'

/** All that a batch writes. */
export interface Settlement {
  /** Of each act, in their order; only a postback is told its own. */
  readonly outcomes: (PostbackOutcome | undefined)[]
  readonly facts: Fact[]
  readonly impressions: Impression[]
  readonly clickEvents: ClickEvent[]
  readonly clicks: JudgedClick[]
  readonly conversions: Conversion[]
  readonly reversed: { readonly id: string; readonly at: number }[]
  readonly postings: Posting[]
}

/** What an act cost, in micros; and why nothing, where its model bills it. */
export interface Bill {
  readonly billed: boolean
  readonly price: number
  readonly earnings: number
  readonly reason?: Unbilled
}

export const FREE: Bill = { billed: false, price: 0, earnings: 0 }
export const unbilled = (reason: Unbilled): Bill => ({ ...FREE, reason })

/** A batch while it is decided: what is known, and what will be written. */
export class Batch {
  readonly out: Settlement = {
    outcomes: [],
    facts: [],
    impressions: [],
    clickEvents: [],
    clicks: [],
    conversions: [],
    reversed: [],
    postings: [],
  }

  constructor(
    readonly state: BillingState,
    readonly terms: Terms,
  ) {}

  /** Charges the advertiser for what an act caused, unless the offer rests or the means do not cover it. */
  charge(
    rests: Unbilled | undefined,
    cause: string,
    act: Omit<ChargeFacts, 'cause' | 'revenueShare'>,
    offer: BilledOffer | undefined,
  ): Bill {
    const { organization, advertiser, website, offer: id, trace, price, at } = act
    if (rests !== undefined || offer === undefined) return unbilled(rests ?? 'offer_gone')
    if (price === 0) return FREE
    if (!covers(offer, price, this.state.means(id, advertiser, at))) return unbilled('exhausted')
    const revenueShare = this.terms.revenueShares.get(website) ?? DEFAULT_REVENUE_SHARE
    const posting = chargeOf({ organization, cause, advertiser, website, offer: id, trace, price, revenueShare, at })
    this.out.postings.push(posting)
    this.state.notePosting(posting)
    this.state.spend({ organization, offer: id, advertiser, price, at })
    return { billed: true, price, earnings: publisherShare(price, revenueShare) }
  }
}
