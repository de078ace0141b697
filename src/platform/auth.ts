import type { Catalogue } from '../catalogue/catalogue.js'
import { type Origin, originMatches, parseOrigin } from '../catalogue/origin.js'
import type { SecretUses } from '../catalogue/secret-uses.js'
import type { LiveWebsite } from '../catalogue/website.js'
import type { Authenticator, Envelope, Principal } from '../http/types.js'
import { Forbidden, Unauthenticated } from '../lib/errors.js'
import { sha256 } from '../lib/secrets.js'

/** A page of a website, known by the pair of keys in its source and by its origin. */
export interface WebsitePrincipal extends Principal {
  readonly website: LiveWebsite
  readonly origin: Origin
}

/** A publisher's server that speaks for one of its websites. */
export interface TriggerPrincipal extends Principal {
  readonly website: LiveWebsite
}

declare module '../http/types.js' {
  interface Principals {
    websiteKeys: WebsitePrincipal
    triggerSecret: TriggerPrincipal
    secretKey: Principal
  }
}

/**
 * The authenticators that the spec's `x-auth` names. All of them look into the snapshot only.
 * @param secretUses is told about every trigger secret in use
 */
export const createAuthenticators = (
  catalogue: Catalogue,
  secretUses: Pick<SecretUses, 'note'>,
): Record<'websiteKeys' | 'triggerSecret' | 'secretKey', Authenticator> => ({
  websiteKeys: request => authenticatePage(catalogue, request),
  triggerSecret: request => authenticateTrigger(catalogue, secretUses, request),
  secretKey: request => authenticateSecretKey(catalogue, request),
})

function authenticatePage(catalogue: Catalogue, request: Envelope): WebsitePrincipal {
  const pub = keyOf(request, 'pub')
  const websiteKey = keyOf(request, 'website')
  if (pub === undefined || websiteKey === undefined) throw new Unauthenticated('pub and website: both keys are required', 'keys_required')
  const website = catalogue.current.websites.byPubKey.get(pub)
  if (!website || website.websiteKey !== websiteKey)
    throw new Forbidden('pub and website: these keys are not a pair in force', 'unknown_keys')
  if (website.status === 'paused') throw new Forbidden('This website is paused', 'website_paused')
  const origin = originOf(request)
  if (origin === undefined) throw new Forbidden("Origin: required, with the website's registered domain", 'origin_required')
  if (!originMatches(origin, website) && !isOwnPage(request))
    throw new Forbidden(`Origin: is not of ${website.domain}, or not https`, 'origin_mismatch')
  return { organization: website.organization, website, origin }
}

/** Browsers send events without a query of their own: then the keys stand in the body. */
function keyOf({ rawQuery, rawBody }: Envelope, name: 'pub' | 'website'): string | undefined {
  const value = rawQuery[name] ?? (rawBody as Record<string, unknown> | undefined)?.[name]
  return typeof value === 'string' && value !== '' ? value : undefined
}

/**
 * The page's origin. A browser leaves `Origin` out of a GET to its own origin and says `Sec-Fetch-Site: same-origin` instead, which no page
 * can forge: then the origin is the host it called. This is what lets the explorer and the demo page call their own server.
 */
function originOf({ headers }: Envelope): Origin | undefined {
  if (headers.origin !== undefined) return parseOrigin(headers.origin) ?? OPAQUE
  if (headers['sec-fetch-site'] !== 'same-origin' || headers.host === undefined) return undefined
  return parseOrigin(`https://${headers.host}`)
}

/** A page of this server itself: `/embed`, which says in its own headers on whose pages alone it may be shown. */
const isOwnPage = ({ headers }: Envelope): boolean => headers['sec-fetch-site'] === 'same-origin'

/** The origin of a sandboxed frame or a file: it is there, and matches nothing. */
const OPAQUE: Origin = { scheme: 'null', host: '' }

function authenticateTrigger(catalogue: Catalogue, secretUses: Pick<SecretUses, 'note'>, { headers, now }: Envelope): TriggerPrincipal {
  const text = bearerOf(headers)
  if (text === undefined) throw new Unauthenticated('Authorization: required, Bearer with a trigger secret', 'secret_required')
  const { triggerSecrets, websites } = catalogue.current
  const secret = triggerSecrets.get(sha256(text))
  const website = secret && websites.byId.get(secret.website)
  if (!website) throw new Forbidden('Authorization: this trigger secret is not in force', 'wrong_secret')
  if (website.status === 'paused') throw new Forbidden('This website is paused', 'website_paused')
  secretUses.note(secret.id, now)
  return { organization: website.organization, website }
}

const bearerOf = (headers: Envelope['headers']): string | undefined => /^Bearer +(\S+)$/i.exec(headers.authorization ?? '')?.[1]

function authenticateSecretKey(catalogue: Catalogue, { headers }: Envelope): Principal {
  const text = headers['x-api-key']?.toString() ?? bearerOf(headers)
  // The snapshot is keyed by the hash: a look-up tells nothing about how much of a guess was right.
  const key = text === undefined ? undefined : catalogue.current.apiKeys.get(sha256(text))
  if (!key) throw new Unauthenticated('Invalid or missing API key')
  if (key.type !== 'secret') throw new Forbidden('This endpoint needs a secret key (sk_live_...), not a public one')
  return { organization: key.organization }
}
