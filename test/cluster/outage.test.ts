import assert from 'node:assert/strict'
import { checkMarks, Writers } from '../../scripts/prove/writers.js'
import { eventually } from '../helpers/eventually.js'
import { Line } from '../helpers/line.js'
import { startServer, type TestServer } from '../helpers/server.js'
import { look } from '../helpers/tenant.js'

const writersOf = ({ baseUrl, demo }: TestServer, name: string) => new Writers({ baseUrl, keys: demo.website }, { name, count: 16 })

/** Nothing was answered but 204 and 503, each acknowledged event is there once, and none twice. */
async function check(server: TestServer, { acknowledged, statuses, faults }: Writers): Promise<void> {
  assert.deepEqual(faults, [])
  assert.ok(!statuses.has(0), 'every request is answered')
  await look(server, db => checkMarks(db, acknowledged))
}

describe('a PostgreSQL that goes away in mid-load', function () {
  this.timeout(60_000)
  let server: TestServer
  let line: Line
  before(async function () {
    if (!process.env.TEST_DATABASE_URL) this.skip()
    server = await startServer({ RATE_LIMITS: 'off' })
  })
  after(() => line?.cut())

  it('and ends every connection loses nothing that was acknowledged', async () => {
    const writers = writersOf(server, 'ended')
    for (let turn = 0; turn < 5; turn++) {
      await writers.acknowledge(200)
      await look(server, ({ knex }) =>
        knex.raw('select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()'),
      )
    }
    await writers.acknowledge(200)
    await writers.stop()
    await check(server, writers)
  })

  it('and can not be reached is answered 503, and served again when it is back, without a restart', async () => {
    line = await Line.to(server.env.DATABASE_URL!)
    const over = await startServer({ ...server.env, DEMO: 'off', DATABASE_URL: line.through(server.env.DATABASE_URL!) })
    const writers = writersOf(over, 'cut')
    await writers.acknowledge(200)
    await line.cut()
    await writers.until(() => writers.count(503) > 50, 'answers of 503')
    assert.equal((await over.fetch('/readyz')).status, 503)
    assert.equal((await over.fetch('/healthz')).status, 200)
    const decision = await over.fetch(over.withKeys('/v1/decision'), { headers: { 'X-Forwarded-For': '8.8.8.8' } })
    assert.equal(decision.status, 200, 'decisions are made from memory, and their notes wait')
    const { requestId } = (await decision.json()) as { requestId: string }
    const { status, body } = await over.manage('GET', '/websites')
    assert.deepEqual([status, body.status, body.error], [503, 503, 'Service Unavailable'])
    await line.mend()
    await writers.acknowledge(200)
    await writers.stop()
    await check(server, writers)
    await eventually(async () => {
      const noted = await look(server, ({ knex }) => knex('events').where({ trace: requestId.slice(0, 30) }))
      assert.equal(noted.length, 1)
    })
    assert.equal((await over.fetch('/readyz')).status, 200)
    await over.close()
  })
})
