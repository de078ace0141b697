import assert from 'node:assert/strict'
import { DAY } from '../../src/lib/time.js'
import { startServer, type TestServer } from '../helpers/server.js'
import { look } from '../helpers/tenant.js'
import { type Booked, bookable } from '../helpers/tracked.js'
import { type Called, call } from '../helpers/tracking-calls.js'

const CONVERSION = '/api/v1/events/conversion'

describe('an Idempotency-Key', () => {
  let server: TestServer
  let channelId: string
  let clock = Date.now()
  let keys = 0
  before(async () => {
    server = await startServer({ ROLE: 'api', RATE_LIMITS: 'off' }, { now: () => clock })
    channelId = server.demo.tracking.channelId
    await bookable(server)
  })
  const newKey = () => `order-${++keys}`
  const convert = (body: object, key: string | undefined, path = CONVERSION): Promise<Called<Booked>> =>
    call(server, path, { eventType: 'Lead', channelId, ...body }, { headers: key === undefined ? {} : { 'Idempotency-Key': key } })
  const isReplay = ({ headers }: Called<unknown>) => headers.get('x-idempotent-replay')
  const countOf = async (telegramUserId: number) => {
    const [row] = await look(server, ({ knex }) =>
      knex('tracked_conversions')
        .where({ telegram_user_id: String(telegramUserId) })
        .count({ n: '*' }),
    )
    return Number(row!.n)
  }

  it('gives the first answer again, byte for byte, and does nothing twice', async () => {
    const key = newKey()
    const first = await convert({ telegramUserId: 1 }, key)
    const again = await convert({ telegramUserId: 1 }, key)
    assert.deepEqual([first.status, isReplay(first)], [200, null])
    assert.deepEqual([again.status, isReplay(again)], [200, 'true'])
    assert.equal(JSON.stringify(again.body), JSON.stringify(first.body))
    assert.equal(await countOf(1), 1)
  })

  it('does not compare the bodies', async () => {
    const key = newKey()
    const first = await convert({ telegramUserId: 2 }, key)
    const again = await convert({ telegramUserId: 3, eventType: 'Nonsense' }, key)
    assert.deepEqual([again.status, again.body, isReplay(again)], [200, first.body, 'true'])
    assert.equal(await countOf(3), 0)
  })

  it('lets each call without one act', async () => {
    await convert({ telegramUserId: 4 }, undefined)
    await convert({ telegramUserId: 4 }, undefined)
    assert.equal(await countOf(4), 2)
  })

  it('lets two hundred calls at once make one conversion and two hundred equal answers', async () => {
    const key = newKey()
    const answers = await Promise.all(Array.from({ length: 200 }, () => convert({ telegramUserId: 5 }, key)))
    assert.deepEqual([...new Set(answers.map(({ status }) => status))], [200])
    assert.equal(new Set(answers.map(({ body }) => JSON.stringify(body))).size, 1)
    assert.equal(answers.filter(answer => isReplay(answer) === 'true').length, 199)
    assert.equal(await countOf(5), 1)
  })

  it('holds within one API key, one path and one method', async () => {
    const key = newKey()
    await convert({ telegramUserId: 6 }, key)
    const { body: other } = await server.manage<{ key: string }>('POST', '/tracking-keys', { name: 'Other', scope: 'account' })
    const body = { eventType: 'Lead', channelId, telegramUserId: 6 }
    const byOther = await call(server, CONVERSION, body, { key: other.key, headers: { 'Idempotency-Key': key } })
    assert.deepEqual([byOther.status, isReplay(byOther)], [200, null])
    assert.equal(isReplay(await convert({}, key, '/api/v1/leads/6/events')), null)
    assert.equal(await countOf(6), 3)
  })

  it('gives a refusal again, though the request is right by now', async () => {
    for (const [wrong, status] of [
      [{ eventType: 'Nonsense' }, 400],
      [{ channelId: 'chan_nothing' }, 404],
    ] as const) {
      const key = newKey()
      const first = await convert({ telegramUserId: 7, ...wrong }, key)
      assert.deepEqual([first.status, isReplay(first)], [status, null])
      const again = await convert({ telegramUserId: 7 }, key)
      assert.deepEqual([again.status, again.body, isReplay(again)], [status, first.body, 'true'])
    }
    assert.equal(await countOf(7), 0)
  })

  it('lets a call act that was refused while the website was paused, and answers a known one even then', async () => {
    const [known, fresh] = [newKey(), newKey()]
    const first = await convert({ telegramUserId: 8 }, known)
    const site = `/websites/${server.demo.website.id}`
    await server.manage('PATCH', site, { status: 'paused' })
    const refused = await convert({ telegramUserId: 8 }, fresh)
    const replayed = await convert({ telegramUserId: 8 }, known)
    await server.manage('PATCH', site, { status: 'active' })
    assert.deepEqual([refused.status, refused.body.error?.code], [402, 'SUBSCRIPTION_INACTIVE'])
    assert.deepEqual([replayed.body, isReplay(replayed)], [first.body, 'true'])
    const now = await convert({ telegramUserId: 8 }, fresh)
    assert.deepEqual([now.status, isReplay(now)], [200, null])
  })

  for (const [what, key] of [
    ['empty', ''],
    ['too long', 'x'.repeat(129)],
  ] as const)
    it(`is refused when it is ${what}`, async () => {
      const { status, body } = await convert({ telegramUserId: 9 }, key)
      assert.deepEqual([status, body.error?.code], [400, 'INVALID_PAYLOAD'])
      assert.match(body.error!.message, /^Idempotency-Key: must be 1 to 128 characters/)
    })

  it('holds for as long as 128 characters', async () => {
    const key = 'y'.repeat(128)
    await convert({ telegramUserId: 10 }, key)
    assert.equal(isReplay(await convert({ telegramUserId: 10 }, key)), 'true')
  })

  it('holds for a day', async () => {
    const key = newKey()
    const first = await convert({ telegramUserId: 11 }, key)
    clock += DAY - 1
    assert.equal(isReplay(await convert({ telegramUserId: 11 }, key)), 'true')
    clock += 1
    const later = await convert({ telegramUserId: 11 }, key)
    assert.equal(isReplay(later), null)
    assert.notEqual(later.body.conversionId, first.body.conversionId)
    assert.deepEqual((await convert({ telegramUserId: 11 }, key)).body, later.body, 'the later one is the first of its day')
  })

  it('costs a replay nothing: a bucket of fifty lets any number of them through', async () => {
    const limited = await startServer({ ROLE: 'api' }, { now: () => clock })
    await bookable(limited)
    const { key: trackingKey, channelId } = limited.demo.tracking
    const ask = (key: string) =>
      call<Booked>(
        limited,
        CONVERSION,
        { eventType: 'Lead', channelId, telegramUserId: 12 },
        {
          key: trackingKey,
          headers: { 'Idempotency-Key': key },
        },
      )
    const key = newKey()
    for (let n = 0; n < 60; n++) assert.equal((await ask(key)).status, 200, `call ${n + 1}`)
    for (let n = 0; n < 49; n++) assert.equal((await ask(newKey())).status, 200, `token ${n + 2}`)
    const beyond = await ask(newKey())
    assert.deepEqual([beyond.status, beyond.body.error?.code, beyond.headers.get('retry-after')], [429, 'RATE_LIMITED', '1'])
    assert.equal(isReplay(await ask(key)), 'true', 'an empty bucket refuses none who was answered before')
    await limited.close()
  })
})

