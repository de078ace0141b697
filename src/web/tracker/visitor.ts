import { type Cookie, keepCookie, readCookie } from './cookies.js'

const TEMP_ID = 'adtarget_temp_id'
const SESSION_ID = 'adtarget_session_id'
const YEAR = 31_536_000
const HALF_HOUR = 1800

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** The visitor's two names: one for the browser, one for the session, which ends after half an hour without a visit. */
export interface Visitor {
  readonly tempId: string
  readonly clientSessionId: string
}

/** What the server answers about them. */
export interface Names extends Visitor {
  readonly cookies: Readonly<Record<string, Cookie>>
}

export interface VisitorKeeper {
  /** As of the last visit. */
  readonly known: Visitor
  /** Begins a visit: the same names as long as they last. They are kept at once: the visitor may leave before the server has answered. */
  renew(): Visitor
  /** Keeps the cookies as the server says. */
  confirm(names: Names): void
}

/** Keeps the names in cookies, and where the browser refuses them as long as the page lasts. */
export function createVisitorKeeper(domain: string | undefined): VisitorKeeper {
  let known: Visitor = { tempId: '', clientSessionId: '' }
  let seenAt = 0
  const keep = (name: string, value: string, maxAge: number) => keepCookie({ name, value, maxAge, sameSite: 'Lax' }, domain)
  return {
    get known() {
      return known
    },
    renew() {
      const now = Date.now()
      const session = readCookie(SESSION_ID)
      const remembered = now - seenAt < HALF_HOUR * 1000 ? known.clientSessionId : ''
      known = {
        // A name that someone has spoilt would have every visit refused.
        tempId: [readCookie(TEMP_ID), known.tempId].find(id => UUID.test(id)) ?? uuid(),
        clientSessionId: (/^[^\s;,]{1,200}$/.test(session) ? session : remembered) || uuid(),
      }
      seenAt = now
      keep(TEMP_ID, known.tempId, YEAR)
      keep(SESSION_ID, known.clientSessionId, HALF_HOUR)
      return known
    },
    confirm({ tempId, clientSessionId, cookies }) {
      known = { tempId, clientSessionId }
      for (const name in cookies) keepCookie(cookies[name]!, domain)
    },
  }
}

/** Version 4, also on pages without https, where `crypto.randomUUID` is missing. */
const uuid = (): string =>
  '10000000-1000-4000-8000-100000000000'.replace(/[018]/g, digit =>
    (Number(digit) ^ (crypto.getRandomValues(new Uint8Array(1))[0]! & (15 >> (Number(digit) / 4)))).toString(16),
  )
