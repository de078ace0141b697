import type { IncomingHttpHeaders } from 'node:http'

/** Headers that browser code may read besides the simple ones. */
const EXPOSED = 'X-Request-Id, X-Idempotent-Replay, Retry-After, RateLimit-Limit, RateLimit-Remaining, RateLimit-Reset'

/** Headers that browser code may send besides the simple ones. */
const ALLOWED = 'Content-Type, Authorization, X-Api-Key, Idempotency-Key, X-Adtarget-Client-IP, X-Adtarget-Client-User-Agent'

/**
 * Lets a browser page read the answer: of `any` origin, or (`website`) of one that belongs to one of our websites, echoed, never `*`. Whether it is the
 * one of the website named by the keys is for the authenticator to say; the header only lets the page see the answer.
 * @param head name and value of each header of the answer, in turn; the headers are added to it
 */
export function allowOrigin(
  head: string[],
  cors: 'website' | 'any',
  origin: string | undefined,
  knownOrigin: (origin: string) => boolean,
): void {
  if (cors === 'any') {
    head.push('Access-Control-Allow-Origin', '*')
  } else {
    head.push('Vary', 'Origin')
    if (origin === undefined || !knownOrigin(origin)) return
    // A beacon is sent with credentials, whether there are any or not: without this one that needs a preflight (a JSON blob) is dropped unseen.
    head.push('Access-Control-Allow-Origin', origin, 'Access-Control-Allow-Credentials', 'true')
  }
  head.push('Access-Control-Expose-Headers', EXPOSED)
}

/** The answer to OPTIONS: what the path allows, and to a browser that asks before it sends, what it may send. */
export function preflight(head: readonly string[], asked: IncomingHttpHeaders, allow: readonly string[]) {
  const methods = allow.join(', ')
  const mayAsk = asked['access-control-request-method'] !== undefined && head.includes('Access-Control-Allow-Origin')
  return {
    status: 204,
    body: undefined,
    headers: {
      Allow: methods,
      ...(mayAsk && {
        'Access-Control-Allow-Methods': methods,
        'Access-Control-Allow-Headers': ALLOWED,
        'Access-Control-Max-Age': '600',
      }),
    },
  }
}
