import { ID_LENGTH } from '../lib/id.js'
import { Packer, Unpacker } from '../lib/packing.js'
import { DAY } from '../lib/time.js'
import { createKeyring, signToken, verifyToken } from '../lib/tokens.js'
import type { BidModel, Surface } from './offer.js'

/** What a served offer's click is about: enough to answer `GET /v1/r` and to bill it without looking the request up. */
export interface ClickFacts {
  /** Of the decision, whole, as landing pages are told it. It begins with its trace id (`req_` and 26 characters). */
  readonly requestId: string
  readonly offer: string
  /** The website's id. */
  readonly website: string
  /** Place in the answered list, from 1. */
  readonly position: number
  readonly model: BidModel
  /** Micros that one billable action costs, as it was when the offer was served. */
  readonly price: number
  readonly surface: Surface
  /** ISO 3166-1 alpha-2; null: not resolved. */
  readonly country: string | null
  readonly sub: string
  /** Epoch milliseconds at which the offers were answered. */
  readonly servedAt: number
}

export interface ClickRead extends ClickFacts {
  readonly ok: true
  readonly trace: string
}

export interface ClickTokens {
  mint(facts: ClickFacts): string
  read(token: string, now: number): ClickRead | { readonly ok: false; readonly reason: 'bad_token' | 'expired' }
}

/** How long a click URL is good for, in milliseconds. */
export const CLICK_TOKEN_LIFE = 7 * DAY

const TRACE_LENGTH = 'req_'.length + ID_LENGTH

// Places in these lists are written into tokens: append, never reorder.
const MODELS: readonly BidModel[] = ['CPC', 'CPA', 'ECPM']
const SURFACES: readonly Surface[] = ['overlay', 'section', 'decline', 'wall']

/** Mints and reads the `t` of click URLs. Keys are derived for this alone: no other token of ours passes for one. */
export function createClickTokens(secretKeys: readonly string[]): ClickTokens {
  const keyring = createKeyring(secretKeys, 'click-token/1')
  const packer = new Packer()
  return {
    mint({ requestId, offer, website, position, model, price, surface, country, sub, servedAt }) {
      const payload = packer
        .start()
        .byte(MODELS.indexOf(model) | (SURFACES.indexOf(surface) << 2))
        .id('req', requestId.slice(0, TRACE_LENGTH))
        .text(requestId.slice(TRACE_LENGTH))
        .id('off', offer)
        .id('site', website)
        .uint(position)
        .uint(price)
        .uint(servedAt)
        .text(country)
        .text(sub)
        .take()
      return signToken(payload, keyring)
    },

    read(token, now) {
      const payload = verifyToken(token, keyring)
      if (!payload) return { ok: false, reason: 'bad_token' }
      // Read in the order in which they were written.
      const fields = new Unpacker(payload)
      const kinds = fields.byte()
      const trace = fields.id('req')
      const facts: ClickRead = {
        ok: true,
        model: MODELS[kinds & 3]!,
        surface: SURFACES[(kinds >> 2) & 3]!,
        trace,
        requestId: trace + (fields.text() ?? ''),
        offer: fields.id('off'),
        website: fields.id('site'),
        position: fields.uint(),
        price: fields.uint(),
        servedAt: fields.uint(),
        country: fields.text(),
        sub: fields.text() ?? '',
      }
      return now >= facts.servedAt + CLICK_TOKEN_LIFE ? { ok: false, reason: 'expired' } : facts
    },
  }
}
