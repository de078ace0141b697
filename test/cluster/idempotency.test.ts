import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { freePort, type ServerProcess } from '../../scripts/bench/process.js'
import { type Installation, install } from '../../scripts/prove/installation.js'

/** One PostgreSQL, two processes. */
describe('an Idempotency-Key, on two processes', function () {
  this.timeout(60_000)
  let installation: Installation
  let servers: ServerProcess[] = []
  before(async function () {
    if (!process.env.TEST_DATABASE_URL) this.skip()
    execFileSync(process.execPath, ['scripts/build.mjs'])
    installation = await install('postgresql')
    servers = [await installation.start(await freePort()), await installation.start(await freePort(), { DEMO: 'off' })]
  })
  after(async () => {
    for (const server of servers) await server.stop()
    await installation?.remove()
  })

  it('lets two hundred calls at once make one conversion and two hundred equal answers', async () => {
    const { tracking } = installation.demo()
    const answers = await Promise.all(
      Array.from({ length: 200 }, async (_, n) => {
        const response = await fetch(`http://127.0.0.1:${servers[n % 2]!.port}/api/v1/events/conversion`, {
          method: 'POST',
          headers: { Authorization: `Bearer ${tracking.key}`, 'Content-Type': 'application/json', 'Idempotency-Key': 'order-1047' },
          body: JSON.stringify({
            telegramUserId: 5550001,
            channelId: tracking.channelId,
            eventType: 'Purchase',
            value: n + 1,
            currency: 'EUR',
          }),
        })
        return { status: response.status, replay: response.headers.get('x-idempotent-replay'), body: await response.text() }
      }),
    )
    assert.deepEqual([...new Set(answers.map(({ status }) => status))], [200])
    assert.equal(new Set(answers.map(({ body }) => body)).size, 1)
    assert.equal(answers.filter(({ replay }) => replay === 'true').length, 199)
    const conversions = await installation.look(async db => db.knex('tracked_conversions').pluck('id'))
    assert.equal(conversions.length, 1)
  })
})
