import { address, ask } from './api.js'
import type { DeclineSession, NewDeclineSession } from './contract.js'
import { guard } from './page.js'
import type { Settings } from './settings.js'

/** Seconds between two polls, as the contract has it; and the longest between two that found nobody there. */
const PACE = 2
const SLOWEST = 30

/** Milliseconds that a session lives. The server says when it ends; this is for the case that the server is away. */
const LIFE = 15 * 60_000

/** A session that the publisher's server has armed. */
export type Armed = DeclineSession & { requestId: string }

/** Opens a session, tells its id, and waits until the publisher's server arms it or the session ends. */
export function awaitDecline(settings: Settings, opened: (sessionId: string) => void, armed: (session: Armed) => void): void {
  open(PACE)

  function open(delay: number): void {
    ask<NewDeclineSession>(settings, 'POST', address(settings, 'widget-decline/session', settings.dev), ({ status, body, retryAfter }) => {
      if (body) {
        opened(body.sessionId)
        poll(body.sessionId, performance.now() + LIFE, PACE)
      } else if (isPassing(status) && delay <= SLOWEST) later(Math.max(retryAfter, delay), () => open(delay * 2))
    })
  }

  function poll(sessionId: string, end: number, delay: number): void {
    if (performance.now() > end) return
    later(delay, () =>
      ask<DeclineSession>(settings, 'GET', address(settings, `widget-decline/session/${sessionId}`), ({ status, body, retryAfter }) => {
        if (body?.status === 'ready' && body.requestId) armed(body as Armed)
        else if (body?.status === 'pending') poll(sessionId, end, PACE)
        else if (isPassing(status)) poll(sessionId, end, Math.max(retryAfter, Math.min(delay * 2, SLOWEST)))
      }),
    )
  }

  function later(seconds: number, act: () => void): void {
    setTimeout(guard(settings, act), seconds * 1000)
  }
}

/** What may be different next time: no answer, too many calls, a server in trouble. */
const isPassing = (status: number): boolean => status === 0 || status === 429 || status >= 500
