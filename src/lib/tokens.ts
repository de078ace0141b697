import { createHash, hash } from 'node:crypto'
import { deriveKey, sameSecret } from './secrets.js'

/** Characters of a key's id, and of the code behind the payload: 132 bits of HMAC-SHA256. */
const KEY_ID_LENGTH = 4
const CODE_LENGTH = 22

/** Bytes of a block of SHA-256, and of its digest. */
const BLOCK = 64
const DIGEST = 32

/** Characters of the longest text that is signed or looked at: more than any payload makes, and as long as a URL may be. */
const MAX_TEXT = 8192

interface SigningKey {
  readonly id: string
  /** HMAC's inner and outer message (RFC 2104): a block made of the key, and room for what is hashed behind it, one text at a time. */
  readonly inner: Buffer
  readonly outer: Buffer
}

/** Keys for one purpose: the newest signs, all of them verify. */
export interface Keyring {
  readonly newest: SigningKey
  readonly byId: ReadonlyMap<string, SigningKey>
}

/**
 * The keys of one purpose, derived of the installation's secret keys, newest first. To rotate, put a new key in front of the old one, and drop
 * the old one when the last token it signed has expired.
 * @throws Error without any key
 */
export function createKeyring(secretKeys: readonly string[], purpose: string): Keyring {
  const keys = secretKeys.map(secretKey => toSigningKey(deriveKey(secretKey, purpose)))
  const [newest] = keys
  if (!newest) throw new Error(`${purpose}: needs at least one secret key`)
  return { newest, byId: new Map(keys.map(key => [key.id, key])) }
}

const toSigningKey = (key: Buffer): SigningKey => ({
  id: createHash('sha256').update(key).digest('base64url').slice(0, KEY_ID_LENGTH),
  // A character takes three bytes of UTF-8 at most.
  inner: message(key, 0x36, 3 * MAX_TEXT),
  outer: message(key, 0x5c, DIGEST),
})

function message(key: Buffer, pad: number, room: number): Buffer {
  const block = Buffer.alloc(BLOCK, pad).map((byte, i) => byte ^ (key[i] ?? 0))
  return Buffer.concat([block, Buffer.alloc(room)])
}

/**
 * A token: `front` as it is, the key's id, the payload and its code, all URL-safe without a separator. The payload can be read by anyone.
 * The code covers the text, not the bytes it stands for: of one token there is one spelling, and padding, another alphabet or other
 * trailing bits make a forged one.
 * @throws RangeError when it would be too long
 */
export function signToken(payload: Buffer, { newest }: Keyring, front = ''): string {
  const text = front + newest.id + payload.toString('base64url')
  if (text.length > MAX_TEXT) throw new RangeError(`a token has at most ${MAX_TEXT} characters`)
  return text + codeOf(text, newest)
}

/** The payload of a token whose front has this length, or undefined when it is not one of ours. */
export function verifyToken(token: string, keyring: Keyring, frontLength = 0): Buffer | undefined {
  const start = frontLength + KEY_ID_LENGTH
  const end = token.length - CODE_LENGTH
  if (end < start || end > MAX_TEXT) return undefined
  const key = keyring.byId.get(token.slice(frontLength, start))
  if (!key || !sameSecret(codeOf(token.slice(0, end), key), token.slice(end))) return undefined
  return Buffer.from(token.slice(start, end), 'base64url')
}

/**
 * HMAC-SHA256 by its definition, as two one-shot hashes over bytes that are at hand: `createHmac` takes twice as long, and so do new buffers for
 * each text. Every decision signs, and every winner of an auction. A digest as text of one byte a character costs a third of one as a buffer.
 */
function codeOf(text: string, { inner, outer }: SigningKey): string {
  const end = BLOCK + inner.write(text, BLOCK)
  outer.write(hash('sha256', inner.subarray(0, end), 'binary'), BLOCK, 'binary')
  return hash('sha256', outer, 'base64url').slice(0, CODE_LENGTH)
}
