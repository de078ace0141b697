/** Who may call the tracking API: a key of one website, or of the whole account. The key itself is not kept, only its hash. */
export interface TrackingKey {
  readonly id: string
  readonly organization: string
  /** Null: every website of the organization. */
  readonly website: string | null
  readonly name: string
  /** `atk_live_` and its first eight characters, by which people tell theirs apart. */
  readonly prefix: string
  readonly hash: string
  readonly createdAt: number
  readonly lastUsedAt: number | null
}

/** What a person does that a platform can be told of. */
export type EventType = 'Lead' | 'Purchase' | 'CompleteRegistration' | 'Subscribe' | 'Custom'

/** What a join counts as. `value` in micros of `currency`. */
export interface JoinConversion {
  readonly eventType: EventType
  readonly customEventName?: string
  readonly value?: number
  readonly currency?: string
}

/** A Telegram channel or group that a website sends its visitors to. */
export interface Channel {
  readonly id: string
  readonly organization: string
  readonly website: string
  readonly name: string
  /** As text: it may be negative and longer than a safe integer. */
  readonly telegramChatId: string | null
  readonly bot: string | null
  readonly staticInviteUrl: string | null
  readonly approveJoinRequests: boolean
  /** Null: a join is recorded and counts as nothing. */
  readonly conversion: JoinConversion | null
  /** The one that is meant when a call names none. */
  readonly isDefault: boolean
  readonly createdAt: number
  readonly updatedAt: number
}

/** A Telegram bot. Token and webhook secret are sealed by the vault `bots`. */
export interface Bot {
  readonly id: string
  readonly organization: string
  readonly name: string
  readonly token: string
  /** What Telegram shows at each call of the webhook, as SHA-256. */
  readonly webhookSecretHash: string
  readonly webhookSecret: string
  readonly state: 'ok' | 'unregistered'
  readonly stateReason: string | null
  readonly createdAt: number
  readonly updatedAt: number
}

export type PlatformName = 'meta' | 'tiktok' | 'snapchat' | 'google'

/** What a destination's token vault holds, by platform. */
export interface DestinationSecrets {
  readonly accessToken?: string
  /** Google Ads. */
  readonly developerToken?: string
  readonly refreshToken?: string
  readonly clientSecret?: string
}

/** What is set of a destination and is no secret. */
export interface DestinationSettings {
  readonly testEventCode?: string
  /** Google Ads: id or resource name of the conversion action. */
  readonly conversionAction?: string
  readonly clientId?: string
}

/** An account on an ad platform that a website's conversions are reported to. */
export interface Destination {
  readonly id: string
  readonly organization: string
  readonly website: string
  readonly platform: PlatformName
  /** Pixel or customer id. */
  readonly accountId: string
  /** `DestinationSecrets` as JSON, sealed by the vault `destinations`; null: none were given. */
  readonly secrets: string | null
  readonly settings: DestinationSettings
  readonly enabled: boolean
  /** `credentials`: the platform refused the token, sends wait for another; `paused`: switched off. */
  readonly state: 'ok' | 'credentials' | 'paused'
  readonly stateReason: string | null
  readonly stateAt: number | null
  readonly createdAt: number
  readonly updatedAt: number
}
