import { createHmac } from 'node:crypto'
import type { Catalogue } from '../catalogue/catalogue.js'
import type { Authenticator, Envelope, Principal } from '../http/types.js'
import { Forbidden, Invalid, NotFound, Unauthenticated } from '../lib/errors.js'
import { sameSecret, sha256 } from '../lib/secrets.js'
import type { Advertiser } from '../market/advertiser.js'
import type { Billing } from '../market/billing.js'
import type { PostbackTokens } from '../market/postback-tokens.js'

/** An advertiser's server. */
export interface AdvertiserPrincipal extends Principal {
  readonly advertiser: Advertiser
}

declare module '../http/types.js' {
  interface Principals {
    advertiser: AdvertiserPrincipal
  }
}

interface Needs {
  readonly catalogue: Catalogue
  readonly billing: Pick<Billing, 'click'>
  readonly tokens: PostbackTokens
}

/** Parameters of a postback by name, as they were sent: what stands in a body beats what stands in the query. */
export const givenParameters = ({ rawQuery, rawBody }: Envelope): Readonly<Record<string, unknown>> => ({
  ...rawQuery,
  ...(typeof rawBody === 'object' ? rawBody : undefined),
})

/**
 * Knows an advertiser by its token, or by a signature made with it. A token tells whose it is. Whose a signature should be follows from the click,
 * so with an unknown click it can't be judged: that is a 404.
 */
export const authenticatePostback =
  ({ catalogue, billing, tokens }: Needs): Authenticator =>
  async (request): Promise<AdvertiserPrincipal> => {
    const { advertisers } = catalogue.current
    const given = givenParameters(request)
    const { token, signature, click_id: click } = given
    if (isGiven(token)) {
      // Found by its hash: a look-up tells nothing about how much of a guess was right.
      const advertiser = advertisers.byTokenHash.get(sha256(token))
      if (!advertiser) throw new Forbidden('token: is not in force', 'wrong_token')
      return { organization: advertiser.organization, advertiser }
    }
    if (!isGiven(signature)) throw new Unauthenticated('token: required, or a signature', 'credentials_required')
    if (!isGiven(click)) throw new Invalid('click_id: required', 'invalid_request')
    const found = CLICK_ID.test(click) ? await billing.click(click) : undefined
    const advertiser = found && advertisers.byId.get(found.advertiser)
    if (!advertiser) throw new NotFound('click_id: no such click of this advertiser', 'unknown_click')
    const key = tokens.open(advertiser.token.sealed)
    const expected = key === undefined ? [] : signaturesOf(given, key)
    if (!expected.some(one => sameSecret(one, signature.toLowerCase())))
      throw new Forbidden('signature: is not of these parameters', 'wrong_signature')
    return { organization: advertiser.organization, advertiser }
  }

/** Ids of clicks, as `newId` makes them. */
export const CLICK_ID = /^clk_[0-7][0-9a-hjkmnp-tv-z]{25}$/

const isGiven = (value: unknown): value is string => typeof value === 'string' && value !== ''

/** What encoders encode and others leave: JavaScript's leaves all of `!'()*~`, RFC 3986 the last, forms in browsers the star, and PHP's nothing. */
const byRfc3986 = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, mark => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`)
const asForm = (encoded: string): string => encoded.replaceAll('%20', '+')

const ENCODINGS: readonly ((text: string) => string)[] = [
  encodeURIComponent,
  byRfc3986,
  text => asForm(byRfc3986(text)),
  text => asForm(byRfc3986(text)).replaceAll('~', '%7E'),
  text => asForm(byRfc3986(text)).replaceAll('~', '%7E').replaceAll('%2A', '*'),
]

/** Half a surrogate pair has no UTF-8. */
const wellFormed = (text: string): string => text.replace(/\p{Cs}/gu, '\ufffd')

/** Lists and objects have no text that two sides would agree on: none of the declared parameters is one. */
const signable = (value: unknown): string => (typeof value === 'object' ? '' : wellFormed(String(value)))

/**
 * HMAC-SHA256 in hexadecimal of `k=v` joined by `&`, sorted by name, names and values URL-encoded. The advertiser's language decides how; whichever it is
 * will do, since each has one reading. The texts differ for few parameters, so most calls cost one or two.
 */
export function signaturesOf(given: Readonly<Record<string, unknown>>, key: string): string[] {
  const pairs = Object.entries(given)
    .filter(([name]) => name !== 'signature')
    .map((pair): [string, string] => [wellFormed(pair[0]), signable(pair[1])])
    .sort(([a], [b]) => (a < b ? -1 : 1))
  const texts = ENCODINGS.map(encode => pairs.map(pair => pair.map(encode).join('=')).join('&'))
  return [...new Set(texts)].map(text => createHmac('sha256', key).update(text).digest('hex'))
}
