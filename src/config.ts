import { join } from 'node:path'
import { parseTrustProxy, type TrustProxy } from './http/client-address.js'
import { type Network, parseNetwork } from './lib/address.js'

/** Every setting of the server. `platform.md` of the contracts and the README list the variables they are read from. */
export interface Config {
  readonly port: number
  readonly host: string | undefined
  /** Base of the absolute URLs we hand out, without a slash at its end; undefined: `http://localhost:<port>`. */
  readonly publicUrl: string | undefined
  readonly dataDir: string
  readonly database: { readonly url?: string; readonly file: string }
  readonly redisUrl: string | undefined
  readonly trustProxy: TrustProxy
  /** Newest first; empty: one is made and kept in `dataDir`. */
  readonly secretKeys: readonly string[]
  readonly geo: { readonly providers: string[]; readonly mmdbPath?: string; readonly tablePath?: string }
  readonly logLevel: string
  readonly role: 'all' | 'api' | 'worker'
  /** `auto`: on an empty embedded database. */
  readonly demo: 'on' | 'off' | 'auto'
  readonly rateLimits: boolean
  readonly replyValidation: 'off' | 'sample' | 'all'
  readonly metricsToken: string | undefined
  /** Days after which journal rows are deleted; 0: never. */
  readonly journalRetentionDays: number
  /** Off: the tracking API answers that it is switched off. */
  readonly trackingApi: boolean
  /** Where other services are, without a slash at the end. */
  readonly baseUrls: Readonly<Record<'meta' | 'tiktok' | 'snapchat' | 'google' | 'telegram', string>>
  /** Networks that outgoing calls may reach although they are not public. */
  readonly outboundAllow: readonly Network[]
}

/** All faults of the environment in one error, so that a person mends them in one go. */
export class ConfigError extends Error {}

/**
 * Reads the settings. The only reader of environment variables in the program.
 * @throws ConfigError listing every variable that is wrong
 */
export function loadConfig(env: Readonly<Record<string, string | undefined>> = process.env): Config {
  const faults: string[] = []
  const read = (name: string) => env[name]?.trim() || undefined

  /** One setting through its parser; a fault is noted and the default stands in until all are known. */
  function setting<T>(name: string, fallback: T, parse: (text: string) => T): T {
    const text = read(name)
    if (text === undefined) return fallback
    try {
      return parse(text)
    } catch (error) {
      faults.push(`${name}: ${(error as Error).message}`)
      return fallback
    }
  }
  const oneOf = <T extends string>(name: string, choices: readonly T[], fallback: T): T =>
    setting(name, fallback, text => {
      const choice = choices.find(value => value === text)
      if (choice === undefined) throw new Error(`must be one of ${choices.join(', ')}, not "${text}"`)
      return choice
    })
  const whole = (name: string, fallback: number, least: number, most: number): number =>
    setting(name, fallback, text => {
      const value = Number(text)
      if (!Number.isInteger(value) || value < least || value > most)
        throw new Error(`must be a whole number from ${least} to ${most}, not "${text}"`)
      return value
    })
  const url = (name: string, protocols: readonly string[]): string | undefined =>
    setting<string | undefined>(name, undefined, text => parseUrl(text, protocols))
  const service = (name: string, real: string): string => setting(name, real, text => parseUrl(text, ['http:', 'https:']))

  const dataDir = read('DATA_DIR') ?? './data'
  const databaseUrl = url('DATABASE_URL', ['postgres:', 'postgresql:'])
  const mmdbPath = read('GEO_MMDB')
  const tablePath = read('GEO_TABLE')
  const config: Config = {
    port: whole('PORT', 8080, 0, 65535),
    host: read('HOST'),
    publicUrl: url('PUBLIC_URL', ['http:', 'https:']),
    dataDir,
    database: { ...(databaseUrl !== undefined && { url: databaseUrl }), file: join(dataDir, 'throughline.db') },
    redisUrl: url('REDIS_URL', ['redis:', 'rediss:']),
    trustProxy: setting('TRUST_PROXY', parseTrustProxy(undefined), parseTrustProxy),
    secretKeys: setting<readonly string[]>('SECRET_KEY', [], text => {
      const keys = text.split(',').map(key => key.trim())
      if (keys.some(key => key.length < 32)) throw new Error('each key must have at least 32 characters')
      return keys
    }),
    geo: {
      providers: setting('GEO_PROVIDERS', ['mmdb'], text => text.split(',').map(name => name.trim())),
      ...(mmdbPath !== undefined && { mmdbPath }),
      ...(tablePath !== undefined && { tablePath }),
    },
    logLevel: oneOf('LOG_LEVEL', ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'], 'info'),
    role: oneOf('ROLE', ['all', 'api', 'worker'], 'all'),
    demo: oneOf('DEMO', ['on', 'off', 'auto'], 'auto'),
    rateLimits: oneOf('RATE_LIMITS', ['on', 'off'], 'on') === 'on',
    replyValidation: oneOf('RESPONSE_VALIDATION', ['off', 'sample', 'all'], 'sample'),
    metricsToken: read('METRICS_TOKEN'),
    journalRetentionDays: whole('JOURNAL_RETENTION_DAYS', 0, 0, 36_500),
    trackingApi: oneOf('TRACKING_API', ['on', 'off'], 'on') === 'on',
    baseUrls: {
      meta: service('META_BASE_URL', 'https://graph.facebook.com'),
      tiktok: service('TIKTOK_BASE_URL', 'https://business-api.tiktok.com'),
      snapchat: service('SNAPCHAT_BASE_URL', 'https://tr.snapchat.com'),
      google: service('GOOGLE_ADS_BASE_URL', 'https://googleads.googleapis.com'),
      telegram: service('TELEGRAM_BASE_URL', 'https://api.telegram.org'),
    },
    outboundAllow: setting<readonly Network[]>('OUTBOUND_ALLOW', [], text => text.split(',').map(word => toNetwork(word.trim()))),
  }
  if (faults.length > 0) throw new ConfigError(`These settings can't be used:\n${faults.map(fault => `  ${fault}`).join('\n')}`)
  return Object.freeze(config)
}

function parseUrl(text: string, protocols: readonly string[]): string {
  if (!URL.canParse(text) || !protocols.includes(new URL(text).protocol)) throw new Error(`must be a URL with ${protocols.join(' or ')}`)
  return text.replace(/\/+$/, '')
}

function toNetwork(text: string): Network {
  const network = parseNetwork(text)
  if (network === undefined) throw new Error(`must be a list of networks (127.0.0.0/8, fd00::/8): "${text}" is none`)
  return network
}
