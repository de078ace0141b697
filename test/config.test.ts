import assert from 'node:assert/strict'
import { ConfigError, loadConfig } from '../src/config.js'

/** The lines of the error about this environment, without the first. */
function faults(env: Record<string, string>): string[] {
  try {
    loadConfig(env)
  } catch (error) {
    assert.ok(error instanceof ConfigError)
    return error.message
      .split('\n')
      .slice(1)
      .map(line => line.trim())
  }
  return []
}

describe('loadConfig', () => {
  it('runs on defaults alone', () => {
    assert.deepEqual(loadConfig({}), {
      port: 8080,
      host: undefined,
      publicUrl: undefined,
      dataDir: './data',
      database: { file: 'data/throughline.db' },
      redisUrl: undefined,
      trustProxy: { hops: 0 },
      secretKeys: [],
      geo: { providers: ['mmdb'] },
      logLevel: 'info',
      role: 'all',
      demo: 'auto',
      rateLimits: true,
      replyValidation: 'sample',
      metricsToken: undefined,
      journalRetentionDays: 0,
      trackingApi: true,
      baseUrls: {
        meta: 'https://graph.facebook.com',
        tiktok: 'https://business-api.tiktok.com',
        snapchat: 'https://tr.snapchat.com',
        google: 'https://googleads.googleapis.com',
        telegram: 'https://api.telegram.org',
      },
      outboundAllow: [],
    })
  })

  it('takes every setting', () => {
    const key = 'k'.repeat(32)
    const config = loadConfig({
      PORT: '9000',
      HOST: '127.0.0.1',
      PUBLIC_URL: 'https://ads.example/base/',
      DATA_DIR: '/var/lib/throughline',
      DATABASE_URL: 'postgres://user:secret@db:5432/throughline',
      REDIS_URL: 'redis://cache:6379',
      TRUST_PROXY: '2',
      SECRET_KEY: `${key}1, ${key}2`,
      GEO_PROVIDERS: 'cdn, mmdb',
      GEO_MMDB: '/geo/city.mmdb',
      GEO_TABLE: '/geo/table.json',
      LOG_LEVEL: 'debug',
      ROLE: 'api',
      DEMO: 'off',
      RATE_LIMITS: 'off',
      RESPONSE_VALIDATION: 'all',
      METRICS_TOKEN: 'token',
      JOURNAL_RETENTION_DAYS: '90',
      TRACKING_API: 'off',
      META_BASE_URL: 'http://127.0.0.1:9001/',
      TIKTOK_BASE_URL: 'http://127.0.0.1:9002',
      SNAPCHAT_BASE_URL: 'http://127.0.0.1:9003',
      GOOGLE_ADS_BASE_URL: 'http://127.0.0.1:9004',
      TELEGRAM_BASE_URL: 'https://bots.example/api/',
      OUTBOUND_ALLOW: '127.0.0.0/8, ::1',
    })
    const allowed = config.outboundAllow.map(([base, length]) => `${base}/${length}`)
    assert.deepEqual(allowed, ['127.0.0.0/8', '::1/128'])
    assert.deepEqual(
      { ...config, outboundAllow: undefined },
      {
        port: 9000,
        host: '127.0.0.1',
        publicUrl: 'https://ads.example/base',
        dataDir: '/var/lib/throughline',
        database: { url: 'postgres://user:secret@db:5432/throughline', file: '/var/lib/throughline/throughline.db' },
        redisUrl: 'redis://cache:6379',
        trustProxy: { hops: 2 },
        secretKeys: [`${key}1`, `${key}2`],
        geo: { providers: ['cdn', 'mmdb'], mmdbPath: '/geo/city.mmdb', tablePath: '/geo/table.json' },
        logLevel: 'debug',
        role: 'api',
        demo: 'off',
        rateLimits: false,
        replyValidation: 'all',
        metricsToken: 'token',
        journalRetentionDays: 90,
        trackingApi: false,
        baseUrls: {
          meta: 'http://127.0.0.1:9001',
          tiktok: 'http://127.0.0.1:9002',
          snapchat: 'http://127.0.0.1:9003',
          google: 'http://127.0.0.1:9004',
          telegram: 'https://bots.example/api',
        },
        outboundAllow: undefined,
      },
    )
  })

  it('counts an empty or blank variable as absent', () => {
    assert.deepEqual(loadConfig({ PORT: '', DATABASE_URL: ' ', SECRET_KEY: '', TRUST_PROXY: '', GEO_PROVIDERS: '' }), loadConfig({}))
  })

  it('can not be changed afterwards', () => {
    assert.throws(() => Object.assign(loadConfig({}), { port: 1 }), TypeError)
  })

  for (const [name, text, message] of [
    ['PORT', '80a', /whole number from 0 to 65535, not "80a"/],
    ['PORT', '65536', /whole number/],
    ['PORT', '-1', /whole number/],
    ['PORT', '80.5', /whole number/],
    ['PUBLIC_URL', 'ads.example', /URL with http: or https:/],
    ['PUBLIC_URL', 'ftp://ads.example', /URL with http: or https:/],
    ['DATABASE_URL', 'mysql://db/throughline', /URL with postgres: or postgresql:/],
    ['DATABASE_URL', './throughline.db', /URL with postgres:/],
    ['REDIS_URL', 'http://cache', /URL with redis: or rediss:/],
    ['TRUST_PROXY', 'yes', /number of proxies \(1\) or a list of networks .*"yes"/],
    ['TRUST_PROXY', '99', /at most 16 proxies/],
    ['TRUST_PROXY', '10.0.0.0/33', /list of networks/],
    ['SECRET_KEY', 'short', /at least 32 characters/],
    ['SECRET_KEY', `${'k'.repeat(32)},`, /at least 32 characters/],
    ['LOG_LEVEL', 'loud', /one of trace, debug, .*, not "loud"/],
    ['ROLE', 'web', /one of all, api, worker/],
    ['DEMO', 'yes', /one of on, off, auto/],
    ['RATE_LIMITS', 'false', /one of on, off/],
    ['RESPONSE_VALIDATION', 'on', /one of off, sample, all/],
    ['JOURNAL_RETENTION_DAYS', '1.5', /whole number from 0 to 36500/],
    ['JOURNAL_RETENTION_DAYS', 'never', /whole number/],
    ['TRACKING_API', 'no', /one of on, off/],
    ['META_BASE_URL', 'graph.facebook.com', /URL with http: or https:/],
    ['TIKTOK_BASE_URL', 'ftp://tiktok.example', /URL with http: or https:/],
    ['SNAPCHAT_BASE_URL', 'x', /URL with http: or https:/],
    ['GOOGLE_ADS_BASE_URL', '//google', /URL with http: or https:/],
    ['TELEGRAM_BASE_URL', 'localhost', /URL with http: or https:/],
    ['OUTBOUND_ALLOW', 'localhost', /list of networks .*"localhost" is none/],
    ['OUTBOUND_ALLOW', '127.0.0.0/8,', /list of networks .*"" is none/],
    ['OUTBOUND_ALLOW', '10.0.0.0/40', /list of networks .*"10.0.0.0\/40"/],
  ] as const)
    it(`names ${name} when it is "${text.slice(0, 20)}"`, () => {
      const [fault = '', ...others] = faults({ [name]: text })
      assert.equal(fault.split(':')[0], name)
      assert.match(fault, message)
      assert.deepEqual(others, [])
    })

  it('names all faults at once', () => {
    const env = {
      PORT: 'x',
      PUBLIC_URL: 'x',
      DATABASE_URL: 'x',
      REDIS_URL: 'x',
      TRUST_PROXY: 'x',
      SECRET_KEY: 'x',
      LOG_LEVEL: 'x',
      ROLE: 'x',
    }
    assert.deepEqual(
      faults(env)
        .map(fault => fault.split(':')[0])
        .sort(),
      Object.keys(env).sort(),
    )
  })

  it('tells no secret in its complaints', () => {
    const told = faults({ SECRET_KEY: 'hush-hush', DATABASE_URL: 'mysql://user:hush-hush@db/x', REDIS_URL: 'http://:hush-hush@cache' })
    assert.equal(told.length, 3)
    assert.doesNotMatch(told.join(), /hush/)
  })
})
