import assert from 'node:assert/strict'
import pg from 'pg'
import { ApiKeyStore } from '../../src/catalogue/key-store.js'
import { eventually } from '../helpers/eventually.js'
import { startServer, type TestServer } from '../helpers/server.js'
import { addTenant, loadKeys, look } from '../helpers/tenant.js'

/** Several processes of one installation share a PostgreSQL. What one of them changes holds for the very next request to any. */
describe('two processes on one PostgreSQL', function () {
  this.timeout(60_000)
  let one: TestServer
  let two: TestServer
  before(async function () {
    if (!process.env.TEST_DATABASE_URL) this.skip()
    one = await startServer({ RATE_LIMITS: 'off' })
    two = await startServer({ ...one.env, DEMO: 'off' })
  })

  const decide = async (server: TestServer) => {
    const response = await server.fetch(one.withKeys('/v1/decision'), { headers: { 'X-Forwarded-For': '8.8.8.8' } })
    return { status: response.status, allowed: ((await response.json()) as { allowed?: boolean }).allowed }
  }
  const saveRule = (server: TestServer, entries: string[]) =>
    server.manage('PUT', `/websites/${one.demo.website.id}/geo-rule`, { mode: 'allowlist', entries })

  it('decide by a geo rule at the next request, whichever of them saved it', async () => {
    for (let turn = 0; turn < 50; turn++) {
      const [writer, reader] = turn % 2 === 0 ? [one, two] : [two, one]
      const allowed = turn % 3 === 0
      await saveRule(writer, allowed ? ['US'] : ['DE'])
      assert.equal((await decide(reader)).allowed, allowed, `turn ${turn}`)
      assert.equal((await decide(writer)).allowed, allowed, `turn ${turn}`)
    }
  })

  it('decide alike while both are written to at once', async () => {
    await Promise.all(Array.from({ length: 20 }, (_, n) => saveRule(n % 2 === 0 ? one : two, n % 4 < 2 ? ['US'] : ['DE'])))
    const { body } = await one.manage<{ entries: string[] }>('GET', `/websites/${one.demo.website.id}/geo-rule`)
    for (const server of [one, two]) assert.equal((await decide(server)).allowed, body.entries[0] === 'US')
  })

  it('refuse a pair of keys as soon as one of them has rotated it', async () => {
    const site = await one.manage<{ id: string; pub: string; website: string }>('POST', '/websites', { name: 'K', domain: 'localhost' })
    const status = async ({ pub, website }: { pub: string; website: string }) =>
      (await two.fetch(`/v1/decision?pub=${pub}&website=${website}`)).status
    assert.equal(await status(site.body), 200, 'what one has made the other knows')
    const rotated = await one.manage<{ pub: string; website: string }>('POST', `/websites/${site.body.id}/keys/rotate`)
    assert.equal(await status(site.body), 403)
    assert.equal(await status(rotated.body), 200)
    await one.manage('DELETE', `/websites/${site.body.id}`)
    assert.equal(await status(rotated.body), 403)
  })

  it('refuse a secret key as soon as it is revoked', async () => {
    const tenant = await addTenant(one)
    const onTwo = () => two.manage('GET', '/websites', undefined, tenant.secretKey)
    assert.equal((await onTwo()).status, 200)
    await look(one, async ({ knex }) => {
      const store = new ApiKeyStore(knex)
      for (const { id, organization } of await store.inForce())
        if (organization === tenant.organization) await store.revoke(organization, id, Date.now())
    })
    await loadKeys(one)
    assert.equal((await onTwo()).status, 401)
  })

  it('refuse a trigger secret as soon as one of them has revoked it', async () => {
    const path = `/websites/${one.demo.website.id}/trigger-secrets`
    const { body } = await one.manage<{ id: string; secret: string }>('POST', path)
    const trigger = async () => {
      const response = await two.fetch('/v1/widget-decline/trigger', {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${body.secret}` },
        body: JSON.stringify({ sessionId: 'ses_unknown' }),
      })
      return response.status
    }
    assert.equal(await trigger(), 404, 'the secret is good, the session is not')
    await one.manage('DELETE', `${path}/${body.id}`)
    assert.equal(await trigger(), 403)
  })

  it('are not held up by one that has stopped', async () => {
    const third = await startServer({ ...one.env, DEMO: 'off' })
    await third.close()
    const start = performance.now()
    assert.equal((await saveRule(one, ['US'])).status, 200)
    assert.ok(performance.now() - start < 1000)
  })

  it('are held up for two seconds at most by one that hangs, and name it', async () => {
    const hung = new pg.Client({ connectionString: one.env.DATABASE_URL, application_name: 'throughline notices proc_hung' })
    await hung.connect()
    const start = performance.now()
    assert.equal((await saveRule(one, ['DE'])).status, 200)
    const ms = performance.now() - start
    assert.ok(ms > 1500 && ms < 4000, `${ms} ms`)
    assert.equal((await decide(two)).allowed, false, 'the others have it at once')
    assert.ok(one.logged.some(line => line.includes('proc_hung')))
    await hung.end()
  })

  it('agree again after all connections were ended under them', async () => {
    await look(one, ({ knex }) =>
      knex.raw('select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()'),
    )
    // Until its notices are connected again a process hears of nothing; it then looks for what it missed.
    await eventually(async () => {
      const { rows } = await look(one, ({ knex }) =>
        knex.raw("select 1 from pg_stat_activity where datname = current_database() and application_name like 'throughline notices %'"),
      )
      assert.equal(rows.length, 2)
    })
    for (let turn = 0; turn < 10; turn++) {
      assert.equal((await saveRule(one, turn % 2 === 0 ? ['US'] : ['DE'])).status, 200)
      assert.equal((await decide(two)).allowed, turn % 2 === 0, `turn ${turn}`)
    }
  })
})
