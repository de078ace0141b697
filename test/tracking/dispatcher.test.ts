import assert from 'node:assert/strict'
import { fromJson } from '../../src/db/values.js'
import { TestDispatch } from '../helpers/dispatch.js'
import { eventually } from '../helpers/eventually.js'

const HOUR = 3_600_000

describe('Dispatcher', () => {
  let dispatch: TestDispatch
  beforeEach(async () => {
    dispatch = await TestDispatch.open()
  })
  afterEach(() => dispatch.close())

  /** Waits until so many sends stand so. */
  const stand = (standing: Record<string, number>) => eventually(async () => assert.deepEqual(await dispatch.standing(), standing))
  const answering = (status: number, body = '', headers = {}) => {
    dispatch.platform.answer = (_ids, response) => void response.writeHead(status, headers).end(body)
  }

  it('sends what waits when it begins, in batches no larger than the platform takes', async () => {
    await dispatch.addDestination()
    await dispatch.enqueueMany(20)
    await dispatch.dispatcher()
    await stand({ sent: 20 })
    assert.equal(dispatch.platform.received.length, 20)
    assert.ok(dispatch.platform.requests.every(ids => ids.length <= 8))
  })

  it('sends what it is woken for', async () => {
    await dispatch.addDestination()
    const dispatcher = await dispatch.dispatcher()
    const id = await dispatch.enqueue({ conversion: 'tcv_1' })
    await dispatcher.job({ destination: 'dest_1' }, { signal: new AbortController().signal, attempt: 0 })
    await stand({ sent: 1 })
    const { attempts, due_at, claim, last_error, sent_at } = await dispatch.send(id)
    assert.deepEqual({ attempts, due_at, claim, last_error }, { attempts: 1, due_at: null, claim: null, last_error: null })
    assert.ok(sent_at! > Date.now() - HOUR)
    assert.deepEqual(dispatch.platform.received, ['tcv_1'])
  })

  it('finds what nobody woke it for', async () => {
    await dispatch.addDestination()
    await dispatch.dispatcher()
    await dispatch.enqueue()
    await stand({ sent: 1 })
  })

  it('tells the journal what became of each send, under the trace of its conversion', async () => {
    await dispatch.addDestination()
    await dispatch.enqueue()
    await dispatch.enqueue({ expiresAt: Date.now() - 1 })
    await dispatch.dispatcher()
    await stand({ sent: 1, expired: 1 })
    assert.deepEqual((await dispatch.kinds()).sort(), ['send_expired', 'send_sent'])
  })

  it('sends the late value of a conversion as a purchase of its own id', async () => {
    await dispatch.addDestination()
    await dispatch.enqueue({ conversion: 'tcv_1' })
    await dispatch.enqueue({ conversion: 'tcv_1', eventId: 'tcv_1:purchase' })
    await dispatch.dispatcher()
    await stand({ sent: 2 })
    assert.deepEqual(dispatch.platform.received.sort(), ['tcv_1', 'tcv_1:purchase'])
  })

  it('tries again under the same event id when the platform fails', async () => {
    await dispatch.addDestination()
    const id = await dispatch.enqueue({ conversion: 'tcv_1' })
    answering(503)
    await dispatch.dispatcher()
    await eventually(async () => assert.equal((await dispatch.send(id)).last_error, '503 '))
    answering(200)
    await stand({ sent: 1 })
    assert.ok(dispatch.platform.requests.length >= 2)
    assert.deepEqual(dispatch.platform.received, ['tcv_1'])
  })

  it('tries again under the same event id what was taken and not answered', async () => {
    await dispatch.addDestination()
    const id = await dispatch.enqueue({ conversion: 'tcv_1' })
    dispatch.platform.answer = (_ids, response) => void response.destroy()
    await dispatch.dispatcher()
    await eventually(async () => assert.match((await dispatch.send(id)).last_error ?? '', /it may have arrived/))
    answering(200)
    await stand({ sent: 1 })
    assert.deepEqual(dispatch.platform.received, ['tcv_1'])
  })

  it('waits as long as the platform asks', async () => {
    await dispatch.addDestination()
    const id = await dispatch.enqueue()
    answering(429, '', { 'Retry-After': '600' })
    await dispatch.dispatcher()
    await eventually(async () => assert.equal((await dispatch.send(id)).attempts, 1))
    await dispatch.enqueue()
    // The destination rests as a whole: neither goes.
    await new Promise(resolve => setTimeout(resolve, 2500))
    assert.equal(dispatch.platform.requests.length, 1)
  })

  it('finds the one event for which a batch is refused, and sends the others', async () => {
    await dispatch.addDestination()
    for (let i = 0; i < 8; i++) await dispatch.enqueue({ conversion: `tcv_${i}` })
    dispatch.platform.answer = (ids, response) => void response.writeHead(ids.includes('tcv_5') ? 400 : 200).end('bad event')
    await dispatch.dispatcher()
    await stand({ sent: 7, failed: 1 })
    const [letter] = await dispatch.letters()
    assert.equal(letter!.reason, '400 bad event')
    assert.deepEqual(letter!.answer, { status: 400, body: 'bad event' })
    assert.match(letter!.request!.body!, /^tcv_5 /)
  })

  it('takes the word of a platform that judges each event', async () => {
    await dispatch.addDestination()
    for (let i = 0; i < 6; i++) await dispatch.enqueue({ conversion: `tcv_${i}` })
    answering(207, 'tcv_1,tcv_4')
    await dispatch.dispatcher()
    await stand({ sent: 4, failed: 2 })
    assert.equal(dispatch.platform.requests.length, 1)
  })

  it('takes out what can not go before it sends the rest', async () => {
    await dispatch.addDestination()
    await dispatch.enqueueMany(3)
    const past = await dispatch.enqueue({ expiresAt: Date.now() - 1 })
    const malformed = await dispatch.enqueue({ conversion: 'tcv_bad' })
    await dispatch.db.knex('tracked_conversions').where({ id: 'tcv_bad' }).update({ content_name: 'malformed' })
    const erased = await dispatch.enqueue({ conversion: 'tcv_erased' })
    await dispatch.db.knex('tracked_conversions').where({ id: 'tcv_erased' }).delete()
    await dispatch.dispatcher()
    await stand({ sent: 3, expired: 1, failed: 1, skipped: 1 })
    assert.equal(dispatch.platform.received.length, 3)
    const reasonOf = async (id: string) => (await dispatch.send(id)).last_error
    assert.match((await reasonOf(past))!, /^not delivered in time/)
    assert.equal(await reasonOf(malformed), 'it is malformed')
    assert.equal(await reasonOf(erased), "the person's data were erased")
    // What was skipped is nothing to be mended; the others can be replayed.
    assert.deepEqual((await dispatch.letters()).map(({ subject }) => subject).sort(), [past, malformed].sort())
  })

  it('fails what an address is refused for, and names its class', async () => {
    await dispatch.addDestination()
    const id = await dispatch.enqueue()
    dispatch.platform.adapter.build = () => ({ method: 'POST', url: 'http://10.0.0.1/', headers: {}, secrets: [] })
    await dispatch.dispatcher()
    await stand({ failed: 1 })
    assert.match((await dispatch.send(id)).last_error!, /no public address but private/)
  })

  describe('what is kept of a person', () => {
    const event = { clientIp: '203.0.113.7', userAgent: 'Agent/1.0', fbc: 'fb.1.1.x' }
    const kept = async () => fromJson<object>((await dispatch.db.knex('tracked_conversions').first('event')).event)
    const hashes = { person: { externalId: 'a'.repeat(64) }, fbc: 'fb.1.1.x' }

    it('goes to the platform, and leaves the conversion with its last send', async () => {
      await dispatch.addDestination()
      await dispatch.addDestination({ id: 'dest_2', enabled: false })
      await dispatch.enqueue({ conversion: 'tcv_1', event })
      const other = await dispatch.enqueue({ conversion: 'tcv_1', destination: 'dest_2' })
      let text = ''
      dispatch.platform.answer = (ids, response) => {
        text = ids.join()
        response.end()
      }
      await dispatch.dispatcher()
      await eventually(async () => assert.equal((await dispatch.standing()).sent, 1))
      assert.equal(text, 'tcv_1')
      assert.deepEqual(await kept(), { ...hashes, clientIp: event.clientIp, userAgent: event.userAgent })
      await dispatch.db.knex('sends').where({ id: other }).update({ due_at: 0, expires_at: 1 })
      await stand({ sent: 1, expired: 1 })
      assert.deepEqual(await kept(), hashes)
    })

    it('does not stand in dead letters', async () => {
      await dispatch.addDestination()
      await dispatch.enqueue({ conversion: 'tcv_1', event })
      answering(400, 'what is 203.0.113.7?')
      await dispatch.dispatcher()
      await stand({ failed: 1 })
      const [letter] = await dispatch.letters()
      assert.equal(letter!.request!.body, 'tcv_1 [removed] [removed]')
      assert.deepEqual(letter!.request!.headers, { 'access-token': '[removed]' })
      assert.equal(letter!.answer!.body, 'what is [removed]?')
      assert.deepEqual(await kept(), hashes)
    })
  })
})
