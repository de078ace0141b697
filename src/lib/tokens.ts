import { createHash, hash } from 'node:crypto'
import { deriveKey, sameSecret } from './secrets.js'

/** Characters of a key's id, and of the code behind the payload: 132 bits of HMAC-SHA256. */
const KEY_ID_LENGTH = 4
const CODE_LENGTH = 22

/** Bytes of a block of SHA-256. */
const BLOCK = 64

interface SigningKey {
  readonly id: string
  /** The key as HMAC's inner and outer block (RFC 2104). */
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
  inner: block(key, 0x36),
  outer: block(key, 0x5c),
})

const block = (key: Buffer, pad: number): Buffer => Buffer.alloc(BLOCK, pad).map((byte, i) => byte ^ (key[i] ?? 0)) as Buffer

/**
 * A token: `front` as it is, the key's id, the payload and its code, all URL-safe without a separator. The payload can be read by anyone.
 * The code covers the text, not the bytes it stands for: of one token there is one spelling, and padding, another alphabet or other
 * trailing bits make a forged one.
 */
export function signToken(payload: Buffer, { newest }: Keyring, front = ''): string {
  const text = front + newest.id + payload.toString('base64url')
  return text + codeOf(text, newest)
}

/** The payload of a token whose front has this length, or undefined when it is not one of ours. */
export function verifyToken(token: string, keyring: Keyring, frontLength = 0): Buffer | undefined {
  const start = frontLength + KEY_ID_LENGTH
  const end = token.length - CODE_LENGTH
  if (end < start) return undefined
  const key = keyring.byId.get(token.slice(frontLength, start))
  if (!key || !sameSecret(codeOf(token.slice(0, end), key), token.slice(end))) return undefined
  return Buffer.from(token.slice(start, end), 'base64url')
}

/** HMAC-SHA256 by its definition, as two one-shot hashes: `createHmac` takes three times as long, and every decision signs. */
const codeOf = (text: string, { inner, outer }: SigningKey): string =>
  hash('sha256', Buffer.concat([outer, hash('sha256', Buffer.concat([inner, Buffer.from(text)]), 'buffer')]), 'base64url').slice(
    0,
    CODE_LENGTH,
  )
