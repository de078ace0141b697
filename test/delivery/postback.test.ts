import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { DAY } from '../../src/lib/time.js'
import { Visits } from '../helpers/visits.js'

// getPostback and recordPostback: the same report, in a query or in a body.

const UNKNOWN = 'clk_01k2m5a1n4x7c9e8r5t6y3w1q0'

describe('getPostback and recordPostback', () => {
  let visits: Visits
  let offer: string
  let click: string
  let token: string
  let count = 0
  before(async () => {
    visits = await Visits.open()
    token = visits.postbackToken
    offer = await visits.sell({
      bid: { model: 'CPA', amount: 20 },
      events: [
        { eventId: 'signup', description: 'Signs up', payout: 2, attributionWindowDays: 1 },
        { eventId: 'deposit', description: 'Deposits', repeatable: true },
      ],
    })
  })
  beforeEach(async () => {
    click = await visits.clicked(await visits.show(offer))
  })

  const txid = () => `tx-${++count}`
  const report = async (parameters: Record<string, string>) => {
    const answer = await visits.postback(parameters)
    return { status: answer.status, body: (await answer.json()) as { status?: string; reason?: string; error?: string } }
  }
  const outcome = async (parameters: Record<string, string>) => (await report({ token, ...parameters })).body
  const last = async () => (await visits.stored())[0]!
  const signed = (parameters: Record<string, string>, key = token, encode: (text: string) => string = encodeURIComponent) => {
    const text = Object.keys(parameters)
      .sort()
      .map(name => `${encode(name)}=${encode(parameters[name]!)}`)
      .join('&')
    return { ...parameters, signature: createHmac('sha256', key).update(text).digest('hex') }
  }

  it('bills each goal its payout, or the bid where it has none', async () => {
    const before = await visits.balance()
    assert.deepEqual(await outcome({ click_id: click, txid: txid(), event: 'signup' }), { status: 'accepted' })
    assert.deepEqual([(await last()).billed, (await last()).price], [true, 2_000_000])
    assert.deepEqual(await outcome({ click_id: click, txid: txid(), event: 'deposit' }), { status: 'accepted' })
    assert.deepEqual(await outcome({ click_id: click, txid: txid() }), { status: 'accepted' })
    assert.equal(before - (await visits.balance()), 42)
  })

  it('counts a transaction once, whatever the click, the event and the payout', async () => {
    const other = await visits.clicked(await visits.show(offer))
    const tx = txid()
    assert.deepEqual(await outcome({ click_id: click, txid: tx }), { status: 'accepted' })
    const before = await visits.balance()
    for (const repeat of [
      { click_id: click },
      { click_id: other },
      { click_id: click, event: 'deposit' },
      { click_id: click, payout: '5' },
    ])
      assert.deepEqual(await outcome({ ...repeat, txid: tx }), { status: 'duplicate' })
    assert.equal(await visits.balance(), before)
  })

  it('counts another transaction of a click for a repeatable goal only', async () => {
    await outcome({ click_id: click, txid: txid(), event: 'signup' })
    assert.deepEqual(await outcome({ click_id: click, txid: txid(), event: 'signup' }), { status: 'refused', reason: 'already_converted' })
    assert.equal((await last()).billed, false)
    for (let n = 0; n < 2; n++) assert.deepEqual(await outcome({ click_id: click, txid: txid(), event: 'deposit' }), { status: 'accepted' })
  })

  it('undoes a charge by a counter-entry, once, and does not charge it again', async () => {
    const before = await visits.balance()
    const tx = txid()
    await outcome({ click_id: click, txid: tx })
    assert.deepEqual(await outcome({ click_id: click, txid: tx, status: 'reversed' }), { status: 'accepted' })
    assert.equal((await last()).kind, 'reversal')
    assert.equal(await visits.balance(), before)
    assert.deepEqual(await outcome({ click_id: click, txid: tx, status: 'reversed' }), { status: 'duplicate' })
    assert.deepEqual(await outcome({ click_id: click, txid: tx, status: 'approved' }), { status: 'duplicate' })
    assert.equal(await visits.balance(), before)
  })

  it('says 404 to the reversal of an unknown transaction', async () => {
    const { status, body } = await report({ token, click_id: click, txid: txid(), status: 'reversed' })
    assert.deepEqual([status, body.reason], [404, 'unknown_conversion'])
  })

  const unbilled: [reason: string, parameters: () => Promise<Record<string, string>>][] = [
    ['unknown_event', async () => ({ click_id: click, event: 'never heard of' })],
    [
      'invalid_click',
      async () => {
        await visits.follow((await visits.show(offer)).click, { 'User-Agent': 'curl/8' })
        return { click_id: (await last()).clickId! }
      },
    ],
    [
      'outside_window',
      async () => {
        visits.pass(DAY)
        return { click_id: click, event: 'signup' }
      },
    ],
    [
      'outside_window',
      async () => {
        visits.pass(30 * DAY)
        return { click_id: click }
      },
    ],
    [
      'exhausted',
      async () => {
        const poor = await visits.sell({ bid: { model: 'CPA', amount: 20 } })
        const seen = await visits.clicked(await visits.show(poor))
        await visits.change(poor, { totalBudget: 19 })
        return { click_id: seen }
      },
    ],
    [
      'paused',
      async () => {
        const paused = await visits.sell({ bid: { model: 'CPA', amount: 20 } })
        const seen = await visits.show(paused)
        await visits.change(paused, { status: 'paused' })
        return { click_id: await visits.clicked(seen) }
      },
    ],
    [
      'offer_gone',
      async () => {
        const gone = await visits.sell({ bid: { model: 'CPA', amount: 20 } })
        const seen = await visits.clicked(await visits.show(gone))
        await visits.server.manage('DELETE', `/offers/${gone}`)
        return { click_id: seen }
      },
    ],
  ]
  for (const [reason, parameters] of unbilled) {
    it(`stores one as ${reason}, unbilled, and a repeat as duplicate`, async () => {
      const [given, before] = [{ txid: txid(), ...(await parameters()) }, await visits.balance()]
      assert.deepEqual(await outcome(given), { status: 'refused', reason })
      assert.deepEqual([(await last()).kind, (await last()).reason, (await last()).billed], ['conversion', reason, false])
      assert.deepEqual(await outcome(given), { status: 'duplicate' })
      assert.equal(await visits.balance(), before)
    })
  }

  it('counts one at the end of its window', async () => {
    visits.pass(DAY - 1)
    assert.deepEqual(await outcome({ click_id: click, txid: txid(), event: 'signup' }), { status: 'accepted' })
  })

  it('takes the reported payout as the price of a dynamic offer, and records it of others', async () => {
    await outcome({ click_id: click, txid: txid(), payout: '7.5' })
    assert.equal((await last()).price, 20_000_000)
    const dynamic = await visits.sell({ bid: { model: 'CPA', amount: 20 }, payout: 'dynamic' })
    const [first, second] = [await visits.clicked(await visits.show(dynamic)), await visits.clicked(await visits.show(dynamic))]
    await outcome({ click_id: first, txid: txid(), payout: '7.5', currency: 'usd' })
    assert.equal((await last()).price, 7_500_000)
    await outcome({ click_id: second, txid: txid() })
    assert.equal((await last()).price, 20_000_000)
    const third = await visits.clicked(await visits.show(dynamic))
    assert.deepEqual(await outcome({ click_id: third, txid: txid(), payout: '7', currency: 'EUR' }), {
      status: 'refused',
      reason: 'unsupported_currency',
    })
    await visits.server.manage('DELETE', `/offers/${dynamic}`)
  })

  it('takes a parameter without a value as none, as templates leave it', async () => {
    const dynamic = await visits.sell({ bid: { model: 'CPA', amount: 20 }, payout: 'dynamic' })
    for (const payout of ['', ' ']) {
      const seen = await visits.clicked(await visits.show(dynamic))
      assert.deepEqual(await outcome({ click_id: seen, txid: txid(), payout, currency: '', status: '', event: '' }), { status: 'accepted' })
      assert.equal((await last()).price, 20_000_000)
    }
    await visits.server.manage('DELETE', `/offers/${dynamic}`)
  })

  it('takes the base step under any name where an offer has no goals', async () => {
    const plain = await visits.sell({ bid: { model: 'CPA', amount: 3 } })
    const seen = await visits.clicked(await visits.show(plain))
    assert.deepEqual(await outcome({ click_id: seen, txid: txid(), event: 'purchase' }), { status: 'accepted' })
    assert.equal((await last()).price, 3_000_000)
    assert.deepEqual(await outcome({ click_id: seen, txid: txid() }), { status: 'refused', reason: 'already_converted' })
    await visits.server.manage('DELETE', `/offers/${plain}`)
  })

  const refused: [status: number, reason: string, parameters: () => Record<string, string>][] = [
    [401, 'credentials_required', () => ({ click_id: click, txid: txid() })],
    [401, 'credentials_required', () => ({ token: '', click_id: click, txid: txid() })],
    [401, 'credentials_required', () => ({})],
    [403, 'wrong_token', () => ({ token: 'pbt_wrong', click_id: click, txid: txid() })],
    [403, 'wrong_token', () => ({ token: 'pbt_wrong' })],
    [403, 'wrong_token', () => ({ token: 'pbt_wrong', click_id: UNKNOWN, txid: txid() })],
    [403, 'wrong_signature', () => ({ signature: 'f'.repeat(64), click_id: click, txid: txid() })],
    [403, 'wrong_signature', () => signed({ click_id: click, txid: txid() }, 'another key')],
    [403, 'wrong_signature', () => ({ ...signed({ click_id: click, txid: txid() }), txid: txid() })],
    [403, 'wrong_signature', () => ({ ...signed({ click_id: click, txid: txid() }), payout: '1000' })],
    [400, 'invalid_request', () => ({ token, txid: txid() })],
    [400, 'invalid_request', () => ({ token, click_id: click })],
    [400, 'invalid_request', () => ({ token, click_id: '', txid: txid() })],
    [400, 'invalid_request', () => ({ token, click_id: click, txid: '' })],
    [400, 'invalid_request', () => ({ token, click_id: click, txid: 'a\0b' })],
    [400, 'invalid_request', () => ({ token, click_id: click, txid: 't'.repeat(201) })],
    [400, 'invalid_request', () => ({ token, click_id: click, txid: txid(), payout: 'much' })],
    [400, 'invalid_request', () => ({ token, click_id: click, txid: txid(), payout: '-1' })],
    [400, 'invalid_request', () => ({ token, click_id: click, txid: txid(), payout: '0x10' })],
    [400, 'invalid_request', () => ({ token, click_id: click, txid: txid(), payout: '1,50' })],
    [400, 'invalid_request', () => ({ token, click_id: click, txid: txid(), payout: '1e30' })],
    [400, 'invalid_request', () => ({ token, click_id: click, txid: txid(), status: 'maybe' })],
    [400, 'invalid_request', () => ({ signature: 'f'.repeat(64), txid: txid() })],
    [404, 'unknown_click', () => ({ token, click_id: UNKNOWN, txid: txid() })],
    [404, 'unknown_click', () => ({ token, click_id: 'no click', txid: txid() })],
    [404, 'unknown_click', () => ({ token, click_id: 'c'.repeat(1000), txid: txid() })],
    [404, 'unknown_click', () => signed({ click_id: UNKNOWN, txid: txid() })],
  ]
  for (const [status, reason, parameters] of refused) {
    it(`says ${status} ${reason}, and stores nothing`, async () => {
      const before = await visits.count()
      const { status: said, body } = await report(parameters())
      assert.deepEqual([said, body.reason], [status, reason], JSON.stringify(body))
      assert.equal(await visits.count(), before)
    })
  }

  it('says 404 to a click of another advertiser, and 403 to its signature', async () => {
    const { body } = await visits.server.manage<{ postbackToken: string }>('POST', '/advertisers', { name: 'Rival' })
    assert.equal((await report({ token: body.postbackToken, click_id: click, txid: txid() })).status, 404)
    assert.equal((await report(signed({ click_id: click, txid: txid() }, body.postbackToken))).status, 403)
  })

  it('takes a signature over all parameters in place of the token, whoever encodes them', async () => {
    const byForm = (text: string) => new URLSearchParams([['', text]]).toString().slice(1)
    // urllib.parse.quote of Python, rawurlencode of PHP; urllib.parse.urlencode; urlencode of PHP.
    const strictly = (text: string) =>
      encodeURIComponent(text).replace(/[!'()*]/g, mark => `%${Buffer.from(mark).toString('hex').toUpperCase()}`)
    const python = (text: string) => strictly(text).replaceAll('%20', '+')
    const php = (text: string) => python(text).replaceAll('~', '%7E')
    for (const encode of [encodeURIComponent, byForm, strictly, python, php]) {
      const parameters = { click_id: click, txid: `${txid()} ü/*'~(!)`, event: 'deposit', note: 'anything else' }
      assert.deepEqual((await report(signed(parameters, token, encode))).body, { status: 'accepted' })
    }
  })

  it('takes a body of JSON or a form, with the names of the query', async () => {
    const post = async (type: string, body: string, query = '') => {
      const headers = { 'Content-Type': type }
      const answer = await fetch(`${visits.server.baseUrl}/v1/postback${query}`, { method: 'POST', headers, body })
      return { status: answer.status, body: (await answer.json()) as { reason?: string } }
    }
    const json = (body: unknown, query?: string) => post('application/json', JSON.stringify(body), query)
    const event = 'deposit'
    const accepted = { status: 200, body: { status: 'accepted' } }
    assert.deepEqual(await json({ token, click_id: click, txid: 42, event, payout: 1.5 }), accepted)
    assert.deepEqual(
      await post('application/x-www-form-urlencoded', `${new URLSearchParams({ token, click_id: click, txid: txid(), event })}`),
      accepted,
    )
    assert.deepEqual(await json(signed({ click_id: click, txid: txid(), event })), accepted)
    assert.deepEqual(await json({ token, click_id: click, txid: txid(), event, payout: null, currency: null, status: null }), accepted)
    assert.deepEqual(await json({ click_id: click, txid: txid(), event }, `?token=${token}`), accepted)
    const query = `?${new URLSearchParams({ token, click_id: click, txid: txid(), event })}`
    const bare = await fetch(`${visits.server.baseUrl}/v1/postback${query}`, { method: 'POST' })
    assert.deepEqual([bare.status, await bare.json()], [200, { status: 'accepted' }])
    assert.equal((await json({ token, click_id: click })).status, 400)
    for (const odd of [{ txid: '\ud800' }, { txid: { toString: 1 } }, { txid: txid(), note: [{ toString: 1 }] }])
      assert.equal((await json({ ...odd, click_id: click, signature: 'f'.repeat(64) })).status, 403)
    assert.equal((await json({ click_id: click, txid: txid() })).status, 401)
    assert.equal((await post('application/json', '{')).status, 401)
    assert.equal((await post('application/json', '{', `?token=${token}`)).status, 400)
    assert.equal((await post('text/xml', '<a/>')).status, 415)
  })

  it('counts one of sixteen that come at once', async () => {
    const [tx, before] = [txid(), await visits.balance()]
    const outcomes = await Promise.all(Array.from({ length: 16 }, () => outcome({ click_id: click, txid: tx })))
    assert.equal(outcomes.filter(({ status }) => status === 'accepted').length, 1)
    assert.equal(outcomes.filter(({ status }) => status === 'duplicate').length, 15)
    assert.equal(before - (await visits.balance()), 20)
  })
})
