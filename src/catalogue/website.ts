import type { PublisherRules } from '../market/compiled-offers.js'
import { type CompiledGeoRule, compileGeoRule, type GeoRule } from './geo-rule.js'

/** What a blocked visitor is told about whom to ask. */
export interface Support {
  readonly email?: string
  readonly url?: string
  readonly message?: string
}

/** How the browser scripts look. What we don't know is handed on as it is. */
export type Experience = Readonly<Record<string, string | number | boolean>> & {
  readonly accentColor?: string
  readonly logoUrl?: string
  readonly headline?: string
  readonly layout?: 'list' | 'cards'
}

/** Which advertisers and offers a website sells: an empty `allow` means all, `block` beats `allow`. */
export type OfferRules = Pick<PublisherRules, 'advertisers' | 'offers'>

/** A new website sells everything. */
export const NO_OFFER_RULES: OfferRules = { advertisers: { allow: [], block: [] }, offers: { allow: [], block: [] } }

/** A publisher's website. Times in epoch milliseconds. */
export interface Website {
  readonly id: string
  readonly organization: string
  readonly name: string
  /** Lower-case host, without scheme and port. */
  readonly domain: string
  readonly status: 'active' | 'paused'
  readonly displayMode: 'overlay' | 'section' | 'decline'
  readonly triggerEnabled: boolean
  /** Believe `country` and `region` of a decision's query. Off, as a visitor could otherwise pick his own side. */
  readonly trustLocationHints: boolean
  /** Honour `dev-country` and accept localhost origins. */
  readonly allowDevOverrides: boolean
  readonly support: Support
  readonly experience: Experience
  /** The publisher's share of revenue, 0 to 1. */
  readonly revenueShare: number
  /** The two keys in the page's source. */
  readonly pubKey: string
  readonly websiteKey: string
  readonly trackingId: string
  readonly geoRule: GeoRule
  readonly offerRules: OfferRules
  readonly createdAt: number
  readonly updatedAt: number
}

/** A website as the snapshot holds it: its rules compiled. */
export interface LiveWebsite extends Website {
  readonly compiledGeoRule: CompiledGeoRule
  readonly publisher: PublisherRules
}

export const compileWebsite = (website: Website): LiveWebsite =>
  Object.freeze({ ...website, compiledGeoRule: compileGeoRule(website.geoRule), publisher: publisherOf(website) })

/** What the auction reads of a website. */
export const publisherOf = ({ domain, offerRules }: Website): PublisherRules => ({ domain, ...offerRules })

/** The website's look as answers carry it: nothing where nothing was set. */
export const lookOf = ({ experience }: Website): { experience?: Experience } => (Object.keys(experience).length > 0 ? { experience } : {})
