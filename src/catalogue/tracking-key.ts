import { randomBytes } from 'node:crypto'
import { sha256 } from '../lib/secrets.js'

/** Crockford's base32: a byte's lower five bits choose a letter without bias, and none is mistaken for another. */
const LETTERS = '0123456789abcdefghjkmnpqrstvwxyz'

const letters = (count: number): string => Array.from(randomBytes(count), byte => LETTERS[byte & 31]).join('')

/** How a key looks. What looks different was never one of ours. */
export const TRACKING_KEY = /^atk_live_[A-Za-z0-9]{8}_[A-Za-z0-9]{32}$/

/** A new tracking key, `atk_live_<8>_<32>`: 160 bits behind a prefix that is kept in clear, and what the store keeps of it. */
export function newTrackingKey(): { key: string; prefix: string; hash: string } {
  const prefix = `atk_live_${letters(8)}`
  const key = `${prefix}_${letters(32)}`
  return { key, prefix, hash: sha256(key) }
}
