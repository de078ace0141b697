import { deriveKey, newSecret, seal, sha256, unseal } from '../lib/secrets.js'
import type { PostbackToken } from './advertiser.js'

/** Makes advertisers' postback tokens, and opens those it sealed. */
export interface PostbackTokens {
  /** A new token in clear, to be shown this once, and what is kept of it. */
  make(): { readonly secret: string; readonly token: PostbackToken }
  /** The token in clear; undefined when none of the installation's keys opens it. */
  open(sealed: string): string | undefined
}

/** @param secretKeys of the installation, newest first: the first seals, all of them open */
export function createPostbackTokens(secretKeys: readonly string[]): PostbackTokens {
  const keys = secretKeys.map(secretKey => deriveKey(secretKey, 'postback-token'))
  const idOf = (key: Buffer) => sha256(key.toString('hex')).slice(0, 8)
  const byId = new Map(keys.map(key => [idOf(key), key]))
  const [newest] = keys
  if (!newest) throw new Error('postback tokens: need at least one secret key')
  return {
    make() {
      const { secret, hash, shown } = newSecret('pbt_')
      return { secret, token: { prefix: shown, hash, sealed: seal(secret, newest, idOf(newest)) } }
    },
    open(sealed) {
      const key = byId.get(sealed.slice(0, sealed.indexOf('.')))
      return key && unseal(sealed, () => key)
    },
  }
}
