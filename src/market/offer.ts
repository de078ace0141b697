/** How an advertiser pays: per billed click, per approved conversion, or per thousand impressions. */
export type BidModel = 'CPC' | 'CPA' | 'ECPM'

/** Where an offer is shown. */
export type Surface = 'overlay' | 'section' | 'decline' | 'wall'

export type Device = 'desktop' | 'mobile' | 'tablet'

export type OperatingSystem = 'ios' | 'android' | 'windows' | 'macos' | 'linux'

/** One goal of an offer that an advertiser's postback can report. The base step's id is the empty string. */
export interface OfferEvent {
  readonly eventId: string
  readonly description: string
  /** Micros paid for one conversion of this event; undefined: the bid. */
  readonly payout?: number
  /** Reward to a wall's user, in the wall's currency. */
  readonly userReward?: number
  readonly attributionWindowDays?: number
  readonly conversionType?: number
  /** A second conversion of the same click counts again. */
  readonly repeatable: boolean
}

/** Empty lists mean no restriction. Countries are ISO 3166-1 alpha-2, regions `US-NJ`, all upper case. */
export interface Targeting {
  readonly countries: readonly string[]
  readonly excludeCountries: readonly string[]
  readonly regions: readonly string[]
  readonly devices: readonly Device[]
  readonly os: readonly OperatingSystem[]
  readonly minOsVersion?: number
}

/** What a visitor sees. Absent parts are null, as the wire has them. */
export interface Creative {
  readonly headline: string
  readonly description: string | null
  readonly brand: string | null
  readonly cta: string | null
  readonly imageUrl: string | null
  readonly terms: string | null
}

/** An advertiser's offer, as the auction and its eligibility rules read it. Money in micros, times in epoch milliseconds. */
export interface Offer {
  readonly id: string
  readonly organization: string
  readonly advertiser: string
  readonly name: string
  readonly status: 'active' | 'paused'
  readonly creative: Creative
  /** Absolute http(s) URL with macros. */
  readonly landingUrl: string
  /** Lower-case host of the landing URL, without port. */
  readonly landingHost: string
  readonly bid: { readonly model: BidModel; readonly micros: number }
  /** `dynamic`: the postback's own payout is the price of a conversion. */
  readonly payout: 'fixed' | 'dynamic'
  readonly dailyBudget: number | null
  readonly totalBudget: number | null
  /** Billable actions of the offer's model, per UTC day and over its life. */
  readonly dailyCap: number | null
  readonly totalCap: number | null
  /** At most `count` valid impressions per visitor in `hours`. */
  readonly frequencyCap: { readonly count: number; readonly hours: number } | null
  readonly startsAt: number | null
  readonly endsAt: number | null
  readonly targeting: Targeting
  /** Empty: all. */
  readonly surfaces: readonly Surface[]
  readonly events: readonly OfferEvent[]
}

/** A picture of an offer. */
export interface Picture {
  readonly width: number
  readonly height: number
  readonly url: string
}

/** What reward walls show of an offer beside its creative. The auction does not read it. */
export interface Listing {
  readonly category: string | null
  /** 0 to 11, see the contract of the offer wall. */
  readonly offerType: number
  readonly tag: string | null
  readonly appStoreId: string | null
  /** How soon conversions are reported, for people: `Instant`, `2-3 Days`. */
  readonly reporting: string | null
  readonly pictures: readonly Picture[]
  /** Ids of the walls that show it; empty: all. */
  readonly walls: readonly number[]
}

/** An offer as it is managed. */
export interface StoredOffer extends Offer {
  readonly listing: Listing
  readonly createdAt: number
  readonly updatedAt: number
}
