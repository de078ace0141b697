import assert from 'node:assert/strict'
import { DAY } from '../../src/lib/time.js'
import { DATA_CENTRE, type Shown, Visits } from '../helpers/visits.js'

// recordImpression and recordClick: alike, but that an impression may bill and a click event never does.

const KIND = { impression: 'impression', click: 'click_event' } as const

describe('recordImpression and recordClick', () => {
  let visits: Visits
  let offer: string
  let shown: Shown
  before(async () => {
    visits = await Visits.open()
    offer = await visits.sell({ bid: { model: 'ECPM', amount: 5 } })
  })
  beforeEach(async () => {
    shown = await visits.show(offer)
  })

  const bodyOf = ({ requestId, offerId }: Shown) => ({ requestId, offerId })
  const last = async () => (await visits.stored())[0]!

  it('bills an impression of an eCPM offer once, and no repeat', async () => {
    const before = await visits.balance()
    const answer = await visits.event('impression', bodyOf(shown))
    assert.equal(answer.status, 204)
    assert.equal(await answer.text(), '')
    assert.equal(answer.headers.get('access-control-allow-origin'), 'http://localhost')
    assert.deepEqual(await last(), {
      kind: 'impression',
      reason: undefined,
      billed: true,
      price: 5000,
      trace: shown.requestId.slice(0, 30),
      offer,
      clickId: undefined,
    })
    assert.equal((await visits.event('impression', bodyOf(shown))).status, 204)
    assert.equal((await last()).reason, 'duplicate')
    assert.equal(Math.round((before - (await visits.balance())) * 1e6), 5000)
  })

  it('bills no click event, and counts it once', async () => {
    const before = await visits.balance()
    assert.equal((await visits.event('click', bodyOf(shown))).status, 204)
    assert.deepEqual([(await last()).reason, (await last()).billed], [undefined, false])
    assert.equal((await visits.event('click', bodyOf(shown))).status, 204)
    assert.equal((await last()).reason, 'duplicate')
    assert.equal(await visits.balance(), before)
  })

  it('takes the keys in the body, and JSON by its own name', async () => {
    const { pub, website } = visits.server.demo.website
    const body = { ...bodyOf(shown), pub, website }
    assert.equal((await visits.event('impression', body, { path: '/v1/events/impression' })).status, 204)
    assert.equal(
      (await visits.event('click', body, { path: '/v1/events/click', headers: { 'Content-Type': 'application/json' } })).status,
      204,
    )
    assert.deepEqual(
      (await visits.stored(2)).map(({ reason }) => reason),
      [undefined, undefined],
    )
  })

  it('counts a repeated list of offers as the same pair', async () => {
    await visits.event('impression', bodyOf(shown))
    await visits.server.fetch(visits.server.withKeys(`/v1/offers?limit=20&requestId=${shown.requestId}`), { headers: visits.visitor() })
    await visits.event('impression', bodyOf(shown))
    assert.equal((await last()).reason, 'duplicate')
  })

  const other = (text: string) => (text === 'a' ? 'b' : 'a')
  const changed = (text: string, at: number) => text.slice(0, at) + other(text.at(at)!) + text.slice(at + 1 || undefined)

  /** Each is answered with 204, stored under its reason and never billed. Whether it may name a trace follows from the signature. */
  const invalid: [what: string, reason: string, body: (shown: Shown) => unknown, options?: { headers?: Record<string, string> }][] = [
    ['an empty requestId', 'malformed', ({ offerId }) => ({ requestId: '', offerId })],
    ['a word for a requestId', 'malformed', ({ offerId }) => ({ requestId: 'hello', offerId })],
    ['a trace id alone', 'malformed', ({ requestId, offerId }) => ({ requestId: requestId.slice(0, 30), offerId })],
    ['a very long requestId', 'malformed', ({ offerId }) => ({ requestId: 'req_'.repeat(5000), offerId })],
    ['a NUL in the requestId', 'malformed', ({ requestId, offerId }) => ({ requestId: `${requestId}\0`, offerId })],
    ['a requestId with its last character changed', 'forged', ({ requestId, offerId }) => ({ requestId: changed(requestId, -1), offerId })],
    ['a requestId with its trace changed', 'forged', ({ requestId, offerId }) => ({ requestId: changed(requestId, 20), offerId })],
    ['a requestId with its facts changed', 'forged', ({ requestId, offerId }) => ({ requestId: changed(requestId, 45), offerId })],
    ['a requestId with a character more', 'forged', ({ requestId, offerId }) => ({ requestId: `${requestId}a`, offerId })],
    ['an offer that was not listed', 'never_served', ({ requestId }) => ({ requestId, offerId: 'off_01k2m4x7c9e8r5t6y3w1q0zvba' })],
    ['an empty offerId', 'never_served', ({ requestId }) => ({ requestId, offerId: '' })],
    ['an offerId of strange characters', 'never_served', ({ requestId }) => ({ requestId, offerId: "off_'; drop\0\ud800" })],
    ['a very long offerId', 'never_served', ({ requestId }) => ({ requestId, offerId: 'o'.repeat(20_000) })],
    ['a prefetching browser', 'prefetch', bodyOf, { headers: { 'Sec-Purpose': 'prefetch' } }],
    ['a bot', 'bot', bodyOf, { headers: { 'User-Agent': 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)' } }],
    ['a data centre', 'data_centre', bodyOf, { headers: { 'X-Forwarded-For': DATA_CENTRE } }],
  ]
  for (const name of ['impression', 'click'] as const) {
    for (const [what, reason, body, options] of invalid) {
      it(`${name}: stores ${what} as ${reason}, unbilled, and the real one after it counts`, async () => {
        const before = await visits.balance()
        assert.equal((await visits.event(name, body(shown), options)).status, 204)
        const { kind, reason: stored, billed, trace } = await last()
        assert.deepEqual([kind, stored, billed], [KIND[name], reason, false])
        assert.equal(trace === undefined, reason === 'malformed' || reason === 'forged', 'only what we signed has a trace')
        assert.equal(await visits.balance(), before)
        await visits.event(name, bodyOf(shown))
        assert.equal((await last()).reason, undefined)
      })
    }

    it(`${name}: stores another website's request as foreign`, async () => {
      const { body } = await visits.server.manage<{ pub: string; website: string }>('POST', '/websites', {
        name: 'Other',
        domain: 'localhost',
      })
      const path = `/v1/events/${name}?pub=${body.pub}&website=${body.website}`
      assert.equal((await visits.event(name, bodyOf(shown), { path })).status, 204)
      assert.deepEqual([(await last()).reason, (await last()).billed], ['foreign', false])
    })

    const refused: [what: string, body: unknown, message: RegExp][] = [
      ['no JSON', 'requestId=1', /^body: /],
      ['a number', '1', /^body: /],
      ['a list', '[]', /^body: /],
      ['nothing', '', /^body: /],
      ['no requestId', { offerId: 'off_1' }, /^requestId: required/],
      ['no offerId', { requestId: 'req_1' }, /^offerId: required/],
      ['a number for a requestId', { requestId: 1, offerId: 'off_1' }, /^requestId: must be string/],
    ]
    for (const [what, body, message] of refused) {
      it(`${name}: refuses ${what}, and stores nothing`, async () => {
        const before = await visits.count()
        const answer = await visits.event(name, body)
        assert.equal(answer.status, 400)
        assert.match(((await answer.json()) as { error: string }).error, message)
        assert.equal(await visits.count(), before)
      })
    }
  }

  it('stores what comes after 24 hours as expired, and bills nothing', async () => {
    visits.pass(DAY)
    const before = await visits.balance()
    for (const name of ['impression', 'click'] as const) {
      assert.equal((await visits.event(name, bodyOf(shown))).status, 204)
      const { reason, billed, trace } = await last()
      assert.deepEqual([reason, billed, trace], ['expired', false, shown.requestId.slice(0, 30)])
    }
    assert.equal(await visits.balance(), before)
  })

  it('counts an impression of a paused, exhausted or deleted offer, and bills nothing', async () => {
    const before = await visits.balance()
    const pauses: [string, (id: string) => Promise<unknown>][] = [
      ['paused', id => visits.change(id, { status: 'paused' })],
      ['ended', id => visits.change(id, { endsAt: new Date(visits.now).toISOString() })],
      ['exhausted', id => visits.change(id, { totalBudget: 0.004 })],
      ['offer_gone', id => visits.server.manage('DELETE', `/offers/${id}`)],
    ]
    for (const [reason, rest] of pauses) {
      const id = await visits.sell({ bid: { model: 'ECPM', amount: 5 } })
      const resting = await visits.show(id)
      await rest(id)
      await visits.event('impression', bodyOf(resting))
      assert.deepEqual([(await last()).reason, (await last()).billed], [reason, false])
      await visits.server.manage('DELETE', `/offers/${id}`)
    }
    assert.equal(await visits.balance(), before)
  })

  it('says 401 without keys and 403 without an origin before it looks at the body', async () => {
    assert.equal((await visits.event('impression', 'no JSON', { path: '/v1/events/impression' })).status, 401)
    assert.equal((await visits.event('click', 'no JSON', { headers: { Origin: 'https://evil.example' } })).status, 403)
  })
})
