import assert from 'node:assert/strict'
import { startServer, type TestServer } from '../helpers/server.js'
import { look } from '../helpers/tenant.js'
import { type Booked, bookable, invited, sendsOf, visited } from '../helpers/tracked.js'
import { call } from '../helpers/tracking-calls.js'

describe('recordLateValue', () => {
  let server: TestServer
  let last = 3000
  before(async () => {
    server = await startServer({ RATE_LIMITS: 'off', ROLE: 'api' })
    await bookable(server)
  })
  const convert = async (body: object) => {
    const { channelId } = server.demo.tracking
    const answer = await call<Booked>(server, '/api/v1/events/conversion', { channelId, eventType: 'Lead', ...body })
    assert.equal(answer.status, 200, JSON.stringify(answer.body))
    return answer.body
  }
  const setValue = (person: number | string, conversion: string, body: object, headers = {}) =>
    call<Booked>(server, `/api/v1/leads/${person}/conversions/${conversion}/value`, body, { headers })

  it('has a purchase told under an event id of its own, and keeps the id of the conversion', async () => {
    const telegramUserId = ++last
    const { conversionId, sends } = await convert({ telegramUserId })
    const { status, body } = await setValue(telegramUserId, conversionId, { value: 19.9, currency: 'eur', contentName: 'VIP' })
    assert.equal(status, 200, JSON.stringify(body))
    assert.deepEqual([body.conversionId, body.capiStatus, body.dispatched, body.sends.length], [conversionId, 'pending', true, 1])
    assert.notEqual(body.sends[0]!.sendId, sends[0]!.sendId)
    const [, purchase] = await sendsOf(server, conversionId)
    assert.deepEqual([purchase!.event_id, purchase!.event_type], [`${conversionId}:purchase`, 'Purchase'])
  })

  it('answers the same amount the same, and tells nobody again', async () => {
    const telegramUserId = ++last
    const { conversionId } = await convert({ telegramUserId })
    const first = await setValue(telegramUserId, conversionId, { value: 5, currency: 'USD' })
    const again = await setValue(telegramUserId, conversionId, { value: 5, currency: 'usd' })
    assert.deepEqual([again.status, again.body], [200, first.body])
    assert.equal((await sendsOf(server, conversionId)).length, 2)
  })

  it('refuses another amount', async () => {
    const telegramUserId = ++last
    const { conversionId } = await convert({ telegramUserId })
    await setValue(telegramUserId, conversionId, { value: 5, currency: 'USD' })
    for (const other of [
      { value: 6, currency: 'USD' },
      { value: 5, currency: 'EUR' },
    ]) {
      const { status, body } = await setValue(telegramUserId, conversionId, other)
      assert.deepEqual([status, body.error], [409, { code: 'VALUE_ALREADY_SET', message: 'value: 5 USD was set before' }])
    }
  })

  it('leaves a purchase its own value, and lets a lead that was thought to be worth something be worth another', async () => {
    const telegramUserId = ++last
    const purchase = await convert({ telegramUserId, eventType: 'Purchase', value: 9, currency: 'USD' })
    assert.deepEqual((await setValue(telegramUserId, purchase.conversionId, { value: 9, currency: 'USD' })).body.sends, purchase.sends)
    assert.equal((await setValue(telegramUserId, purchase.conversionId, { value: 10, currency: 'USD' })).status, 409)
    const lead = await convert({ telegramUserId, value: 3, currency: 'USD' })
    assert.equal((await setValue(telegramUserId, lead.conversionId, { value: 10, currency: 'USD' })).status, 200)
  })

  it('is set once by many who set it at the same time', async () => {
    const telegramUserId = ++last
    const { conversionId } = await convert({ telegramUserId })
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, n) => setValue(telegramUserId, conversionId, { value: 1 + (n % 2), currency: 'USD' })),
    )
    assert.deepEqual([...answers.map(({ status }) => status)].sort(), [...Array(10).fill(200), ...Array(10).fill(409)])
    assert.equal((await sendsOf(server, conversionId)).length, 2)
  })

  it('says first that the lead is unknown, then that the conversion is', async () => {
    const telegramUserId = ++last
    const { conversionId } = await convert({ telegramUserId })
    const other = await convert({ telegramUserId: ++last })
    const amount = { value: 1, currency: 'USD' }
    for (const person of [999_999_999, 'nobody', '%00'])
      assert.deepEqual((await setValue(person, conversionId, amount)).body.error?.code, 'LEAD_NOT_FOUND', String(person))
    for (const conversion of [other.conversionId, 'tcv_nothing', '%00']) {
      const { status, body } = await setValue(telegramUserId, conversion, amount)
      assert.deepEqual([status, body.error?.code], [404, 'CONVERSION_NOT_FOUND'], conversion)
    }
  })

  it('gives its first answer again under an Idempotency-Key, be it a conflict', async () => {
    const telegramUserId = ++last
    const { conversionId } = await convert({ telegramUserId })
    const set = (value: number, key: string) =>
      setValue(telegramUserId, conversionId, { value, currency: 'USD' }, { 'Idempotency-Key': key })
    const first = await set(5, `late-${last}`)
    const again = await set(6, `late-${last}`)
    assert.deepEqual([again.body, again.headers.get('x-idempotent-replay')], [first.body, 'true'])
    const conflict = await set(6, `conflict-${last}`)
    const repeated = await set(5, `conflict-${last}`)
    assert.deepEqual([repeated.status, repeated.body, repeated.headers.get('x-idempotent-replay')], [409, conflict.body, 'true'])
  })

  it('fills in again from the visit what left the conversion with its last send', async () => {
    const telegramUserId = ++last
    const visit = await visited(server, { href: 'https://localhost/', clientIp: '81.2.69.142', userAgent: 'Visitor/1' })
    await invited(server, telegramUserId, visit)
    const { conversionId } = await convert({ telegramUserId })
    const eventOf = () =>
      look(server, async ({ knex }) => {
        const { event } = (await knex('tracked_conversions').first('event').where({ id: conversionId })) as { event: string }
        return JSON.parse(event) as Record<string, unknown>
      })
    const { clientIp: _, userAgent: __, ...forgotten } = await eventOf()
    await look(server, ({ knex }) =>
      knex('tracked_conversions')
        .where({ id: conversionId })
        .update({ event: JSON.stringify(forgotten) }),
    )
    await setValue(telegramUserId, conversionId, { value: 1, currency: 'USD' })
    const { clientIp, userAgent } = await eventOf()
    assert.deepEqual([clientIp, userAgent], ['81.2.69.142', 'Visitor/1'])
  })
})
