import { Invalid } from '../lib/errors.js'

/** What the macros of a landing URL stand for. */
export const LANDING_MACROS = ['click_id', 'request_id', 'offer_id', 'website', 'country', 'sub'] as const

export type LandingValues = Readonly<Record<(typeof LANDING_MACROS)[number], string>>

const MAX_LENGTH = 2048
const KNOWN: ReadonlySet<string> = new Set(LANDING_MACROS)
const MACRO = /\{([^{}]*)\}/g

/**
 * Checks an advertiser's landing URL as it is saved. Visitors' browsers go there, never we, so private hosts are no danger to us.
 * @returns its host: lower case, punycode, without port, IPv6 in brackets
 * @throws Invalid naming the field and what is wrong
 */
export function checkLanding(url: string, field = 'landingUrl'): string {
  const refuse = (message: string) => new Invalid(`${field}: ${message}`, 'invalid_landing_url')
  if (url.length > MAX_LENGTH) throw refuse(`must have at most ${MAX_LENGTH} characters`)
  // Parsers drop or turn some of these, so that what people read is not where browsers go.
  if (/[\s\\\p{Cc}\p{Cf}\p{Cs}]/u.test(url)) throw refuse('must not contain spaces, backslashes or control characters')
  const [, authority] = /^https?:\/\/([^/?#]+)/i.exec(url) ?? []
  if (authority !== undefined && /[{}]/.test(authority)) throw refuse('macros are allowed in the path, the query and the fragment only')
  if (authority === undefined || !URL.canParse(url)) throw refuse('must be an absolute http or https URL')
  if (authority.includes('@')) throw refuse('must not contain a user name or password')
  for (const [macro, name = ''] of url.matchAll(MACRO)) {
    if (!KNOWN.has(name)) throw refuse(`unknown macro ${macro}; known are ${LANDING_MACROS.map(known => `{${known}}`).join(' ')}`)
  }
  if (/[{}]/.test(url.replace(MACRO, ''))) throw refuse('a brace belongs to a macro; write %7B or %7D for one of its own')
  return new URL(url).hostname.replace(/\.$/, '')
}

/** Where to send a visitor: the macros filled, URL-encoded, ASCII only as a `Location` header must be. */
export function fillLanding(url: string, values: LandingValues): string {
  const filled = url.replace(MACRO, (macro, name: string) => (KNOWN.has(name) ? encode(values[name as keyof LandingValues]) : macro))
  return /^[\x21-\x7e]+$/.test(filled) ? filled : new URL(filled).href
}

/** What needs no encoding: all of our ids are such. */
const PLAIN = /^[\w-]*$/

/**
 * Half a surrogate pair has no UTF-8 and becomes the replacement character. A value of one or two dots would be a step in the path, even
 * encoded, and the visitor may choose `sub`: it is dropped.
 */
function encode(value: string): string {
  if (PLAIN.test(value)) return value
  return /^\.\.?$/.test(value) ? '' : encodeURIComponent(value.replace(/\p{Cs}/gu, '\ufffd'))
}
