import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { freePort, type ServerProcess } from '../../scripts/bench/process.js'
import { type Installation, install } from '../../scripts/prove/installation.js'
import { transaction } from '../../src/db/transaction.js'
import { openJobs } from '../../src/jobs/open-jobs.js'
import { createLog } from '../../src/lib/log.js'
import { eventually } from '../helpers/eventually.js'

/** One PostgreSQL, a process that serves and a process that works. */
describe('roles', function () {
  this.timeout(60_000)
  let installation: Installation
  let api: ServerProcess
  let worker: ServerProcess | undefined
  let url: string
  before(async function () {
    if (!process.env.TEST_DATABASE_URL) this.skip()
    execFileSync(process.execPath, ['scripts/build.mjs'])
    installation = await install('postgresql')
    api = await installation.start(await freePort(), { ROLE: 'api' })
    url = await installation
      .look(async db => (await db.knex.raw('select current_database() as name')).rows[0].name as string)
      .then(name => {
        const database = new URL(process.env.TEST_DATABASE_URL!)
        database.pathname = `/${name}`
        return database.href
      })
  })
  after(async () => {
    await worker?.stop()
    await api?.stop()
    await installation?.remove()
  })

  const status = async (server: ServerProcess, path: string) => (await fetch(`http://127.0.0.1:${server.port}${path}`)).status
  const metric = async (server: ServerProcess, line: string) => {
    const text = await (await fetch(`http://127.0.0.1:${server.port}/metrics`)).text()
    const found = text.split('\n').find(each => each.startsWith(`${line} `))
    return found === undefined ? undefined : Number(found.slice(line.length + 1))
  }
  /** Leaves a job for housekeeping, which deletes one answer that is too old. */
  const leaveWork = () =>
    installation.look(async db => {
      const jobs = await openJobs(db, url, { now: Date.now, log: createLog('silent') })
      await transaction(db, async trx => {
        await trx('idempotent_answers').insert({ scope: 'old', status: 200, body: '{}', at: 1 })
        await jobs.add(trx, 'housekeeping', {}, { key: 'housekeeping' })
      })
      await jobs.stop()
    })
  const answers = () => installation.look(async db => (await db.knex('idempotent_answers')).length)

  it('api: adds to the queue, shows it, and leaves the work to others', async () => {
    await leaveWork()
    await eventually(async () => assert.equal(await metric(api, 'throughline_jobs_waiting{name="housekeeping"}'), 1), 10_000)
    await new Promise(resolve => setTimeout(resolve, 1500))
    assert.equal(await answers(), 1)
    assert.equal(await status(api, '/v1/decision'), 401)
  })

  it('worker: does what waits, and serves nothing but its health, its readiness and its metrics', async () => {
    worker = await installation.start(await freePort(), { ROLE: 'worker', DEMO: 'off' })
    await eventually(async () => assert.equal(await answers(), 0), 15_000)
    await eventually(async () => assert.equal(await metric(worker!, 'throughline_jobs_failed'), 0), 10_000)
    await eventually(async () => assert.equal(await metric(worker!, 'throughline_jobs_waiting{name="housekeeping"}'), undefined), 10_000)
    assert.equal(await metric(worker, 'throughline_sends_waiting'), 0)
    for (const path of ['/healthz', '/readyz']) assert.equal(await status(worker, path), 200, path)
    for (const path of ['/v1/decision', '/api/v1/websites', '/docs/api', '/openapi.json', '/demo'])
      assert.equal(await status(worker, path), 404, path)
  })

  it('worker: told to stop, it is gone in time, and what is left for it waits', async () => {
    const start = performance.now()
    await worker!.stop()
    assert.ok(performance.now() - start < 10_000)
    await leaveWork()
    await new Promise(resolve => setTimeout(resolve, 1000))
    assert.equal(await answers(), 1)
  })
})
