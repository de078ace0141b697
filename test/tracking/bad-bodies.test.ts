import assert from 'node:assert/strict'
import { startServer, type TestServer } from '../helpers/server.js'
import { type Change, CONVERSION, CONVERSION_FAULTS, FBP, INVITE, LONG, PERSON, VALUE, VISIT, VISIT_FAULTS } from './faults.js'

/** A request that is refused: what is wrong with it, what is sent, and which field the message names. */
interface Refused {
  readonly what: string
  readonly method?: string
  readonly path: string
  /** As it is, when it is text. */
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
  readonly status: number
  readonly code: string
  /** How the message begins. */
  readonly names: string
}

describe('a tracking call that is not as it should be', () => {
  let server: TestServer
  let revoked: string
  let bot: { id: string }

  before(async () => {
    server = await startServer({ RATE_LIMITS: 'off', OUTBOUND_ALLOW: '127.0.0.0/8', TELEGRAM_BASE_URL: 'http://127.0.0.1:9' })
    const key = await server.manage<{ id: string; key: string }>('POST', '/tracking-keys', { name: 'Old', scope: 'account' })
    assert.equal(key.status, 201, JSON.stringify(key.body))
    revoked = key.body.key
    assert.equal((await server.manage('DELETE', `/tracking-keys/${key.body.id}`)).status, 200)
    bot = (await server.manage<{ id: string }>('POST', '/bots', { name: 'Shop', token: '123456:AAE-abcdefghijklmnopqrstuvwxyz012345' }))
      .body
    assert.match(bot.id, /^bot_/)
  })

  async function refuse({ what, method = 'POST', path, body, headers = {}, status, code, names }: Refused): Promise<void> {
    const { key, channelId } = server.demo.tracking
    const { trackingId } = server.demo.website
    // What only the running server knows stands in the table under names of its own.
    const known: Record<string, string> = { KEY: key, REVOKED: revoked, BOT: bot.id, ATID: trackingId }
    const filled = (text: string) => text.replace(/\{(\w+)\}/g, (whole, name: string) => known[name] ?? whole)
    const text = typeof body === 'string' ? body : JSON.stringify(body)?.replace('"channelId":"chan"', `"channelId":"${channelId}"`)
    const sent: Record<string, string> = { 'Content-Type': 'application/json', Authorization: 'Bearer {KEY}', ...headers }
    const response = await server.fetch(filled(path), {
      method,
      headers: Object.fromEntries(Object.entries(sent).map(([name, value]) => [name, filled(value)])),
      ...(text !== undefined && { body: filled(text) }),
    })
    const answer = (await response.json()) as { error?: { code: string; message: string } }
    const told = `${what}: ${response.status} ${JSON.stringify(answer)}`
    assert.equal(response.status, status, told)
    assert.deepEqual(Object.keys(answer), ['error'], told)
    assert.equal(answer.error?.code, code, told)
    assert.ok(answer.error.message.startsWith(names), told)
  }

  const changed = (path: string, whole: object, faults: readonly Change[], more: Partial<Refused> = {}): Refused[] =>
    faults.map(([what, change, names]) => ({
      what,
      path,
      body: { ...whole, ...change },
      status: 400,
      code: 'INVALID_PAYLOAD',
      names,
      ...more,
    }))

  const visit = '/api/v1/events/visit'
  const conversion = '/api/v1/events/conversion'
  const invalid = { status: 400, code: 'INVALID_PAYLOAD' }

  const groups: Record<string, Refused[]> = {
    'a conversion (recordConversion)': [
      ...changed(conversion, CONVERSION, [
        ['nobody', { telegramUserId: undefined }, 'telegramUserId: required'],
        ['a person in words', { telegramUserId: 'me' }, 'telegramUserId: must be integer'],
        ['a person who is null', { telegramUserId: null }, 'telegramUserId: must be integer'],
        ['half a person', { telegramUserId: 1.5 }, 'telegramUserId: must be integer'],
        ['a person below zero', { telegramUserId: -5 }, 'telegramUserId: must be >='],
        ['a person whose number is not exact', { telegramUserId: 2 ** 60 }, 'telegramUserId: must be <='],
        ['no channel, and a person whom nobody knows', { channelId: undefined }, 'channelId: required'],
        ['a website that there is not', { websiteId: 'site_other' }, 'websiteId: names no website'],
        ...CONVERSION_FAULTS,
      ]),
      {
        what: 'a channel that there is not',
        path: conversion,
        body: { ...CONVERSION, channelId: 'chan_other' },
        status: 404,
        code: 'CHANNEL_NOT_FOUND',
        names: 'channelId: ',
      },
      {
        what: 'an infinite value',
        path: conversion,
        body: `{"telegramUserId":5,"eventType":"Purchase","value":1e400,"currency":"EUR"}`,
        ...invalid,
        names: 'value: must be',
      },
      ...changed(conversion, CONVERSION, [['an address in the header that is none', {}, 'X-Adtarget-Client-IP: must be']], {
        headers: { 'X-Adtarget-Client-IP': 'my house' },
      }),
      ...changed(conversion, CONVERSION, [['an idempotency key without end', {}, 'Idempotency-Key: must']], {
        headers: { 'Idempotency-Key': 'k'.repeat(129) },
      }),
      ...changed(conversion, CONVERSION, [['an empty idempotency key', {}, 'Idempotency-Key: must']], {
        headers: { 'Idempotency-Key': '' },
      }),
    ],
    'an event of a lead (recordLeadEvent)': [
      ...changed(`/api/v1/leads/${PERSON}/events`, { ...CONVERSION, telegramUserId: undefined }, CONVERSION_FAULTS),
      {
        what: 'a lead that nobody knows',
        path: '/api/v1/leads/77/events',
        body: CONVERSION,
        status: 404,
        code: 'LEAD_NOT_FOUND',
        names: 'telegramUserId: ',
      },
      {
        what: 'a lead in words',
        path: '/api/v1/leads/me/events',
        body: CONVERSION,
        status: 404,
        code: 'LEAD_NOT_FOUND',
        names: 'telegramUserId: ',
      },
    ],
    'a late value (recordLateValue)': [
      ...changed(`/api/v1/leads/${PERSON}/conversions/tcv_1/value`, VALUE, [
        ['no value', { value: undefined }, 'value: required'],
        ['no currency', { currency: undefined }, 'currency: required'],
        ['a value in words', { value: '19.9 USD' }, 'value: must be number'],
        ['a value below zero', { value: -1 }, 'value: must be >= 0'],
        ['a currency that there is not', { currency: 'XQZ' }, 'currency: must be'],
        ['a content name that is an object', { contentName: {} }, 'contentName: must be string'],
      ]),
      {
        what: 'a lead that nobody knows',
        path: '/api/v1/leads/77/conversions/tcv_1/value',
        body: VALUE,
        status: 404,
        code: 'LEAD_NOT_FOUND',
        names: 'telegramUserId: ',
      },
    ],
    'a question for a lead (getLead)': [
      {
        what: 'one that nobody knows',
        method: 'GET',
        path: '/api/v1/leads/77',
        status: 404,
        code: 'LEAD_NOT_FOUND',
        names: 'telegramUserId: ',
      },
      { what: 'one in words', method: 'GET', path: '/api/v1/leads/me', status: 404, code: 'LEAD_NOT_FOUND', names: 'telegramUserId: ' },
    ],
    'a visit (recordVisit)': [
      ...changed(visit, VISIT, [
        ...VISIT_FAULTS,
        ['an address that is none', { clientIp: '1.2.3' }, 'clientIp: must be an IPv4 or IPv6 address'],
        ['a country that is a list', { country: ['US'] }, 'country: must be string'],
        ['a city without end', { city: LONG }, 'city: must NOT have more than'],
        ['a website that there is not', { siteId: 'atid_other' }, 'websiteId: names no website'],
      ]),
    ],
    'a visit that the page tells (recordTrackVisit)': [
      ...changed('/track/init?websiteId={ATID}', VISIT, VISIT_FAULTS, { headers: { 'Content-Type': 'text/plain' } }),
      ...changed('/track/init', VISIT, [
        ['no website', {}, 'websiteId: required'],
        ['a website that there is not', { websiteId: 'atid_other' }, 'websiteId: names no website'],
      ]),
      {
        what: 'a page of somebody else',
        path: '/track/init',
        body: { ...VISIT, websiteId: '{ATID}' },
        headers: { Origin: 'https://elsewhere.example' },
        status: 403,
        code: 'ORIGIN_NOT_ALLOWED',
        names: 'Origin: ',
      },
    ],
    'a visit through a proxy (recordProxiedVisit)': changed('/backend/track/init?websiteId={ATID}', VISIT, VISIT_FAULTS),
    "Meta's browser id (recordFbp, recordTrackFbp, recordProxiedFbp)": [
      '/api/v1/events/update-fbp',
      '/track/update-fbp?websiteId={ATID}',
      '/backend/track/update-fbp?websiteId={ATID}',
    ].flatMap(path =>
      changed(path, FBP, [
        ['nobody', { tempId: undefined }, 'tempId: required'],
        ['a visitor who is no UUID', { tempId: 'me' }, 'tempId: must be a valid uuid'],
        ['no browser id', { fbp: undefined }, 'fbp: required'],
        ['an empty browser id', { fbp: '' }, 'fbp: must NOT have fewer than 1'],
        ['a browser id that is a number', { fbp: 5 }, 'fbp: must be string'],
      ]),
    ),
    'an invite (createInvite)': [
      ...changed('/api/v1/events/invite', INVITE, [
        ['nobody', { tempId: undefined }, 'tempId: required'],
        ['a visitor who is no UUID', { tempId: '42' }, 'tempId: must be a valid uuid'],
        ['an address of no host', { href: 'http://' }, 'href: must be an http or https address'],
        ['an address of a file', { href: 'file:///etc/passwd' }, 'href: must be an http or https address'],
        ['an address that is none', { clientIp: '::g' }, 'clientIp: must be an IPv4 or IPv6 address'],
        ['a channel that is true', { channelId: true }, 'channelId: must be string'],
      ]),
      {
        what: 'a channel that there is not',
        path: '/api/v1/events/invite',
        body: { ...INVITE, channelId: '-100999' },
        status: 404,
        code: 'CHANNEL_NOT_FOUND',
        names: 'channelId: ',
      },
    ],
    'a way into a channel (getTrackInvite, getProxiedInvite)': ['/track/invite', '/backend/track/invite'].flatMap(path => [
      { what: 'no website', method: 'GET', path, ...invalid, names: 'websiteId: required' },
      { what: 'no website that there is', method: 'GET', path: `${path}?websiteId=x`, ...invalid, names: 'websiteId: names no website' },
      {
        what: 'a visitor who is no UUID',
        method: 'GET',
        path: `${path}?websiteId={ATID}&tempId=me`,
        ...invalid,
        names: 'tempId: must be a valid uuid',
      },
      {
        what: 'a channel that there is not',
        method: 'GET',
        path: `${path}?websiteId={ATID}&channelId=chan_other`,
        status: 404,
        code: 'CHANNEL_NOT_FOUND',
        names: 'channelId: ',
      },
    ]),
    'an update of Telegram (recordTelegramUpdate)': [
      {
        what: 'a bot that there is not',
        path: '/telegram/bot_other',
        body: {},
        status: 404,
        code: 'NOT_FOUND',
        names: 'There is no such bot',
      },
      {
        what: 'no secret',
        path: '/telegram/{BOT}',
        body: {},
        status: 401,
        code: 'INVALID_KEY',
        names: 'X-Telegram-Bot-Api-Secret-Token: ',
      },
      {
        what: 'a wrong secret',
        path: '/telegram/{BOT}',
        body: {},
        headers: { 'X-Telegram-Bot-Api-Secret-Token': 'x' },
        status: 401,
        code: 'INVALID_KEY',
        names: 'X-Telegram-Bot-Api-Secret-Token: ',
      },
    ],
    'any call': [
      ...[visit, conversion, '/api/v1/events/invite', '/api/v1/events/update-fbp'].flatMap(path => [
        { what: `nothing, to ${path}`, path, ...invalid, names: 'body: ' },
        { what: `half an object, to ${path}`, path, body: '{"href":', ...invalid, names: 'body: ' },
        { what: `a list, to ${path}`, path, body: [CONVERSION], ...invalid, names: 'body: must be object' },
        { what: `null, to ${path}`, path, body: 'null', ...invalid, names: 'body: ' },
        { what: `words, to ${path}`, path, body: '"href"', ...invalid, names: 'body: ' },
        {
          what: `more than 64 KiB, to ${path}`,
          path,
          body: { ...VISIT, referrer: 'x'.repeat(70_000) },
          status: 413,
          code: 'PAYLOAD_TOO_LARGE',
          names: 'body: ',
        },
        {
          what: `a form, to ${path}`,
          path,
          body: 'href=x',
          headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
          status: 415,
          code: 'UNSUPPORTED_MEDIA_TYPE',
          names: 'Content-Type: ',
        },
      ]),
      {
        what: 'no key',
        path: visit,
        body: VISIT,
        headers: { Authorization: '' },
        status: 401,
        code: 'AUTH_REQUIRED',
        names: 'Authorization: ',
      },
      {
        what: 'a key of another kind',
        path: visit,
        body: VISIT,
        headers: { Authorization: 'Bearer sk_live_abc' },
        status: 401,
        code: 'AUTH_REQUIRED',
        names: 'Authorization: ',
      },
      {
        what: 'a key as a password',
        path: visit,
        body: VISIT,
        headers: { Authorization: 'Basic {KEY}' },
        status: 401,
        code: 'AUTH_REQUIRED',
        names: 'Authorization: ',
      },
      {
        what: 'a key that is not ours',
        path: visit,
        body: VISIT,
        headers: { Authorization: `Bearer atk_live_abcdefgh_${'a'.repeat(32)}` },
        status: 401,
        code: 'INVALID_KEY',
        names: 'Authorization: ',
      },
      {
        what: 'a key that was revoked',
        path: visit,
        body: VISIT,
        headers: { Authorization: 'Bearer {REVOKED}' },
        status: 401,
        code: 'REVOKED_KEY',
        names: 'Authorization: ',
      },
      { what: 'another method', method: 'GET', path: visit, status: 405, code: 'METHOD_NOT_ALLOWED', names: '' },
      { what: 'an unknown path', path: '/track/nothing', body: {}, status: 404, code: 'NOT_FOUND', names: '' },
    ],
  }

  it('is shown by at least sixty of them', () => assert.ok(Object.values(groups).flat().length >= 60))

  for (const [group, rows] of Object.entries(groups))
    describe(group, () => {
      for (const row of rows) it(`with ${row.what} is ${row.status} ${row.code}`, () => refuse(row))
    })
})