describe('an Idempotency-Key on two processes', function () {
  this.timeout(60_000)

  it('lets two hundred calls at once make one conversion and two hundred equal answers', async function () {
    if (!process.env.TEST_DATABASE_URL) this.skip()
    const one = await startServer({ ROLE: 'api' })
    await bookable(one)
    const two = await startServer({ ...one.env, DEMO: 'off' })
    for (let round = 0; round < 3; round++) {
      const ask = (n: number) =>
        call<Booked>(
          n % 2 === 0 ? one : two,
          CONVERSION,
          // Not even the person is the same.
          { eventType: 'Lead', channelId: one.demo.tracking.channelId, telegramUserId: round * 1000 + n + 1 },
          { key: one.demo.tracking.key, headers: { 'Idempotency-Key': `shared-${round}` } },
        )
      const answers = await Promise.all(Array.from({ length: 200 }, (_, n) => ask(n)))
      assert.deepEqual([...new Set(answers.map(({ status }) => status))], [200])
      assert.equal(new Set(answers.map(({ body }) => JSON.stringify(body))).size, 1)
      assert.equal(answers.filter(({ headers }) => headers.get('x-idempotent-replay') === 'true').length, 199)
    }
    const [row] = await look(one, ({ knex }) => knex('tracked_conversions').count({ n: '*' }))
    assert.equal(Number(row!.n), 3)
    await two.close()
  })
})
