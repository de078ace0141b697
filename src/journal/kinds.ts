/**
 * How an act of a visitor or an advertiser was judged. `price` is what it cost the advertiser and `earnings` the publisher's part of it, in micros; both
 * are 0 when it was not billed.
 */
export interface Judged {
  /** It counts for reports and rates. */
  valid: boolean
  billed: boolean
  price: number
  earnings: number
  /** Why it is not valid; or why it cost nothing (`paused`, `ended`, `exhausted`, `offer_gone`) though it is valid and its model bills it. */
  reason?: string
  /** ISO 3166-1 alpha-2, of the decision; null: not resolved, or no genuine request. */
  country: string | null
  surface: string | null
}

/** A send to an ad platform. `eventId` is what the platform knows it by, the same on every try. */
interface SendTold {
  sendId: string
  conversionId: string
  destinationId: string
  platform: string
  eventId: string
  eventType: string
  attempts: number
}

/**
 * Every kind of fact, and the properties that its facts carry: undefined where there are none. What a fact is about (user, website, offer, trace ...) stands
 * in columns of its own, see `Fact`. A kind that has been written stays readable for ever: add properties as optional ones, never change the meaning of one.
 */
export interface Kinds {
  /** A visitor was told on which side of the geo rule he is. `provider` says who located him. */
  decision: { allowed: boolean; country: string | null; region: string | null; provider: string | null; mode?: string }
  /**
   * Offers were answered. All that ranked them is here or can be read again: offers and website as of the catalogue's `version`, counts up to
   * `epoch`, draws by the fact's own id. `excluded`: by reason, a bit for each of the organization's offers in order of their ids, in base64.
   */
  served: {
    version: number
    epoch: number
    /** When the rates were worked out of their counts, epoch milliseconds. */
    ratesAt: number
    /** Names the figures by which rates and ranking were made. */
    rules: string
    surface: string
    visitor: string
    country: string | null
    region: string | null
    device: string | null
    os: string | null
    osVersion: number
    limit: number
    exploreShare: number
    explored: boolean
    excluded: Record<string, string>
    /** Best first. `price` in micros; `score` is expected revenue per thousand impressions, in micros. */
    winners: {
      offer: string
      advertiser: string
      model: string
      price: number
      score: number
      ctr: number
      cvr: number
      propensity: number
    }[]
  }
  /** A visitor who must not be advertised to asked for offers, and got whom to ask instead. */
  offers_withheld: { surface: string }
  /** A page opened a session of the trigger widget. */
  decline_session: { sessionId: string; country: string | null; region: string | null; provider: string | null }
  /** The publisher's server declined the visitor of a session. `supportOnly`: his reason is one for which nobody is advertised to. */
  decline_triggered: { sessionId: string; supportOnly: boolean; reason?: string }
  /** A page said that its snippet lives. */
  snippet_ping: { url?: string; surface?: string }
  impression: Judged
  click_event: Judged
  /** A redirect. */
  click: Judged & { clickId: string; position: number }
  /** An advertiser reported a conversion. `event` is the goal, '' the base step; `payout` is what it reported, in micros. */
  conversion: Judged & { conversionId: string; clickId: string; txid: string; event: string; payout?: number; currency?: string }
  /** An advertiser took a conversion back: `price` and `earnings` are what was undone. */
  reversal: {
    conversionId: string
    clickId: string
    txid: string
    event: string
    price: number
    earnings: number
    country: string | null
    surface: string | null
  }
  /**
   * Rules of a later day judged a click again, and money moved for it: `price` is what the advertiser paid more for it than before, `earnings` the
   * publisher's part of that; negative where it was given back. `rules` names the rules and `cause` is what was posted. The reasons are null where
   * a click is valid.
   */
  rescored: {
    clickId: string
    cause: string
    rules: string
    before: string | null
    after: string | null
    price: number
    earnings: number
    country: string | null
    surface: string
  }

  website_created: undefined
  /** `fields`: names of those that the request gave. */
  website_updated: { fields: string[] }
  website_deleted: undefined
  website_keys_rotated: undefined
  geo_rule_saved: { mode: 'allowlist' | 'blocklist'; entries: readonly string[] }
  trigger_secret_created: { secretId: string }
  trigger_secret_revoked: { secretId: string }
  offer_rules_saved: {
    advertisers: { allow: readonly string[]; block: readonly string[] }
    offers: { allow: readonly string[]; block: readonly string[] }
  }

  advertiser_created: { advertiserId: string }
  advertiser_updated: { advertiserId: string; fields: string[] }
  advertiser_deleted: { advertiserId: string }
  postback_token_rotated: { advertiserId: string }
  /** Money came in: `amount` in micros. */
  deposit: { advertiserId: string; postingId: string; reference: string; amount: number }
  offer_created: undefined
  offer_updated: { fields: string[] }
  offer_deleted: undefined

  /** A page was visited. `clickIds`: names of those it came with; the rest are UTM parameters. */
  visit: {
    visitId: string
    sessionId: string
    country: string | null
    clickIds: string[]
    source?: string
    medium?: string
    campaign?: string
    content?: string
    term?: string
  }
  fbp_updated: { visitId: string }
  /** A visitor was given a way into a channel. `reason`: why not a personal one. */
  invite: { clickId: string; channelId: string; visitId?: string; fallback: boolean; reason?: string }
  /** Somebody joined by an invite of ours, for the first time unless `again`. `conversionId`: what it counts as. */
  join: { channelId: string; clickId: string; again: boolean; conversionId?: string }
  /** Somebody joined by himself, or by an invite that was another's (`link_shared`). */
  organic_join: { channelId: string; reason?: 'link_shared' }
  leave: { channelId: string }
  /** Somebody asked to join by an invite of ours; approved by us, or left to people. */
  join_requested: { channelId: string; clickId: string; approved: boolean }

  /** A person did something that ad platforms may be told of. `value` in micros of `currency`. */
  tracked_conversion: {
    conversionId: string
    channelId: string | null
    eventType: string
    customEventName?: string
    value?: number
    currency?: string
    cold: boolean
    source: 'api' | 'join'
    sends: { sendId: string; platform: string }[]
  }
  /** The value of a conversion became known: it is told as a purchase. */
  late_value: { conversionId: string; value: number; currency: string; sends: { sendId: string; platform: string }[] }
  tracking_key_created: { keyId: string; scope: 'site' | 'account' }
  tracking_key_revoked: { keyId: string }
  channel_created: { channelId: string }
  channel_updated: { channelId: string; fields: string[] }
  channel_deleted: { channelId: string }
  destination_created: { destinationId: string; platform: string }
  destination_updated: { destinationId: string; fields: string[] }
  destination_deleted: { destinationId: string }
  bot_created: { botId: string }
  bot_updated: { botId: string; fields: string[] }
  bot_deleted: { botId: string }
  /** Telegram was asked to call our webhook; `reason` says why it would not. */
  bot_webhook: { botId: string; state: 'ok' | 'unregistered'; reason?: string }

  send_sent: SendTold
  /** It will not be tried again, for this reason. */
  send_failed: SendTold & { reason: string }
  /** It could not be delivered in time, or was too old for the platform. */
  send_expired: SendTold & { reason: string }
  /** It was not sent at all. */
  send_skipped: SendTold & { reason: string }
  /** A person put it back into the queue. */
  send_replayed: { sendId: string; deadLetterId: string; destinationId: string }
  /** The platform does not accept the destination's token: its sends wait for another. */
  destination_refused: { destinationId: string; reason: string }
}

export type Kind = keyof Kinds
