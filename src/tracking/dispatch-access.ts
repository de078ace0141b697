import { openSecrets } from '../catalogue/destination-secrets.js'
import type { Destination, PlatformName } from '../catalogue/tracking.js'
import type { Vault } from '../lib/vault.js'
import type { Outcome } from '../outbound/exchange.js'
import type { Outbound } from '../outbound/outbound.js'
import { counts, withoutAnswer } from './dispatch-rules.js'
import type { Access, Platform } from './platforms/platform.js'

interface Needs {
  readonly outbound: Outbound
  /** Opens the secrets of destinations. */
  readonly vault: Vault
  readonly platforms: Readonly<Record<PlatformName, Platform>>
  readonly baseUrls: Readonly<Record<PlatformName, string>>
}

/** Access for one request, or why there is none. `renewable`: its token was asked for some time ago, so that another may do better. */
export type Admission =
  | { readonly kind: 'open'; readonly access: Access; readonly renewable: boolean }
  | { readonly kind: 'closed'; readonly outcome: Outcome; readonly counted: boolean }

interface Token {
  /** The secrets by which it was asked for, sealed: others have a token of their own. */
  readonly by: string | null
  readonly accessToken: string
  readonly until: number
}

/** Opens destinations for sending: their secrets in clear and, where a platform's tokens live shortly, one that is valid. */
export class DispatchAccess {
  private readonly tokens = new Map<string, Token>()

  constructor(private readonly needs: Needs) {}

  platformOf({ platform }: Pick<Destination, 'platform'>): Platform {
    return this.needs.platforms[platform]
  }

  /** Without a token that would have to be asked for. @returns undefined when the secrets can't be opened by the keys of this installation */
  secretsOf(destination: Destination): Access | undefined {
    const { accountId, settings, platform } = destination
    const secrets = openSecrets(this.needs.vault, destination)
    return secrets && { accountId, settings, secrets, baseUrl: this.needs.baseUrls[platform] }
  }

  async admit(destination: Destination, now: number): Promise<Admission> {
    const access = this.secretsOf(destination)
    if (!access) return closed({ kind: 'credentials', reason: 'the stored token can not be opened with the present SECRET_KEY' })
    const platform = this.platformOf(destination)
    const request = platform.authorize?.(access)
    if (!request || !platform.readToken) return { kind: 'open', access, renewable: false }
    const known = this.tokens.get(destination.id)
    if (known && known.by === destination.secrets && known.until > now) return withToken(access, known.accessToken, true)

    const exchange = await this.needs.outbound.send(request, { destination: destination.id })
    if (exchange.kind !== 'answered') return closed(withoutAnswer(exchange), counts(exchange))
    const grant = platform.readToken(exchange.answer)
    if (grant.kind !== 'granted') return closed(grant)
    this.tokens.set(destination.id, { by: destination.secrets, accessToken: grant.accessToken, until: now + grant.expiresInMs })
    return withToken(access, grant.accessToken, false)
  }

  /** The platform did not take the token. */
  forget(destination: Destination): void {
    this.tokens.delete(destination.id)
  }
}

const closed = (outcome: Outcome, counted = true): Admission => ({ kind: 'closed', outcome, counted })

const withToken = (access: Access, accessToken: string, renewable: boolean): Admission => ({
  kind: 'open',
  access: { ...access, secrets: { ...access.secrets, accessToken } },
  renewable,
})
