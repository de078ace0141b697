import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort, type ServerProcess, startProcess } from '../../scripts/bench/process.js'
import { Double } from './double.js'
import { meta } from './meta.js'
import { services } from './services.js'
import { chatMember, deliver, joinRequest } from './updates.js'

const HASH = 'a'.repeat(64)
const NOW = Date.UTC(2026, 10, 21, 12)
const T = NOW / 1000
const TOKEN = '123456:ABCDEFGHIJKLMNOPQRSTUVWXYZabcdef'

type Name = keyof typeof services
interface Wanted {
  path: string
  headers?: Record<string, string>
  body: unknown
}

const json = { 'content-type': 'application/json' }

/** A request that each service takes. */
const metaEvent = {
  event_name: 'Lead',
  event_time: T,
  event_id: 'e1',
  action_source: 'system_generated',
  user_data: { external_id: [HASH] },
}
const tiktokEvent = { event: 'SubmitForm', event_time: T, event_id: 'e1', user: { external_id: HASH } }
const snapEvent = { event_name: 'SIGN_UP', event_time: T, event_id: 'e1', action_source: 'OFFLINE', user_data: { em: [HASH] } }
const googleEvent = {
  conversionAction: 'customers/1/conversionActions/2',
  conversionDateTime: '2026-11-21 12:00:00+00:00',
  orderId: 'e1',
  gclid: 'g',
}
const requests = {
  meta: (...data: object[]): Wanted => ({ path: '/v26.0/42/events?access_token=t', body: { data } }),
  tiktok: (...data: object[]): Wanted => ({
    path: '/open_api/v1.3/event/track/',
    headers: { 'access-token': 't' },
    body: { event_source: 'web', event_source_id: 'C1', data },
  }),
  snapchat: (...data: object[]): Wanted => ({ path: '/v3/42/events?access_token=t', body: { data } }),
  google: (...conversions: object[]): Wanted => ({
    path: '/v26/customers/1:uploadClickConversions',
    headers: { authorization: 'Bearer t', 'developer-token': 'd' },
    body: { conversions, partialFailure: true },
  }),
}

