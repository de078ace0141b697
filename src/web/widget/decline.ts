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

/** What is told of a session. */
export interface SessionTold {
  opened(sessionId: string): void
  armed(session: Armed): void
  /** It is over, armed or not: from now on another one may be opened. Comes before `armed`. */
  over?(): void
}

/** Opens a session, tells its id, and waits until the publisher's server arms it or the session ends. */
export function awaitDecline(settings: Settings, { opened, armed, over = () => {} }: SessionTold): void {
  open(PACE)

  function open(delay: number): void {
    ask<NewDeclineSession>(settings, 'POST', address(settings, 'widget-decline/session', settings.dev), ({ status, body, retryAfter }) => {
      if (body) {
        opened(body.sessionId)
        poll(body.sessionId, performance.now() + LIFE, PACE)
      } else if (isPassing(status) && delay <= SLOWEST) later(Math.max(retryAfter, delay), () => open(delay * 2))
      else over()
    })
  }

  function poll(sessionId: string, end: number, delay: number): void {
    later(delay, () => {
      if (performance.now() > end) {
        over()
        return
      }
      ask<DeclineSession>(settings, 'GET', address(settings, `widget-decline/session/${sessionId}`), ({ status, body, retryAfter }) => {
        if (body?.status === 'pending') poll(sessionId, end, PACE)
        else if (isPassing(status)) poll(sessionId, end, Math.max(retryAfter, Math.min(delay * 2, SLOWEST)))
        else {
          over()
          if (body?.status === 'ready' && body.requestId) armed(body as Armed)
        }
      })
    })
  }

  function later(seconds: number, act: () => void): void {
    // A wait past the session's life is as good as its life; what no timer can hold would come at once.
    setTimeout(guard(settings, act), Math.min(seconds * 1000, LIFE))
  }
}

/** What may be different next time: no answer, too many calls, a server in trouble. */
const isPassing = (status: number): boolean => status === 0 || status === 429 || status >= 500
