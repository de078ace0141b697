import type { Destination, DestinationSecrets, DestinationSettings, PlatformName } from '../catalogue/tracking.js'
import type { BodyOf, Request } from '../http/types.js'
import { Invalid } from '../lib/errors.js'
import { iso } from '../lib/time.js'

type Settings = Request<'createDestination'>['body']

const SECRETS = ['accessToken', 'developerToken', 'refreshToken', 'clientSecret'] as const

/** Fields whose change may be what the platform asked for when it refused us. */
const CREDENTIALS: ReadonlySet<string> = new Set([...SECRETS, 'accountId', 'clientId', 'conversionAction'])

/** The secrets that a body brings. */
export const secretsIn = (body: Partial<Settings>): DestinationSecrets =>
  Object.fromEntries(SECRETS.flatMap(name => (body[name] === undefined ? [] : [[name, body[name]]])))

/** Whether a change brings what a platform that refused us may accept. */
export const renewsCredentials = (body: object): boolean => Object.keys(body).some(name => CREDENTIALS.has(name))

/** The account as it is written in the platform's addresses. @throws Invalid naming the field */
export function readAccount(platform: PlatformName, accountId: string): string {
  if (platform !== 'google') return accountId
  const digits = accountId.replaceAll('-', '')
  if (!/^\d{1,20}$/.test(digits)) throw new Invalid('accountId: must be the digits of a Google Ads customer id')
  return digits
}

/** What is set and is no secret. */
export const readSettings = ({ testEventCode, conversionAction, clientId }: Partial<Settings>): DestinationSettings => ({
  ...(testEventCode != null && { testEventCode }),
  ...(conversionAction != null && { conversionAction }),
  ...(clientId != null && { clientId }),
})

/** The first field without which the platform can not be called, or undefined. */
export function missingField(platform: PlatformName, settings: DestinationSettings, secrets: DestinationSecrets): string | undefined {
  if (platform !== 'google') return secrets.accessToken === undefined ? 'accessToken' : undefined
  if (settings.conversionAction === undefined) return 'conversionAction'
  if (secrets.developerToken === undefined) return 'developerToken'
  if (secrets.accessToken !== undefined) return undefined
  if (secrets.refreshToken === undefined) return 'accessToken'
  if (settings.clientId === undefined) return 'clientId'
  return secrets.clientSecret === undefined ? 'clientSecret' : undefined
}

/** A destination as the contract shows it: without its secrets. */
export const presentDestination = (destination: Destination): BodyOf<'getDestination', 200> => ({
  id: destination.id,
  websiteId: destination.website,
  platform: destination.platform,
  accountId: destination.accountId,
  testEventCode: destination.settings.testEventCode ?? null,
  enabled: destination.enabled,
  conversionAction: destination.settings.conversionAction ?? null,
  clientId: destination.settings.clientId ?? null,
  state: destination.state,
  stateReason: destination.stateReason,
  createdAt: iso(destination.createdAt),
  updatedAt: iso(destination.updatedAt),
})
