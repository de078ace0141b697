import type { Catalogue } from '../catalogue/catalogue.js'
import { originMatches, parseOrigin } from '../catalogue/origin.js'
import type { SecretUses } from '../catalogue/secret-uses.js'
import type { Bot, TrackingKey } from '../catalogue/tracking.js'
import { TRACKING_KEY } from '../catalogue/tracking-key.js'
import type { LiveWebsite } from '../catalogue/website.js'
import type { Authenticator, Envelope, Principal, Principals } from '../http/types.js'
import { type Fault, Forbidden, Invalid, NotFound, Paused, Unauthenticated } from '../lib/errors.js'
import { sameSecret, sha256 } from '../lib/secrets.js'
import { chooseWebsite, textOf, type WebsiteChoice, websiteNamed } from './website-choice.js'

/** A business's server with a tracking key. `websiteOf` says which website it speaks for in this call. */
export interface TrackingPrincipal extends Principal {
  readonly key: TrackingKey
  readonly choice: WebsiteChoice
}

/** A page of a website, or a proxy in front of one. */
export interface TrackedPagePrincipal extends Principal {
  readonly website: LiveWebsite
}

/** Telegram, speaking to one bot. */
export interface TelegramPrincipal extends Principal {
  readonly bot: Bot
}

declare module '../http/types.js' {
  interface Principals {
    trackingKey: TrackingPrincipal
    trackingId: TrackedPagePrincipal
    telegramSecret: TelegramPrincipal
  }
}

/** The website that a call with a key is about. @throws Invalid when the call does not tell */
export function websiteOf({ choice }: TrackingPrincipal): LiveWebsite {
  if ('fault' in choice) throw choice.fault
  return choice.website
}

/**
 * The authenticators of this area. All of them look into the snapshot only.
 * @param keyUses is told about every tracking key in use
 */
export const createTrackingAuthenticators = (
  catalogue: Catalogue,
  keyUses: Pick<SecretUses, 'note'>,
): Record<keyof Principals & ('trackingKey' | 'trackingId' | 'telegramSecret'), Authenticator> => ({
  trackingKey: request => authenticateKey(catalogue, keyUses, request),
  trackingId: request => authenticatePage(catalogue, request),
  telegramSecret: request => authenticateTelegram(catalogue, request),
})

function authenticateKey({ current }: Catalogue, keyUses: Pick<SecretUses, 'note'>, request: Envelope): TrackingPrincipal {
  const text = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1] ?? ''
  if (!TRACKING_KEY.test(text))
    throw new Unauthenticated('Authorization: required, Bearer with a tracking key (atk_live_...)', 'AUTH_REQUIRED')
  // Found by its hash: a look-up tells nothing about how much of a guess was right.
  const hash = sha256(text)
  const key = current.trackingKeys.get(hash)
  if (!key) {
    if (current.revokedTrackingKeys.has(hash)) throw new Unauthenticated('Authorization: this key was revoked', 'REVOKED_KEY')
    throw new Unauthenticated('Authorization: this key is not one of ours', 'INVALID_KEY')
  }
  keyUses.note(key.id, request.now)
  const choice = chooseWebsite(current, key, request)
  return {
    organization: key.organization,
    limitKey: key.id,
    key,
    choice,
    barred: 'website' in choice ? barredBy(choice.website) : undefined,
  }
}

function authenticatePage({ current }: Catalogue, request: Envelope): TrackedPagePrincipal {
  const name = textOf(request, 'websiteId')
  if (name === undefined) throw new Invalid("websiteId: required, the website's tracking id (atid_...)")
  const website = websiteNamed(current, name)
  if (!website) throw new Invalid('websiteId: names no website')
  const { origin, 'sec-fetch-site': site } = request.headers
  // A proxy of the website's own sends none. A page of this very server is the demonstration's.
  if (origin !== undefined && site !== 'same-origin') {
    const parsed = parseOrigin(origin)
    if (!parsed || !originMatches(parsed, website))
      throw new Forbidden(`Origin: is not of ${website.domain}, or not https`, 'ORIGIN_NOT_ALLOWED')
  }
  return { organization: website.organization, website, barred: barredBy(website) }
}

const barredBy = ({ status }: LiveWebsite): Fault | undefined => (status === 'paused' ? new Paused('This website is paused') : undefined)

function authenticateTelegram({ current }: Catalogue, { headers, rawPath }: Envelope): TelegramPrincipal {
  const bot = current.tracking.bot(rawPath.botId ?? '')
  if (!bot) throw new NotFound('There is no such bot')
  const secret = headers['x-telegram-bot-api-secret-token']
  if (typeof secret !== 'string' || !sameSecret(sha256(secret), bot.webhookSecretHash))
    throw new Unauthenticated("X-Telegram-Bot-Api-Secret-Token: is not this bot's", 'INVALID_KEY')
  return { organization: bot.organization, bot }
}
