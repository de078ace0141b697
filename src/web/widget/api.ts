import { guard } from './page.js'
import type { Settings } from './settings.js'

// Pages replace `fetch`, `JSON` and `Promise` by things of their own. Questions are therefore asked with XMLHttpRequest, whose browser-made
// `json` response needs none of the three, and bodies are written by hand.

export interface Answer<T> {
  /** HTTP status; 0 when there was no answer: unreachable, too slow, or forbidden by the page's own policy. */
  readonly status: number
  /** The parsed body of a 200. */
  readonly body: T | undefined
  /** Seconds that the server asks us to wait; 0 when it does not. */
  readonly retryAfter: number
}

/** An overlay that opens later than this would surprise more than it helps, and who has not heard of an event by then will not. */
const TIMEOUT = 10_000

/** Longest wait that is worth it on one page, in seconds. */
const PATIENCE = 60

/** As it was when the script came: what the page does to it later does not concern us. */
const Request = window.XMLHttpRequest

/** The address of an endpoint, with the website's keys. */
export function address({ api, pub, website }: Settings, path: string, query: Readonly<Record<string, string | undefined>> = {}): string {
  const all: Readonly<Record<string, string | undefined>> = { pub, website, ...query }
  const parts: string[] = []
  for (const name of Object.keys(all)) if (all[name] !== undefined) parts.push(`${name}=${encodeURIComponent(all[name])}`)
  return `${api}/v1/${path}?${parts.join('&')}`
}

/** Asks the server, and `done` is told in every case. */
export function ask<T>(settings: Settings, method: 'GET' | 'POST', url: string, done: (answer: Answer<T>) => void): void {
  const request = new Request()
  request.open(method, url)
  request.responseType = 'json'
  request.timeout = TIMEOUT
  request.onloadend = guard(settings, () => {
    const { status } = request
    settings.debug?.(status || 'no answer', method, url.slice(settings.api.length).replace(/\?.*/, ''))
    // 401 and 403 are faults of the integration, of which a live page's owner must hear.
    if (status === 401 || status === 403) settings.warn?.(status, (request.response as { error?: string } | null)?.error)
    const retryAfter = waitOf(status, request.getResponseHeader('Retry-After'))
    done({ status, body: status === 200 ? (request.response as T) : undefined, retryAfter })
  })
  request.send()
}

/** Seconds that a busy server asks us to wait; 0 when it asks for none. */
const waitOf = (status: number, header: string | null): number => (status === 429 || status === 503 ? Number(header) || 1 : 0)

/** Asks once more when the server is busy and says for how long. Only an answer of 200 reaches `done`. */
export function askPatiently<T>(settings: Settings, url: string, done: (body: T) => void): void {
  ask<T>(settings, 'GET', url, ({ body, retryAfter }) => {
    if (body) done(body)
    else if (retryAfter > 0 && retryAfter <= PATIENCE)
      setTimeout(
        guard(settings, () => ask<T>(settings, 'GET', url, again => again.body && done(again.body))),
        retryAfter * 1000,
      )
  })
}

/**
 * Tells the server of an event, even while the page is being left, as plain text: that needs no preflight. A busy server is told once more when it
 * has time. `fetch` comes first because it sends the page's `Origin` whatever the page's referrer policy; a beacon under `no-referrer` sends `null`,
 * which the server refuses.
 */
export function tell(settings: Settings, event: string, fields: Readonly<Record<string, string>>): void {
  const url = address(settings, `events/${event}`)
  const body = `{${Object.keys(fields)
    .map(name => `${quoted(name)}:${quoted(fields[name]!)}`)
    .join()}}`
  guard(settings, () => send(2))()

  function send(tries: number): void {
    const { fetch } = window
    if (isNative(fetch))
      try {
        const signal = AbortSignal.timeout(TIMEOUT)
        fetch(url, { method: 'POST', body, keepalive: true, credentials: 'omit', signal }).then(
          guard(settings, ({ status, headers }) => {
            const wait = waitOf(status, headers.get('Retry-After'))
            if (wait > 0 && wait <= PATIENCE && tries > 1) setTimeout(guard(settings, send), wait * 1000, tries - 1)
          }),
          nothing,
        )
        return
      } catch {
        // A function of the page's that was bound to an object looks like the browser's own, and `AbortSignal` may be the page's too.
      }
    if (navigator.sendBeacon?.(url, body)) return
    const request = new Request()
    request.open('POST', url)
    request.timeout = TIMEOUT
    request.send(body)
  }
}

const nothing = (): void => {}

export const isNative = (value: unknown): boolean =>
  typeof value === 'function' && /\[native code\]\s*\}$/.test(Function.prototype.toString.call(value))

/** A JSON string. Everything but plain ASCII is written by its number, which is right for quotes and halves of characters too. */
export const quoted = (text: string): string =>
  `"${text.replace(/[^ !#-[\]-~]/g, unit => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)}"`
