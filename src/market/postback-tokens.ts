import { newSecret } from '../lib/secrets.js'
import { createVault } from '../lib/vault.js'
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
  const vault = createVault(secretKeys, 'postback-token')
  return {
    make() {
      const { secret, hash, shown } = newSecret('pbt_')
      return { secret, token: { prefix: shown, hash, sealed: vault.seal(secret) } }
    },
    open: sealed => vault.open(sealed),
  }
}
