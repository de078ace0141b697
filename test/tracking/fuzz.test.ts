import assert from 'node:assert/strict'
import fc from 'fast-check'
import { startServer, type TestServer } from '../helpers/server.js'
import { CONVERSION, FBP, PERSON, VALUE, VISIT } from './faults.js'

/** The same bodies in every run, unless told otherwise; what fails says its seed. */
const SEED = Number(process.env.FUZZ_SEED ?? 20_261_121)
const RUNS = Number(process.env.FUZZ_RUNS ?? 150)

/** What an engine or a parser has been known to stumble over. */
const NASTY = [
  '',
  ' ',
  '\u0000',
  'a\u0000b',
  '\ud800',
  '\udc00x',
  '\uffff',
  '__proto__',
  'constructor',
  '{{7*7}}',
  "'; drop table visits; --",
  '../../etc/passwd',
  'https://localhost/%',
  'https://localhost/?fbclid=%00&gclid=%ff',
  'https://[::1',
  'http://a b/',
  'x'.repeat(9000),
]
const NUMBERS = [0, -0, -1, 1.5, 2 ** 31, 2 ** 53, 2 ** 63, 1e21, 1e300, 5e-324, Date.now()]

const text = fc.oneof(fc.string({ unit: 'binary', maxLength: 60 }), fc.string({ maxLength: 60 }), fc.constantFrom(...NASTY))
const anything = fc.oneof(
  text,
  fc.oneof(fc.constantFrom(...NUMBERS), fc.double({ noNaN: true, noDefaultInfinity: true }), fc.integer()),
  fc.constantFrom<unknown>(null, true, false, [], {}),
  fc.jsonValue({ maxDepth: 3, noUnicodeString: false }),
)

/** A field of another operation, which is none of this one: nobody has looked at what it holds. */
const stranger = (fields: readonly string[]) => fc.constantFrom(...EVERY.filter(name => !fields.includes(name)))

/** A body in which nothing is wrong, with some fields spoilt, some taken away and some that nobody asked for. */
const spoilt = (whole: Readonly<Record<string, unknown>>, fields: readonly string[]) =>
  fc.oneof(
    {
      arbitrary: fc.dictionary(fc.constantFrom(...fields), anything, { maxKeys: 4 }).map(changes => ({ ...whole, ...changes })),
      weight: 6,
    },
    { arbitrary: fc.subarray(Object.keys(whole)).map(kept => Object.fromEntries(kept.map(name => [name, whole[name]]))), weight: 1 },
    { arbitrary: fc.dictionary(text, anything, { maxKeys: 4 }).map(more => ({ ...more, ...whole })), weight: 1 },
    { arbitrary: fc.dictionary(stranger(fields), anything, { minKeys: 5 }).map(more => ({ ...more, ...whole })), weight: 2 },
    { arbitrary: anything, weight: 1 },
  )

const WEBSITE = ['websiteId', 'siteId']
const DEVICE = ['clientIp', 'userAgent']
const PLACE = ['country', 'city', 'region']
const CUSTOMER = ['externalUserId', 'landingPage']
const CLICK = ['fbc', 'fbp', 'gclid', 'ttclid', 'sccid']
const PAGE = ['tempId', 'clientSessionId', 'href', 'referrer', ...CLICK, 'utmSource', 'utmMedium', 'utmCampaign', 'utmContent', 'utmTerm']
const AMOUNT = ['value', 'currency', 'contentName']
const EVENT = [
  ...['telegramUserId', 'channelId', 'eventType', 'customEventName', 'pii', 'externalUserId', 'eventTime', 'eventSourceUrl'],
  ...[...WEBSITE, ...AMOUNT, ...CLICK, ...DEVICE],
]
const EVERY = [...new Set([...WEBSITE, ...DEVICE, ...PLACE, ...CUSTOMER, ...PAGE, ...EVENT])]

const member = { id: PERSON, is_bot: false, first_name: 'A' }
const UPDATE = {
  update_id: 1,
  chat_member: {
    chat: { id: -1001234567890, type: 'channel' },
    from: member,
    date: 1_772_368_380,
    old_chat_member: { user: member, status: 'left' },
    new_chat_member: { user: member, status: 'member' },
    invite_link: { invite_link: 'https://t.me/+Qz1mVb0xk5ZjYmRk', creator: member },
  },
}

