import assert from 'node:assert/strict'
import { ApiKeyStore } from '../../src/catalogue/key-store.js'
import { startServer, type TestServer } from '../helpers/server.js'
import { addTenant, loadKeys, look, type Tenant } from '../helpers/tenant.js'

describe('the secret key of management', () => {
  let server: TestServer
  let tenant: Tenant
  before(async () => {
    server = await startServer()
    tenant = await addTenant(server)
  })
  const ask = async (headers: Record<string, string>) => {
    const response = await server.fetch('/api/v1/websites', { headers })
    return { status: response.status, body: (await response.json()) as Record<string, unknown> }
  }
  const unauthorized = { status: 401, body: { error: 'Unauthorized', message: 'Invalid or missing API key', status: 401 } }

  it('is taken as X-API-Key and as bearer, whatever the case of the scheme', async () => {
    const key = server.demo.project.secretKey
    const ways = [{ 'X-API-Key': key }, { Authorization: `Bearer ${key}` }, { Authorization: `bearer  ${key}` }]
    for (const headers of ways) assert.equal((await ask(headers as Record<string, string>)).status, 200)
  })

  it('that is missing or wrong is 401 in the shape of the area', async () => {
    const key = server.demo.project.secretKey
    const wrong = [
      {},
      { 'X-API-Key': '' },
      { 'X-API-Key': 'sk_live_wrong' },
      { 'X-API-Key': `${key}x` },
      { 'X-API-Key': key.slice(0, -1) },
      { 'X-API-Key': key.toUpperCase() },
      { Authorization: key },
      { Authorization: 'Bearer' },
      { Authorization: 'Basic c2s6' },
      { Authorization: `Bearer ${server.demo.website.triggerSecret}` },
      { Authorization: `Bearer ${server.demo.website.pub}` },
    ]
    for (const headers of wrong) assert.deepEqual(await ask(headers as Record<string, string>), unauthorized, JSON.stringify(headers))
  })

  it('is not the public key, which is known and does not reach this far', async () => {
    for (const key of [server.demo.project.publicKey, tenant.publicKey]) {
      const { status, body } = await ask({ 'X-API-Key': key })
      assert.equal(status, 403)
      assert.equal(body.error, 'Forbidden')
      assert.match(String(body.message), /secret key/)
    }
  })

  it('is refused once it is revoked', async () => {
    const doomed = await addTenant(server)
    assert.equal((await doomed.manage('GET', '/websites')).status, 200)
    await look(server, async ({ knex }) => {
      const keys = (await new ApiKeyStore(knex).inForce()).filter(({ organization }) => organization === doomed.organization)
      for (const { id } of keys) assert.equal(await new ApiKeyStore(knex).revoke(doomed.organization, id, Date.now()), true)
    })
    await loadKeys(server)
    assert.deepEqual(await doomed.manage('GET', '/websites'), unauthorized)
  })

  it('stands in no log line and in no table', async () => {
    await ask({ 'X-API-Key': server.demo.project.secretKey })
    const rows = await look(server, async ({ knex }) => [...(await knex('api_keys')), ...(await knex('events'))])
    const text = JSON.stringify(rows) + server.logged.join('')
    for (const key of [server.demo.project.secretKey, server.demo.project.publicKey, server.demo.website.triggerSecret])
      assert.ok(!text.includes(key), key.slice(0, 12))
  })

  it('counts calls per organization: 600 a minute, each on its own account', async () => {
    const crowded = await addTenant(server)
    const statuses: number[] = []
    for (let call = 0; call < 601; call += 25)
      statuses.push(
        ...(await Promise.all(Array.from({ length: 25 }, async () => (await crowded.manage('GET', '/websites/site_none')).status))),
      )
    assert.equal(statuses.filter(status => status === 404).length, 600)
    assert.ok(statuses.slice(600).every(status => status === 429))
    assert.equal((await tenant.manage('GET', '/websites')).status, 200)
  })
})
