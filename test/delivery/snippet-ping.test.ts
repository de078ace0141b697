import assert from 'node:assert/strict'
import { eventually } from '../helpers/eventually.js'
import { startServer, type TestServer } from '../helpers/server.js'
import { look } from '../helpers/tenant.js'

describe('recordSnippetPing', () => {
  let server: TestServer
  before(async () => {
    server = await startServer()
  })
  const post = (body: unknown, type = 'application/json', path = server.withKeys('/v1/events/snippet-ping')) =>
    server.fetch(path, {
      method: 'POST',
      headers: { 'Content-Type': type },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    })
  const stored = () =>
    look(server, async ({ knex }) => {
      const rows: { properties: unknown }[] = await knex('events').where({ kind: 'snippet_ping' }).orderBy('id').select('properties')
      return rows.map(({ properties }) => (typeof properties === 'string' ? JSON.parse(properties) : properties))
    })

  /** An embedded database has it a moment after it is durable. */
  const isStored = (ping: object) => eventually(async () => assert.deepEqual((await stored()).at(-1), ping))

  it('is stored, and its answer is empty', async () => {
    const ping = { url: 'https://casino.example/cashier', surface: 'overlay' }
    const response = await post(ping)
    assert.equal(response.status, 204)
    assert.equal(await response.text(), '')
    await isStored(ping)
  })

  it('needs no field, and comes as text/plain as well, so that a browser sends no preflight', async () => {
    assert.equal((await post({})).status, 204)
    await isStored({})
    assert.equal((await post({ surface: 'section' }, 'text/plain;charset=UTF-8')).status, 204)
    await isStored({ surface: 'section' })
    assert.equal((await post({ url: null, surface: null })).status, 204)
    await isStored({})
  })

  it('takes the keys from the body, as a beacon brings them, and stores them not', async () => {
    const { pub, website } = server.demo.website
    assert.equal((await post({ pub, website, url: 'https://x/' }, 'text/plain', '/v1/events/snippet-ping')).status, 204)
    await isStored({ url: 'https://x/' })
    assert.equal((await post({ pub }, 'text/plain', '/v1/events/snippet-ping')).status, 401)
    assert.equal((await post({ pub, website: 'web_wrong' }, 'text/plain', '/v1/events/snippet-ping')).status, 403)
    assert.equal((await post({ pub: [pub], website }, 'text/plain', '/v1/events/snippet-ping')).status, 401)
  })

  for (const [body, message] of [
    [{ surface: 'popup' }, /^surface: must be one of/],
    [{ url: 5 }, /^url: must be string/],
    ['{', /^body: must be a JSON object/],
  ] as const)
    it(`refuses ${JSON.stringify(body)} by name and stores nothing`, async () => {
      const before = (await stored()).length
      const response = await post(body)
      assert.equal(response.status, 400)
      const { error, reason } = (await response.json()) as { error: string; reason: string }
      assert.match(error, message)
      assert.equal(reason, 'invalid_request')
      assert.equal((await stored()).length, before)
    })
})
