import assert from 'node:assert/strict'
import { MINUTE } from '../../src/lib/time.js'
import type { VisitRecorded } from '../../src/tracking/visit-book.js'
import { startServer, type TestServer } from '../helpers/server.js'
import { addTenant, look } from '../helpers/tenant.js'
import { call, storedVisit } from '../helpers/tracking-calls.js'

// recordVisit and recordFbp

const TEMP_ID = '8d1f0c52-6c6f-4c7e-9d0e-3a52b7f4c911'
const PAGE = 'https://localhost/vip'

describe('recordVisit', () => {
  let server: TestServer
  let now = Date.now()
  before(async () => {
    server = await startServer({ RATE_LIMITS: 'off' }, { now: () => now })
  })

  const visit = async (body: object, headers: Record<string, string> = {}): Promise<VisitRecorded> => {
    const answer = await call<VisitRecorded>(server, '/api/v1/events/visit', body, { headers })
    assert.equal(answer.status, 200, JSON.stringify(answer.body))
    return answer.body
  }
  const refusal = async (body: unknown, headers: Record<string, string> = {}) => {
    const { status, body: answer } = await call(server, '/api/v1/events/visit', body, { headers })
    return `${status} ${answer.error?.code} ${answer.error?.message}`
  }
  let sessions = 0
  const newSession = () => `session-${++sessions}`

  it('answers the ids it was given, those it made, and the two cookies', async () => {
    const answer = await visit({ href: PAGE, tempId: TEMP_ID, clientSessionId: 's-1' })
    assert.match(answer.visitId, /^vis_[0-9a-z]{26}$/)
    assert.match(answer.sessionId, /^ses_[0-9a-z]{26}$/)
    assert.deepEqual(answer, {
      visitId: answer.visitId,
      sessionId: answer.sessionId,
      tempId: TEMP_ID,
      clientSessionId: 's-1',
      cookies: {
        tempId: { name: 'adtarget_temp_id', value: TEMP_ID, maxAge: 31_536_000, sameSite: 'Lax' },
        session: { name: 'adtarget_session_id', value: 's-1', maxAge: 1800, sameSite: 'Lax' },
      },
    })
  })

  it('makes ids for a visitor who has none', async () => {
    const [first, second] = [await visit({ href: PAGE }), await visit({ href: PAGE })]
    assert.match(first.tempId, /^[0-9a-f-]{36}$/)
    assert.notEqual(first.tempId, second.tempId)
    assert.notEqual(first.sessionId, second.sessionId)
    assert.equal(first.cookies.session.value, first.clientSessionId)
  })

  it('stores all that was told of the page, the click and the visitor', async () => {
    const { visitId, sessionId } = await visit({
      href: `${PAGE}?utm_source=facebook&fbclid=IwAR_MiXed&gclid=Cj0`,
      tempId: TEMP_ID,
      clientSessionId: 's-2',
      referrer: 'https://l.facebook.com/',
      landingPage: PAGE,
      externalUserId: 'customer-7',
      clientIp: '2001:DB8:0::1',
      userAgent: 'Mozilla/5.0',
      country: 'fr',
      city: 'Lyon',
      region: 'ARA',
      gclid: 'told',
      utmCampaign: 'spring',
      unknown: { ignored: true },
    })
    const { organization, ...stored } = await storedVisit(server, visitId)
    assert.match(organization, /^org_/)
    assert.deepEqual(stored, {
      id: visitId,
      website: server.demo.website.id,
      trace: visitId,
      session: sessionId,
      clientSessionId: 's-2',
      tempId: TEMP_ID,
      at: now,
      href: `${PAGE}?utm_source=facebook&fbclid=IwAR_MiXed&gclid=Cj0`,
      referrer: 'https://l.facebook.com/',
      landingPage: PAGE,
      externalUserId: 'customer-7',
      clientIp: '2001:db8::1',
      userAgent: 'Mozilla/5.0',
      country: 'FR',
      clickIds: { fbc: `fb.1.${now}.IwAR_MiXed`, gclid: 'told' },
      utm: { source: 'facebook', campaign: 'spring' },
      place: { city: 'Lyon', region: 'ARA' },
    })
  })

  it('believes the headers before the body, and never takes the caller for the visitor', async () => {
    const told = { href: PAGE, clientIp: '8.8.8.8', userAgent: 'body' }
    const headers = { 'X-Adtarget-Client-IP': ' 1.1.1.1 ', 'X-Adtarget-Client-User-Agent': 'header' }
    const byHeader = await storedVisit(server, (await visit(told, headers)).visitId)
    assert.deepEqual([byHeader.clientIp, byHeader.userAgent], ['1.1.1.1', 'header'])
    const byBody = await storedVisit(server, (await visit(told)).visitId)
    assert.deepEqual([byBody.clientIp, byBody.userAgent, byBody.country], ['8.8.8.8', 'body', 'US'])
    const byNobody = await storedVisit(server, (await visit({ href: PAGE }, { 'X-Forwarded-For': '8.8.8.8' })).visitId)
    assert.deepEqual([byNobody.clientIp, byNobody.userAgent, byNobody.country], [null, null, null])
  })

  it('looks the country up where what was told is none', async () => {
    const { visitId } = await visit({ href: PAGE, clientIp: '8.8.8.8', country: 'Narnia' })
    assert.equal((await storedVisit(server, visitId)).country, 'US')
  })

  it('takes an empty text for none', async () => {
    const { visitId } = await visit({
      href: `${PAGE}?gclid=Cj0`,
      gclid: '',
      clientSessionId: '',
      clientIp: '',
      referrer: '',
      utmSource: '',
    })
    const { clickIds, clientIp, referrer, utm, clientSessionId } = await storedVisit(server, visitId)
    assert.deepEqual([clickIds, clientIp, referrer, utm], [{ gclid: 'Cj0' }, null, null, {}])
    assert.match(clientSessionId, /^[0-9a-f-]{36}$/)
  })

  it('keeps what no database can, as something that it can', async () => {
    const name = newSession()
    const first = await visit({ href: PAGE, clientSessionId: `${name}\0`, city: '\ud800', userAgent: 'a\0b' })
    assert.equal(first.clientSessionId, `${name}\ufffd`)
    assert.equal((await visit({ href: PAGE, clientSessionId: `${name}\0` })).sessionId, first.sessionId)
  })

  it('continues a session for 30 minutes after its last visit, under one trace', async () => {
    const clientSessionId = newSession()
    const first = await visit({ href: PAGE, clientSessionId })
    now += 29 * MINUTE
    const second = await visit({ href: PAGE, clientSessionId })
    now += 29 * MINUTE
    const third = await visit({ href: PAGE, clientSessionId })
    assert.deepEqual([second.sessionId, third.sessionId], [first.sessionId, first.sessionId])
    assert.equal((await storedVisit(server, third.visitId)).trace, first.visitId)
    now += 30 * MINUTE
    const fourth = await visit({ href: PAGE, clientSessionId })
    assert.notEqual(fourth.sessionId, first.sessionId)
    assert.equal(fourth.clientSessionId, clientSessionId)
    assert.equal((await storedVisit(server, fourth.visitId)).trace, fourth.visitId)
  })

  it('carries the clicks of a session on to its later pages, the newest first', async () => {
    const clientSessionId = newSession()
    await visit({ href: `${PAGE}?gclid=first&ttclid=E.C.P`, clientSessionId })
    const { visitId } = await visit({ href: `${PAGE}/more?gclid=second`, clientSessionId })
    assert.deepEqual((await storedVisit(server, visitId)).clickIds, { gclid: 'second', ttclid: 'E.C.P' })
    now += 30 * MINUTE
    const later = await visit({ href: PAGE, clientSessionId })
    assert.deepEqual((await storedVisit(server, later.visitId)).clickIds, {})
  })

  it('knows the visitor by a session that goes on', async () => {
    const clientSessionId = newSession()
    const { tempId } = await visit({ href: PAGE, clientSessionId })
    assert.equal((await visit({ href: PAGE, clientSessionId })).tempId, tempId)
    now += 30 * MINUTE
    assert.notEqual((await visit({ href: PAGE, clientSessionId })).tempId, tempId)
  })

  it('puts visits that arrive together into one session', async () => {
    const clientSessionId = newSession()
    const answers = await Promise.all(Array.from({ length: 20 }, () => visit({ href: PAGE, clientSessionId })))
    assert.equal(new Set(answers.map(({ sessionId }) => sessionId)).size, 1)
    assert.equal(new Set(answers.map(({ visitId }) => visitId)).size, 20)
  })

  it("shares no session between websites, and takes an account's key with the website's name", async () => {
    const tenant = await addTenant(server)
    const { body: key } = await tenant.manage<{ key: string }>('POST', '/tracking-keys', { name: 'All', scope: 'account' })
    const sites = await Promise.all(
      ['one.example', 'two.example'].map(async domain => {
        const { body } = await tenant.manage<{ id: string; trackingId: string }>('POST', '/websites', { name: domain, domain })
        return body
      }),
    )
    const clientSessionId = newSession()
    const told = async (websiteId: string | undefined) =>
      call<VisitRecorded>(server, '/api/v1/events/visit', { href: PAGE, clientSessionId, websiteId }, { key: key.key })
    const [one, two] = [await told(sites[0]!.id), await told(sites[1]!.trackingId)]
    assert.deepEqual([one.status, two.status], [200, 200])
    assert.notEqual(one.body.sessionId, two.body.sessionId)
    assert.equal((await storedVisit(server, two.body.visitId)).website, sites[1]!.id)
    for (const websiteId of [undefined, server.demo.website.id])
      assert.match((await told(websiteId)).body.error!.message, /^websiteId: /, String(websiteId))
  })

  it('stores a visit once under an idempotency key, and answers the same again', async () => {
    const headers = { 'Idempotency-Key': 'visit-1' }
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => call<VisitRecorded>(server, '/api/v1/events/visit', { href: PAGE }, { headers })),
    )
    assert.equal(new Set(answers.map(({ body }) => JSON.stringify(body))).size, 1)
    assert.equal(answers.filter(answer => answer.headers.get('x-idempotent-replay') === 'true').length, 9)
    const other = await call<VisitRecorded>(server, '/api/v1/events/visit', { href: PAGE }, { headers: { 'Idempotency-Key': 'visit-2' } })
    assert.notEqual(other.body.visitId, answers[0]!.body.visitId)
  })

  it('tells the journal of it, and nothing of address, browser and page', async () => {
    const { visitId, sessionId } = await visit({
      href: `${PAGE}?utm_source=secret-free&fbclid=x&mail=a@b.c`,
      clientIp: '8.8.8.8',
      userAgent: 'UA',
    })
    const { body } = await server.manage<{ events: { kind: string }[] }>('GET', `/trace/${visitId}`)
    assert.deepEqual(
      body.events.map(({ kind }) => kind),
      ['visit'],
    )
    const [row] = await look(server, ({ knex }) => knex('events').where({ trace: visitId }).select('properties'))
    assert.deepEqual(JSON.parse(row.properties), { visitId, sessionId, country: 'US', clickIds: ['fbc'], source: 'secret-free' })
  })

  const refused: [what: string, body: unknown, message: RegExp, headers?: Record<string, string>][] = [
    ['no href', {}, /^400 INVALID_PAYLOAD href: required/],
    ['a page that is no web address', { href: 'android-app://x' }, /^400 INVALID_PAYLOAD href: must be an http or https address/],
    ['a page without a host', { href: 'https://' }, /^400 INVALID_PAYLOAD href: must be an http or https address/],
    ['a tempId that is no UUID', { href: PAGE, tempId: 'x' }, /^400 INVALID_PAYLOAD tempId: must be a valid uuid/],
    ['a number for a text', { href: PAGE, gclid: 5 }, /^400 INVALID_PAYLOAD gclid: must be string/],
    ['null for a text', { href: PAGE, referrer: null }, /^400 INVALID_PAYLOAD referrer: must be string/],
    ['an address that is none', { href: PAGE, clientIp: '300.1.1.1' }, /^400 INVALID_PAYLOAD clientIp: must be an IPv4 or IPv6 address/],
    ['a header that is no address', { href: PAGE }, /^400 INVALID_PAYLOAD X-Adtarget-Client-IP: must/, { 'X-Adtarget-Client-IP': 'me' }],
    ['a page without end', { href: `${PAGE}?${'x'.repeat(9000)}` }, /^400 INVALID_PAYLOAD href: must NOT have more than 8192/],
    ['a list', [], /^400 INVALID_PAYLOAD body: must be object/],
    ['no JSON', 'href=1', /^400 INVALID_PAYLOAD body: /],
    ['an empty key', { href: PAGE }, /^400 INVALID_PAYLOAD Idempotency-Key: /, { 'Idempotency-Key': '' }],
    ['a form', 'href=1', /^415 UNSUPPORTED_MEDIA_TYPE /, { 'Content-Type': 'application/x-www-form-urlencoded' }],
    ['no key', { href: PAGE }, /^401 AUTH_REQUIRED /, { Authorization: '' }],
  ]
  for (const [what, body, message, headers] of refused) {
    it(`refuses ${what}`, async () => {
      assert.match(await refusal(body, headers), message)
    })
  }

  it('is not for a website that is paused', async () => {
    const { id } = server.demo.website
    await server.manage('PATCH', `/websites/${id}`, { status: 'paused' })
    try {
      assert.match(await refusal({ href: 5 }), /^402 SUBSCRIPTION_INACTIVE /)
    } finally {
      await server.manage('PATCH', `/websites/${id}`, { status: 'active' })
    }
  })

  describe('recordFbp', () => {
    const FBP = 'fb.1.1795262300000.1116446470'
    const add = (body: object, headers = {}) => call<{ success: boolean }>(server, '/api/v1/events/update-fbp', body, { headers })

    it("adds Meta's browser id to the visitor's last visit, and keeps what else is known of the click", async () => {
      const { tempId, ...first } = await visit({ href: `${PAGE}?gclid=Cj0` })
      now += 1
      const second = await visit({ href: `${PAGE}?ttclid=E.C.P`, tempId })
      assert.deepEqual((await add({ tempId, fbp: FBP })).body, { success: true })
      assert.deepEqual((await storedVisit(server, first.visitId)).clickIds, { gclid: 'Cj0' })
      assert.deepEqual((await storedVisit(server, second.visitId)).clickIds, { ttclid: 'E.C.P', fbp: FBP })
      assert.deepEqual((await add({ tempId, fbp: `${FBP}1` })).body, { success: true })
      assert.equal((await storedVisit(server, second.visitId)).clickIds.fbp, `${FBP}1`)
    })

    it('finds a visit that is told in the same moment', async () => {
      const tempId = '11111111-2222-4333-8444-555555555555'
      const [told, added] = await Promise.all([visit({ href: PAGE, tempId }), add({ tempId, fbp: FBP })])
      // Whichever came first; nothing of it is lost without a word.
      assert.equal((await storedVisit(server, told.visitId)).clickIds.fbp, added.body.success ? FBP : undefined)
    })

    it('says so where the visitor is not known', async () => {
      assert.deepEqual((await add({ tempId: '99999999-2222-4333-8444-555555555555', fbp: FBP })).body, { success: false })
    })

    it('answers the same again under an idempotency key', async () => {
      const body = { tempId: '99999999-2222-4333-8444-666666666666', fbp: FBP }
      const headers = { 'Idempotency-Key': 'fbp-1' }
      assert.deepEqual((await add(body, headers)).body, { success: false })
      await visit({ href: PAGE, tempId: body.tempId })
      const again = await add(body, headers)
      assert.deepEqual([again.body, again.headers.get('x-idempotent-replay')], [{ success: false }, 'true'])
    })

    for (const [what, body, message] of [
      ['no visitor', { fbp: FBP }, /^tempId: required/],
      ['nothing to add', { tempId: TEMP_ID }, /^fbp: required/],
      ['an empty text', { tempId: TEMP_ID, fbp: '' }, /^fbp: must/],
      ['a visitor who is no UUID', { tempId: 'x', fbp: FBP }, /^tempId: must/],
    ] as const) {
      it(`refuses ${what}`, async () => {
        const { status, body: answer } = await add(body)
        assert.equal(status, 400)
        assert.match(answer.error!.message, message)
      })
    }
  })
})
