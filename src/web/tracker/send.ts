import { isNative, quoted } from '../widget/api.js'
import type { Tag } from './tag.js'

export interface Answer<T> {
  /** HTTP status; 0 when there was no answer: unreachable, or forbidden by the page's own policy. */
  readonly status: number
  /** The parsed body of a 200. */
  readonly body: T | undefined
  /** Seconds that the server asks us to wait; 0 when it does not say. */
  readonly retryAfter: number
}

/** Empty fields are left out. */
type Fields = Readonly<Record<string, string | undefined>>

/** Posts to the server, and `done` is told in every case that the page lives to see. */
export interface Sender {
  post<T>(path: string, fields: Fields, done: (answer: Answer<T>) => void): void
  /** Posts once more when the server is away or busy, and tells of the last answer. */
  postPatiently<T>(path: string, fields: Fields, done: (answer: Answer<T>) => void): void
}

/** As it was when the script came: what the page does to it later does not concern us. */
const Request = window.XMLHttpRequest

/** Longest wait that is worth it on one page, in seconds; and how long we wait for a server that does not say. */
const PATIENCE = 60
const PAUSE = 5

export function createSender({ base, debug }: Tag): Sender {
  let forbidden = false
  // A repeat of what the page's policy forbids would only be one more line in its console.
  document.addEventListener('securitypolicyviolation', ({ blockedURI }) => {
    forbidden ||= blockedURI.startsWith(base)
  })
  const post: Sender['post'] = (path, fields, done) =>
    send(base + path, fields, answer => {
      debug?.(answer.status || 'no answer', path)
      try {
        done(answer as never)
      } catch (error) {
        debug?.('failed', error)
      }
    })
  return {
    post,
    postPatiently: (path, fields, done) =>
      post<never>(path, fields, answer => {
        const { status, retryAfter } = answer
        const busy = status === 0 || status === 429 || status >= 500
        if (!busy || retryAfter > PATIENCE) done(answer)
        // The breach of a policy is told after the request has failed by it.
        else setTimeout(() => (forbidden ? done(answer) : post(path, fields, done)), (retryAfter || PAUSE) * 1000)
      }),
  }
}

/** As plain text, which needs no preflight, and by a request that outlives the page. */
function send(url: string, fields: Fields, end: (answer: Answer<unknown>) => void): void {
  const body = `{${Object.keys(fields)
    .filter(name => fields[name])
    .map(name => `${quoted(name)}:${quoted(fields[name]!)}`)
    .join()}}`
  const told = (status: number, retryAfter: string | null, json: unknown) =>
    end({ status, body: status === 200 ? json : undefined, retryAfter: Number(retryAfter) || 0 })
  const { fetch } = window
  if (isNative(fetch)) {
    fetch(url, { method: 'POST', body, keepalive: true }).then(
      answer => {
        const tell = (json?: unknown) => told(answer.status, answer.headers.get('Retry-After'), json)
        answer.json().then(tell, () => tell())
      },
      () => told(0, null, undefined),
    )
    return
  }
  const request = new Request()
  request.open('POST', url)
  request.responseType = 'json'
  request.onloadend = () => told(request.status, request.getResponseHeader('Retry-After'), request.response)
  request.send(body)
}
