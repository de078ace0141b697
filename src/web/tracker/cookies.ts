/** A cookie as the server wishes it. `maxAge` in seconds. */
export interface Cookie {
  readonly name: string
  readonly value: string
  readonly maxAge: number
  readonly sameSite: string
}

/** Empty where there is none, or where the browser lets nobody look: a sandboxed frame throws. */
export function readCookie(name: string): string {
  try {
    return document.cookie.match(`(?:^|; )${name}=([^;]*)`)?.[1] ?? ''
  } catch {
    return ''
  }
}

/** A browser may refuse to keep it, without a word. */
export function keepCookie({ name, value, maxAge, sameSite }: Cookie, domain: string | undefined): void {
  const secure = location.protocol === 'https:' ? '; Secure' : ''
  try {
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in all the browsers that we are for, nor outside of https.
    document.cookie = `${name}=${value}; Path=/; Max-Age=${maxAge}; SameSite=${sameSite}${secure}${domain ? `; Domain=${domain}` : ''}`
  } catch {}
}
