import { ID_LENGTH, newId, timeOfId } from '../lib/id.js'
import { Packer, Unpacker } from '../lib/packing.js'
import { DAY } from '../lib/time.js'
import { createKeyring, signToken, verifyToken } from '../lib/tokens.js'

/** What one decision settles for every later call of its visit. */
export interface RequestFacts {
  readonly website: string
  /** ISO 3166-1 alpha-2; null: not resolved. */
  readonly country: string | null
  /** Subdivision without the country's prefix. */
  readonly region: string | null
  /** The visitor is on the served side of the website's geo rule. */
  readonly allowed: boolean
  /** Asked for by a section placement, where allowed visitors get offers too. */
  readonly section: boolean
  /** A visitor who must not be monetised (`self_excluded`, `cooling_off`): support block, no offers. */
  readonly supportOnly: boolean
  /** 16 hexadecimal characters, see `VisitorHash`. */
  readonly visitor: string
  /** The publisher's own mark of the visit, handed on as `{sub}`; empty: none. */
  readonly sub: string
}

export interface RequestRead extends RequestFacts {
  readonly ok: true
  readonly trace: string
  /** Epoch milliseconds of the decision. */
  readonly at: number
}

export type RequestIdFault = 'malformed' | 'forged' | 'expired'

/** Mints and reads request ids: no process needs to remember them. */
export interface RequestIds {
  /** @param trace of what led to the decision; without one a trace begins here. The id's life counts from the trace's beginning. */
  mint(facts: RequestFacts, now: number, trace?: string): string
  /** The facts, or why this can't be used. Whether the website is the caller's own is for the caller to see. */
  read(requestId: string, now: number): RequestRead | { readonly ok: false; readonly reason: RequestIdFault }
}

/** How long a request id is good for, in milliseconds. */
export const REQUEST_ID_LIFE = DAY

/** Longer marks count as empty. Characters are code points. */
const MAX_SUB_LENGTH = 200

const TRACE_LENGTH = 'req_'.length + ID_LENGTH
const SHAPE = /^req_[0-7][0-9a-hjkmnp-tv-z]{25}[\w-]{26,}$/

const ALLOWED = 1
const SECTION = 2
const SUPPORT_ONLY = 4

/** The trace id that all events of a request share: its first 30 characters. */
export const traceOf = (requestId: string): string => requestId.slice(0, TRACE_LENGTH)

/**
 * A request id is its trace id, whose UUIDv7 holds the time, and the facts as a signed token (about 100 characters). The version in
 * the purpose changes with the layout: an id of another layout then counts as forged instead of being misread.
 */
export function createRequestIds(secretKeys: readonly string[]): RequestIds {
  const keyring = createKeyring(secretKeys, 'request-id/1')
  const packer = new Packer()
  return {
    mint({ website, country, region, allowed, section, supportOnly, visitor, sub }, now, trace = newId('req', now)) {
      const payload = packer
        .start()
        .byte((allowed ? ALLOWED : 0) | (section ? SECTION : 0) | (supportOnly ? SUPPORT_ONLY : 0))
        .id('site', website)
        .text(country)
        .text(region)
        .hash(visitor)
        .text(isTooLong(sub) ? '' : sub)
        .take()
      return signToken(payload, keyring, trace)
    },

    read(requestId, now) {
      if (!SHAPE.test(requestId)) return { ok: false, reason: 'malformed' }
      const payload = verifyToken(requestId, keyring, TRACE_LENGTH)
      if (!payload) return { ok: false, reason: 'forged' }
      const trace = traceOf(requestId)
      const at = timeOfId(trace)
      if (now >= at + REQUEST_ID_LIFE) return { ok: false, reason: 'expired' }
      // Read in the order in which they were written.
      const fields = new Unpacker(payload)
      const flags = fields.byte()
      return {
        ok: true,
        trace,
        at,
        allowed: (flags & ALLOWED) !== 0,
        section: (flags & SECTION) !== 0,
        supportOnly: (flags & SUPPORT_ONLY) !== 0,
        website: fields.id('site'),
        country: fields.text(),
        region: fields.text(),
        visitor: fields.hash(),
        sub: fields.text() ?? '',
      }
    },
  }
}

/** Counts code points only where the cheap count can't tell: each takes one or two units. */
const isTooLong = (sub: string): boolean =>
  sub.length > MAX_SUB_LENGTH && (sub.length > 2 * MAX_SUB_LENGTH || [...sub].length > MAX_SUB_LENGTH)