describe('a double', () => {
  const doubles = new Map<Name, Double>()
  before(async () => {
    for (const name of Object.keys(services) as Name[]) doubles.set(name, await Double.start(services[name], { now: () => NOW }))
  })
  beforeEach(() => {
    for (const double of doubles.values()) double.forget()
  })
  after(async () => {
    for (const double of doubles.values()) await double.close()
  })

  const post = async (name: Name, { path, headers, body }: Wanted) => {
    const response = await fetch(doubles.get(name)!.url + path, {
      method: 'POST',
      headers: { ...json, ...headers },
      body: JSON.stringify(body),
    })
    return { status: response.status, text: await response.text() }
  }
  const refuses = async (name: Name, wanted: Wanted, what: RegExp) => {
    const { text } = await post(name, wanted)
    assert.match(text, what)
    assert.equal(doubles.get(name)!.received.size, 0, 'took it all the same')
  }

  const bad: [Name, string, Wanted, RegExp][] = [
    [
      'meta',
      'an event of eight days, and the good one beside it',
      requests.meta(metaEvent, { ...metaEvent, event_time: T - 8 * 86_400 }),
      /data\[1\].event_time is more than 7 days ago.*"code":100/,
    ],
    ['meta', 'milliseconds', requests.meta({ ...metaEvent, event_time: NOW }), /in the future/],
    [
      'meta',
      'a digest in upper case',
      requests.meta({ ...metaEvent, user_data: { em: ['A'.repeat(64)] } }),
      /user_data.em must be SHA-256/,
    ],
    [
      'meta',
      'a clear e-mail address',
      requests.meta({ ...metaEvent, user_data: { em: 'john@example.com' } }),
      /user_data.em must be SHA-256/,
    ],
    ['meta', 'a hashed address', requests.meta({ ...metaEvent, user_data: { client_ip_address: HASH } }), /must be an IP address/],
    ['meta', 'a website event without a page', requests.meta({ ...metaEvent, action_source: 'website' }), /event_source_url is required/],
    ['meta', 'a purchase without money', requests.meta({ ...metaEvent, event_name: 'Purchase' }), /needs value and currency/],
    [
      'meta',
      'a parameter that it does not know',
      requests.meta({ ...metaEvent, email: 'john@example.com' }),
      /email is not a known parameter/,
    ],
    ['meta', 'more than a thousand', requests.meta(...Array(1001).fill(metaEvent)), /1000 at most/],
    ['tiktok', 'a hashed click id', requests.tiktok({ ...tiktokEvent, user: { ttclid: HASH } }), /ttclid must not be hashed/],
    ['tiktok', 'no event id', requests.tiktok({ ...tiktokEvent, event_id: undefined }), /"code":40002.*event_id is required/],
    ['snapchat', 'a name that is not its own', requests.snapchat({ ...snapEvent, event_name: 'Lead' }), /not one of Snapchat/],
    ['snapchat', 'nobody to match', requests.snapchat({ ...snapEvent, user_data: { external_id: [HASH] } }), /must have em, ph/],
    [
      'google',
      'a request without partial failure',
      { ...requests.google(), body: { conversions: [googleEvent] } },
      /PARTIAL_FAILURE_MODE_REQUIRED/,
    ],
    [
      'google',
      'a time of another form',
      requests.google({ ...googleEvent, conversionDateTime: '2026-11-21T12:00:00Z' }),
      /must be yyyy-mm-dd/,
    ],
    [
      'telegram',
      'a limit on a link that asks',
      { path: `/bot${TOKEN}/createChatInviteLink`, body: { chat_id: -1, member_limit: 1, creates_join_request: true } },
      /member limit can't be specified/,
    ],
  ]
  for (const [name, what, wanted, fault] of bad) it(`of ${name} refuses ${what}`, () => refuses(name, wanted, fault))

  const good: [Name, Wanted][] = [
    ['meta', requests.meta(metaEvent)],
    ['tiktok', requests.tiktok(tiktokEvent)],
    ['snapchat', requests.snapchat(snapEvent)],
    ['google', requests.google(googleEvent)],
  ]
  for (const [name, wanted] of good) {
    it(`of ${name} counts a repeat once`, async () => {
      await post(name, wanted)
      assert.equal((await post(name, wanted)).status, 200)
      const [only, ...more] = doubles.get(name)!.list()
      assert.deepEqual([only?.id, only?.counted, more], ['e1', 1, []])
    })
    it(`of ${name} refuses a token that was revoked, until it is restored`, async () => {
      const control = (body: object) => post(name, { path: '/__control', body })
      await control({ revoke: ['t'] })
      await refuses(name, wanted, /190|40105|access token|OAUTH_TOKEN_INVALID/)
      await control({ restore: ['t'] })
      await post(name, wanted)
      assert.equal(doubles.get(name)!.received.size, 1)
    })
  }

  it('counts a repeat again once its window has passed', async () => {
    let now = NOW
    const double = await Double.start(meta, { now: () => now })
    const send = (time: number) =>
      fetch(`${double.url}/v26.0/42/events?access_token=t`, {
        method: 'POST',
        headers: json,
        body: JSON.stringify(requests.meta({ ...metaEvent, event_time: time }).body),
      })
    await send(T)
    now += 48 * 3_600_000 + 1
    await send(T)
    assert.equal(double.list()[0]?.counted, 2)
    await double.close()
  })

  it('fails so often as it is told, and then no more', async () => {
    await post('meta', { path: '/__control', body: { mood: { mode: 'fail', status: 503, times: 2 } } })
    const statuses = []
    for (let n = 0; n < 3; n++) statuses.push((await post('meta', requests.meta(metaEvent))).status)
    assert.deepEqual(statuses, [503, 503, 200])
  })

  it('takes what it never answers, and nothing of what it breaks off', async () => {
    const double = doubles.get('meta')!
    await post('meta', { path: '/__control', body: { mood: { mode: 'reset', times: 1 } } })
    await assert.rejects(post('meta', requests.meta(metaEvent)))
    assert.equal(double.received.size, 0)
    for (const mode of ['lose', 'hang']) {
      await post('meta', { path: '/__control', body: { mood: { mode, times: 1 } } })
      const answer = fetch(`${double.url}${requests.meta().path}`, {
        method: 'POST',
        headers: json,
        body: JSON.stringify(requests.meta({ ...metaEvent, event_id: mode }).body),
        signal: AbortSignal.timeout(300),
      })
      await assert.rejects(answer)
      assert.ok(double.list().some(({ id }) => id === mode))
    }
  })

  it('has enough of too many calls in a second', async () => {
    const double = doubles.get('meta')!
    double.perSecond = 2
    const texts = []
    for (let n = 0; n < 3; n++) texts.push((await post('meta', requests.meta(metaEvent))).text)
    double.perSecond = Number.POSITIVE_INFINITY
    assert.match(texts.at(-1)!, /"code":4,/)
  })

  it('of Google gives out tokens for a refresh token, and says which order ids it has counted', async () => {
    const form = { grant_type: 'refresh_token', refresh_token: 'r', client_id: 'c', client_secret: 's' }
    const response = await fetch(`${doubles.get('google')!.url}/token`, { method: 'POST', body: new URLSearchParams(form) })
    const { access_token: token } = (await response.json()) as { access_token: string }
    const wanted = { ...requests.google(googleEvent), headers: { authorization: `Bearer ${token}`, 'developer-token': 'd' } }
    await post('google', wanted)
    assert.match((await post('google', wanted)).text, /ORDER_ID_ALREADY_IN_USE/)
  })

  it('of Telegram makes links, tells a webhook of joins, and approves only who asked', async () => {
    const double = doubles.get('telegram')!
    const call = async (method: string, body: object) => JSON.parse((await post('telegram', { path: `/bot${TOKEN}/${method}`, body })).text)
    await assert.rejects(deliver(double, TOKEN, chatMember({ chatId: -1, userId: 7, to: 'member' })), /no webhook/)
    await call('setWebhook', { url: `${double.url}/__calls`, secret_token: 'shh', allowed_updates: ['chat_member', 'chat_join_request'] })
    const { result } = await call('createChatInviteLink', { chat_id: '-1', member_limit: 1, expire_date: T + 60 })
    assert.match(result.invite_link, /^https:\/\/t\.me\/\+/)
    const told = await deliver(double, TOKEN, chatMember({ chatId: -1, userId: 7, link: result.invite_link, to: 'member' }))
    assert.equal(told.status, 200)
    assert.equal((await call('approveChatJoinRequest', { chat_id: -1, user_id: 7 })).ok, false)
    await deliver(double, TOKEN, joinRequest(double, { chatId: -1, userId: 7, link: result.invite_link }))
    assert.equal((await call('approveChatJoinRequest', { chat_id: -1, user_id: 7 })).ok, true)
  })
})

describe('a double in a process of its own', function () {
  this.timeout(30_000)
  const folder = mkdtempSync(join(tmpdir(), 'throughline-double-'))
  after(() => rmSync(folder, { recursive: true, force: true }))

  it('still knows after SIGKILL what it has answered', async () => {
    const port = await freePort()
    const start = (): Promise<ServerProcess> =>
      startProcess(['--import', 'tsx', 'test/doubles/main.ts', 'meta', '--state', join(folder, 'meta.jsonl')], port)
    const wanted = requests.meta({ ...metaEvent, event_time: Math.floor(Date.now() / 1000) })
    const first = await start()
    await fetch(`http://127.0.0.1:${port}${wanted.path}`, { method: 'POST', headers: json, body: JSON.stringify(wanted.body) })
    first.child.kill('SIGKILL')
    const second = await start()
    const { received } = (await (await fetch(`http://127.0.0.1:${port}/__received`)).json()) as {
      received: { id: string; times: number }[]
    }
    await second.stop()
    assert.deepEqual(
      received.map(({ id, times }) => [id, times]),
      [['e1', 1]],
    )
  })
})
