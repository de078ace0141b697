import { createCipheriv, createDecipheriv, hash, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto'

/** SHA-256 as lower-case hex: how a secret of high entropy is stored. Guessable values (e-mails, addresses) need a keyed hash instead. */
export const sha256 = (text: string): string => hash('sha256', text)

/** A new secret of 192 bits behind a clear prefix, and what the store keeps of it. */
export function newSecret(prefix: string): { secret: string; hash: string; shown: string } {
  const secret = `${prefix}${randomBytes(24).toString('base64url')}`
  return { secret, hash: sha256(secret), shown: secret.slice(0, prefix.length + 4) }
}

/** Equality in a time that depends on nothing but the length. */
export function sameSecret(a: string, b: string): boolean {
  const left = Buffer.from(a)
  const right = Buffer.from(b)
  return left.length === right.length && timingSafeEqual(left, right)
}

/** A key of 32 bytes for one purpose (HKDF-SHA256, RFC 5869), so that no two uses share a key. */
export const deriveKey = (secretKey: string, purpose: string): Buffer =>
  Buffer.from(hkdfSync('sha256', secretKey, 'throughline', purpose, 32))

/** AES-256-GCM sealed text as `keyId.nonce.tag.cipher`, base64url. `keyId` tells a later reader which key to take. */
export function seal(text: string, key: Buffer, keyId: string): string {
  const nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', key, nonce)
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
  return [keyId, ...[nonce, cipher.getAuthTag(), sealed].map(part => part.toString('base64url'))].join('.')
}

/** Opens what `seal` made. @throws Error when the key is another or the text was changed. */
export function unseal(sealed: string, keyOf: (keyId: string) => Buffer): string {
  const [keyId = '', nonce = '', tag = '', text = ''] = sealed.split('.')
  const decipher = createDecipheriv('aes-256-gcm', keyOf(keyId), Buffer.from(nonce, 'base64url'))
  decipher.setAuthTag(Buffer.from(tag, 'base64url'))
  return Buffer.concat([decipher.update(Buffer.from(text, 'base64url')), decipher.final()]).toString('utf8')
}