describe('a body of any kind is answered, and never by an error of ours', function () {
  this.timeout(120_000)
  let server: TestServer
  let bot: { id: string; webhookSecret: string }
  let conversionId: string

  before(async () => {
    server = await startServer({
      RATE_LIMITS: 'off',
      OUTBOUND_ALLOW: '127.0.0.0/8',
      TELEGRAM_BASE_URL: 'http://127.0.0.1:9',
      RESPONSE_VALIDATION: 'all',
    })
    bot = (await server.manage<typeof bot>('POST', '/bots', { name: 'Shop', token: '123456:AAE-abcdefghijklmnopqrstuvwxyz012345' })).body
    assert.match(bot.id, /^bot_/)
    // A lead, so that the calls about one get further than to ask for it.
    const booked = await call('/api/v1/events/conversion', { ...conversionOf(), eventType: 'Lead', value: undefined, currency: undefined })
    assert.equal(booked.status, 200)
    conversionId = ((await booked.json()) as { conversionId: string }).conversionId
  })

  /** What was logged for somebody to act upon. */
  const errors = () => server.logged.filter(line => (JSON.parse(line) as { level: number }).level >= 50)

  const conversionOf = () => ({ ...CONVERSION, channelId: server.demo.tracking.channelId })

  function call(path: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> {
    return server.fetch(path, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${server.demo.tracking.key}`, ...headers },
      body: JSON.stringify(body),
    })
  }

  const holds = (path: () => string, bodies: () => fc.Arbitrary<unknown>, headers: () => Record<string, string> = () => ({})) =>
    fc.assert(
      fc.asyncProperty(bodies(), async body => {
        const response = await call(path(), body, headers())
        const answer = await response.text()
        assert.ok(response.status < 500, `${response.status} ${answer}\n${errors().join('\n')}`)
        assert.ok(response.status === 200 || /^\{"error":\{"code":"[A-Z_]+","message":"/.test(answer), answer)
      }),
      { seed: SEED, numRuns: RUNS, endOnFailure: false },
    )

  const page = (path: string) => () => `${path}?websiteId=${server.demo.website.trackingId}`

  const operations: Record<string, () => Promise<void>> = {
    'a conversion (recordConversion)': () =>
      holds(
        () => '/api/v1/events/conversion',
        () => spoilt(conversionOf(), EVENT),
      ),
    'an event of a lead (recordLeadEvent)': () =>
      holds(
        () => `/api/v1/leads/${PERSON}/events`,
        () => spoilt(conversionOf(), EVENT),
      ),
    'a late value (recordLateValue)': () =>
      holds(
        () => `/api/v1/leads/${PERSON}/conversions/${conversionId}/value`,
        () => spoilt(VALUE, [...WEBSITE, ...AMOUNT]),
      ),
    'a visit (recordVisit)': () =>
      holds(
        () => '/api/v1/events/visit',
        () => spoilt(VISIT, [...WEBSITE, ...PAGE, ...CUSTOMER, ...DEVICE, ...PLACE]),
      ),
    "Meta's browser id (recordFbp)": () =>
      holds(
        () => '/api/v1/events/update-fbp',
        () => spoilt(FBP, [...WEBSITE, 'tempId', 'fbp']),
      ),
    'an invite (createInvite)': () =>
      holds(
        () => '/api/v1/events/invite',
        // Of a visitor whom nobody has seen, so that the call is taken down as a visit.
        () => fc.uuid().chain(tempId => spoilt({ tempId, href: VISIT.href }, [...WEBSITE, ...PAGE, ...DEVICE, 'channelId'])),
      ),
    'a visit that the page tells (recordTrackVisit)': () =>
      holds(
        page('/track/init'),
        () => spoilt(VISIT, ['websiteId', ...PAGE, ...CUSTOMER]),
        () => ({ 'Content-Type': 'text/plain' }),
      ),
    "Meta's browser id, told by the page (recordTrackFbp)": () =>
      holds(page('/track/update-fbp'), () => spoilt(FBP, [...WEBSITE, 'tempId', 'fbp'])),
    'a visit through a proxy (recordProxiedVisit)': () =>
      holds(page('/backend/track/init'), () => spoilt(VISIT, ['websiteId', ...PAGE, ...CUSTOMER])),
    'an update of Telegram (recordTelegramUpdate)': () =>
      holds(
        () => `/telegram/${bot.id}`,
        () =>
          fc.oneof(
            spoilt(UPDATE, ['update_id', 'chat_member', 'chat_join_request', 'message']),
            fc
              .integer({ min: 2, max: 1e9 })
              .chain(id =>
                spoilt(UPDATE.chat_member, Object.keys(UPDATE.chat_member)).map(chat_member => ({ update_id: id, chat_member })),
              ),
          ),
        () => ({ 'X-Telegram-Bot-Api-Secret-Token': bot.webhookSecret }),
      ),
  }

  for (const [operation, check] of Object.entries(operations)) it(`to ${operation}`, check)

  it('nor are names in the path and the headers', () =>
    fc.assert(
      fc.asyncProperty(text, text, fc.string({ maxLength: 140 }), async (person, conversion, header) => {
        const [a, b] = [person, conversion].map(name => encodeURIComponent(Buffer.from(name).toString()))
        const told = { 'Idempotency-Key': header, 'X-Adtarget-Client-IP': header, 'X-Adtarget-Client-User-Agent': header }
        for (const path of [
          `/api/v1/leads/${a}/events`,
          `/api/v1/leads/${a}/conversions/${b}/value`,
          '/api/v1/events/visit',
          `/telegram/${a}`,
        ]) {
          const response = await call(path, { ...conversionOf(), ...VISIT }, told)
          assert.ok(response.status < 500, `${path}: ${response.status} ${await response.text()}`)
        }
        const lead = await server.fetch(`/api/v1/leads/${a}`, { headers: { Authorization: `Bearer ${server.demo.tracking.key}` } })
        assert.ok(lead.status < 500, `${a}: ${lead.status}`)
        const invite = await server.fetch(`${page('/track/invite')()}&tempId=${a}&clientSessionId=${b}`)
        assert.ok(invite.status < 500, `${a} ${b}: ${invite.status}`)
      }),
      { seed: SEED, numRuns: RUNS },
    ))

  it('and nothing of all that was logged as an error', () => assert.deepEqual(errors(), []))
})
