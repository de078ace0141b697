import { deriveKey, seal, sha256, unseal } from './secrets.js'

/** Keeps secrets that must be read again, such as another service's token, sealed in the database. */
export interface Vault {
  seal(text: string): string
  /** The text in clear; undefined when none of the installation's keys opens it. */
  open(sealed: string): string | undefined
}

/**
 * @param secretKeys of the installation, newest first: the first seals, all of them open
 * @param purpose no two kinds of secrets share a key
 */
export function createVault(secretKeys: readonly string[], purpose: string): Vault {
  const keys = secretKeys.map(secretKey => deriveKey(secretKey, purpose))
  const idOf = (key: Buffer) => sha256(key.toString('hex')).slice(0, 8)
  const byId = new Map(keys.map(key => [idOf(key), key]))
  const [newest] = keys
  if (!newest) throw new Error(`${purpose}: needs at least one secret key`)
  return {
    seal: text => seal(text, newest, idOf(newest)),
    open(sealed) {
      const key = byId.get(sealed.slice(0, sealed.indexOf('.')))
      return key && unseal(sealed, () => key)
    },
  }
}
