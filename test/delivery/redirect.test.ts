import assert from 'node:assert/strict'
import { DAY, MINUTE } from '../../src/lib/time.js'
import { type ClickFacts, createClickTokens } from '../../src/market/click-token.js'
import { BROWSER, DATA_CENTRE, type Shown, Visits } from '../helpers/visits.js'

describe('getRedirect', () => {
  let visits: Visits
  let offer: string
  let shown: Shown
  before(async () => {
    visits = await Visits.open()
    offer = await visits.sell()
  })
  beforeEach(async () => {
    shown = await visits.show(offer)
  })

  const last = async () => (await visits.stored())[0]!
  const tokenOf = ({ click }: Shown) => new URLSearchParams(click.split('?')[1]).get('t')!

  it('sends a visitor to the landing page with its macros filled, and bills one click', async () => {
    const marked = await visits.show(offer, 'a b&c=d/ü')
    const before = await visits.balance()
    const answer = await visits.follow(marked.click)
    assert.equal(answer.status, 302)
    assert.equal(answer.headers.get('cache-control'), 'no-store')
    assert.equal(answer.headers.get('referrer-policy'), 'no-referrer-when-downgrade')
    const location = answer.headers.get('location')!
    const { website } = visits.server.demo.website
    const { clickId, ...click } = await last()
    assert.equal(
      location,
      `https://harbour.example/play?c=${clickId}&r=${marked.requestId}&o=${offer}&w=${website}&g=DE&s=a%20b%26c%3Dd%2F%C3%BC`,
    )
    assert.match(clickId!, /^clk_[0-9a-z]{26}$/)
    const trace = marked.requestId.slice(0, 30)
    assert.deepEqual(click, { kind: 'click', reason: undefined, billed: true, price: 1_000_000, trace, offer })
    assert.equal(before - (await visits.balance()), 1)
  })

  /** Each still redirects, is stored under its reason and not billed; the real click of the same pair is. */
  const invalid: [reason: string, headers: Record<string, string>, method?: string][] = [
    ['head', {}, 'HEAD'],
    ['prefetch', { Purpose: 'prefetch' }],
    ['prefetch', { 'Sec-Purpose': 'prefetch;prerender' }],
    ['prefetch', { 'X-Purpose': 'preview' }],
    ['prefetch', { 'X-Moz': 'prefetch' }],
    ['bot', { 'User-Agent': 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)' }],
    ['bot', { 'User-Agent': 'curl/8.5.0' }],
    ['bot', { 'User-Agent': '' }],
    ['data_centre', { 'X-Forwarded-For': DATA_CENTRE }],
  ]
  for (const [reason, headers, method = 'GET'] of invalid) {
    const how = Object.entries(headers).flat().join(' ').slice(0, 40)
    it(`redirects ${method} ${how} unbilled as ${reason}, and bills the real click after it once`, async () => {
      const before = await visits.balance()
      const answer = await visits.follow(shown.click, { ...visits.visitor(), ...headers }, method)
      assert.equal(answer.status, 302)
      assert.match(answer.headers.get('location')!, /^https:\/\/harbour\.example\/play\?c=clk_/)
      assert.deepEqual([(await last()).reason, (await last()).billed], [reason, false])
      assert.equal(await visits.balance(), before)
      await visits.follow(shown.click)
      assert.deepEqual([(await last()).reason, (await last()).billed], [undefined, true])
      assert.equal((await visits.follow(shown.click)).status, 302)
      assert.deepEqual([(await last()).reason, (await last()).billed], ['duplicate', false])
      assert.equal(before - (await visits.balance()), 1)
    })
  }

  it('redirects a click sooner than a human could unbilled, and the one at 300 ms is billed', async () => {
    visits.pass(-1000)
    visits.pass(298)
    await visits.follow(shown.click)
    assert.equal((await last()).reason, 'too_fast')
    await visits.follow(shown.click)
    assert.deepEqual([(await last()).reason, (await last()).billed], [undefined, true])
    visits.pass(1000)
  })

  it('holds one visitor to one click a minute and three in ten, whatever the offer', async () => {
    const visitor = visits.visitor()
    const reasons: (string | undefined)[] = []
    const at = visits.now
    for (const minute of [0, 0.5, 1.1, 2.2, 3.3, 10.2]) {
      const next = await visits.show(offer)
      visits.pass(Math.max(0, at + minute * MINUTE - visits.now))
      await visits.follow(next.click, visitor)
      reasons.push((await last()).reason)
    }
    assert.deepEqual(reasons, [undefined, 'rate', undefined, undefined, 'rate', undefined])
  })

  it('redirects unbilled while the offer is paused, has ended or is exhausted', async () => {
    const rests: [string, Record<string, unknown>][] = [
      ['paused', { status: 'paused' }],
      ['ended', { endsAt: new Date(visits.now).toISOString() }],
      ['exhausted', { totalBudget: 0.5 }],
      ['exhausted', { dailyBudget: 0.5 }],
    ]
    for (const [reason, settings] of rests) {
      const id = await visits.sell()
      const resting = await visits.show(id)
      await visits.change(id, settings)
      const answer = await visits.follow(resting.click)
      assert.equal(answer.status, 302)
      assert.deepEqual([(await last()).reason, (await last()).billed], [reason, false])
      await visits.server.manage('DELETE', `/offers/${id}`)
    }
  })

  it('goes where the offer leads today, at the price it was shown for', async () => {
    const id = await visits.sell()
    const seen = await visits.show(id)
    await visits.change(id, { landingUrl: 'https://moved.example/?c={click_id}', bid: { model: 'CPC', amount: 5 } })
    assert.match((await visits.follow(seen.click)).headers.get('location')!, /^https:\/\/moved\.example\/\?c=clk_/)
    assert.equal((await last()).price, 1_000_000)
    await visits.server.manage('DELETE', `/offers/${id}`)
  })

  it('says 404 when the offer is gone, and stores nothing', async () => {
    const id = await visits.sell()
    const gone = await visits.show(id)
    await visits.server.manage('DELETE', `/offers/${id}`)
    const before = await visits.count()
    const answer = await visits.follow(gone.click)
    assert.equal(answer.status, 404)
    assert.equal(((await answer.json()) as { reason: string }).reason, 'offer_gone')
    assert.equal(await visits.count(), before)
  })

  it('says 410 after seven days, and not a millisecond before', async () => {
    const token = tokenOf(shown)
    visits.pass(7 * DAY - 1000 - 2)
    assert.equal((await visits.follow(shown.click)).status, 302)
    visits.pass(1)
    const before = await visits.count()
    const answer = await visits.follow(`/v1/r?t=${token}`)
    assert.equal(answer.status, 410)
    assert.deepEqual(await answer.json(), { error: 't: is older than seven days', reason: 'expired' })
    assert.equal(await visits.count(), before)
  })

  const facts: ClickFacts = {
    requestId: 'req_01k2m4x7c9e8r5t6y3w1q0zvba',
    offer: 'off_01k2m4x7c9e8r5t6y3w1q0zvba',
    website: 'site_01k2m4x7c9e8r5t6y3w1q0zvba',
    position: 1,
    model: 'CPC',
    price: 1,
    surface: 'overlay',
    country: null,
    sub: '',
    servedAt: Date.now(),
  }
  const swapped = (token: string, at: number) => {
    const place = at < 0 ? token.length + at : at
    return token.slice(0, place) + (token[place] === 'A' ? 'B' : 'A') + token.slice(place + 1)
  }

  const bad: [what: string, token: (good: string, other: string) => string][] = [
    ['nothing', () => ''],
    ['a word', () => 'hello'],
    ['a URL', () => 'https://evil.example/'],
    ['one signed with another key', () => createClickTokens(['a key that nobody has put in here']).mint({ ...facts, offer })],
    ['one with another key id', good => swapped(good, 0)],
    ['one with its facts changed', good => swapped(good, 30)],
    ['one with its code changed', good => swapped(good, -1)],
    ['one cut short', good => good.slice(0, -1)],
    ['one with a character more', good => `${good}A`],
    ['one with padding', good => `${good}%3D%3D`],
    ['one in capitals', good => good.toUpperCase()],
    ["one with another token's code", (good, other) => good.slice(0, -22) + other.slice(-22)],
    ['one behind a requestId', good => `${facts.requestId}${good}`],
  ]
  for (const [what, token] of bad) {
    it(`says 400 bad_token to ${what}, leads nowhere and stores nothing`, async () => {
      const [before, other] = [await visits.count(), await visits.show(offer)]
      const answer = await visits.follow(`/v1/r?t=${token(tokenOf(shown), tokenOf(other))}`)
      assert.equal(answer.status, 400)
      assert.equal(((await answer.json()) as { reason: string }).reason, 'bad_token')
      assert.equal(answer.headers.get('location'), null)
      assert.equal(await visits.count(), before)
    })
  }

  it('says 400 without a token', async () => assert.equal((await visits.follow('/v1/r')).status, 400))

  it('says 400 to two tokens at once', async () => assert.equal((await visits.follow(`${shown.click}&t=1`)).status, 400))

  it('is redirected elsewhere by no parameter', async () => {
    const evil = 'https://evil.example/'
    const names = [
      'url',
      'u',
      'to',
      'next',
      'redirect',
      'redirect_uri',
      'return',
      'dest',
      'destination',
      'location',
      'landingUrl',
      'target',
      'goto',
      'r',
      'T',
    ]
    for (const name of names) {
      const location = (await visits.follow(`${shown.click}&${name}=${encodeURIComponent(evil)}`)).headers.get('location')!
      assert.equal(new URL(location).host, 'harbour.example', name)
      assert.doesNotMatch(location, /evil/, name)
    }
    for (const header of ['Referer', 'Origin', 'X-Forwarded-Host', 'Forwarded']) {
      const location = (await visits.follow(shown.click, { 'User-Agent': BROWSER, [header]: evil })).headers.get('location')!
      assert.equal(new URL(location).host, 'harbour.example', header)
    }
  })

  it('is led nowhere else by what the visitor wrote into sub', async () => {
    const id = await visits.sell({ landingUrl: 'https://harbour.example/{sub}/x' })
    for (const sub of ['..', '//evil.example', '@evil.example', '\\evil.example', 'a\r\nLocation: https://evil.example', '?#']) {
      const location = (await visits.follow((await visits.show(id, sub)).click)).headers.get('location')!
      assert.equal(new URL(location).host, 'harbour.example', sub)
      assert.match(new URL(location).pathname, /\/x$/, sub)
    }
    await visits.server.manage('DELETE', `/offers/${id}`)
  })

  it('verifies what an older key signed', () => {
    const rotated = createClickTokens(['a newer key, as long as it has to be', 'the older key, as long as it has to be'])
    const token = createClickTokens(['the older key, as long as it has to be']).mint(facts)
    assert.ok(rotated.read(token, facts.servedAt).ok)
  })
})
