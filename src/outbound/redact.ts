import type { OutboundAnswer, OutboundRequest } from './exchange.js'

/** What may be kept and shown of a request. */
export interface RequestRecord {
  readonly method: OutboundRequest['method']
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | null
}

/** What may be kept and shown of an answer. */
export interface AnswerRecord {
  readonly status: number
  readonly body: string
}

/** What stands in place of what was removed. */
export const REMOVED = '[removed]'

/** Characters of a body that are kept. */
const MAX_KEPT = 8 * 1024

/** Headers that are nothing but a secret, whatever their value. */
const SECRET_HEADERS = /^(proxy-)?authorization$|^(set-)?cookie$|token|secret|api-?key/i

/** Names of parameters and fields that carry secrets, in a query, a form or JSON. */
const SECRET_NAMES = '[\\w-]*(?:token|secret|password|api_?key|assertion)'
const IN_FORM = new RegExp(`([?&]|^)(${SECRET_NAMES})=[^&#\\s]*`, 'gi')
const IN_JSON = new RegExp(`"(${SECRET_NAMES})"(\\s*:\\s*)"(?:[^"\\\\]|\\\\.)*"`, 'gi')

/** The request without its secrets. @param alsoHide other texts that must not be kept, such as a person's address */
export function recordRequest({ method, url, headers, body, secrets }: OutboundRequest, alsoHide: readonly string[] = []): RequestRecord {
  const hide = hiding([...secrets, ...alsoHide])
  return {
    method,
    url: hide(url),
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, SECRET_HEADERS.test(name) ? REMOVED : hide(value)])),
    body: body === undefined ? null : hide(body).slice(0, MAX_KEPT),
  }
}

/** The answer without secrets that it may repeat or grant. */
export const recordAnswer = ({ status, body }: OutboundAnswer, secrets: readonly string[]): AnswerRecord => ({
  status,
  body: hiding(secrets)(body).slice(0, MAX_KEPT),
})

/** Takes secrets out of a text: those that are known in every spelling, and what stands under a name that says so. */
export function hiding(secrets: readonly string[]): (text: string) => string {
  // Longest first: one may be part of another.
  const known = [...new Set(secrets.flatMap(spellings))].filter(text => text !== '').sort((a, b) => b.length - a.length)
  return text => {
    let shown = text
    for (const secret of known) shown = shown.replaceAll(secret, REMOVED)
    return shown.replace(IN_FORM, `$1$2=${REMOVED}`).replace(IN_JSON, `"$1"$2"${REMOVED}"`)
  }
}

/** As it is; as URLs, forms and JSON write it; and in base64 by itself. */
const spellings = (secret: string): string[] => [
  secret,
  encodeURIComponent(secret),
  encodeURI(secret),
  new URLSearchParams([['', secret]]).toString().slice(1),
  JSON.stringify(secret).slice(1, -1),
  JSON.stringify(secret).slice(1, -1).replaceAll('/', '\\/'),
  ...(secret === '' ? [] : [Buffer.from(secret).toString('base64')]),
]
