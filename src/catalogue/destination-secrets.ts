import type { Vault } from '../lib/vault.js'
import type { Destination, DestinationSecrets } from './tracking.js'

/** Seals a destination's secrets for its row; null when there are none. @param vault of purpose `destinations` */
export const sealSecrets = (vault: Vault, secrets: DestinationSecrets): string | null =>
  Object.keys(secrets).length > 0 ? vault.seal(JSON.stringify(secrets)) : null

/** A destination's secrets in clear; undefined when none of the installation's keys opens them. */
export function openSecrets(vault: Vault, { secrets }: Pick<Destination, 'secrets'>): DestinationSecrets | undefined {
  if (secrets === null) return {}
  const text = vault.open(secrets)
  return text === undefined ? undefined : (JSON.parse(text) as DestinationSecrets)
}
