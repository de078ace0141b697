import assert from 'node:assert/strict'
import { startServer, type TestServer } from '../helpers/server.js'
import { addTenant, look } from '../helpers/tenant.js'

describe("a website's tracking id", () => {
  let server: TestServer
  let site: { id: string; trackingId: string }
  before(async () => {
    server = await startServer()
  })
  beforeEach(async () => {
    site = (await server.manage<typeof site>('POST', '/websites', { name: 'Casino', domain: 'casino.example' })).body
  })

  for (const [method, path, body] of [
    ['GET', ''],
    ['PUT', '', { name: 'Renamed' }],
    ['PATCH', '', { name: 'Renamed' }],
    ['DELETE', ''],
    ['POST', '/keys/rotate'],
    ['GET', '/trigger-secrets'],
    ['POST', '/trigger-secrets'],
    ['GET', '/geo-rule'],
    ['PUT', '/geo-rule', { mode: 'allowlist', entries: ['DE'] }],
    ['GET', '/offer-rules'],
    ['PUT', '/offer-rules', { offers: { allow: [] } }],
    ['GET', '/report'],
    ['GET', '/channels'],
    ['POST', '/channels', {}],
    ['GET', '/destinations'],
    ['POST', '/destinations', { platform: 'meta', accountId: '1' }],
  ] as const)
    it(`names it to ${method} /websites/{id}${path}, and what is written is written under its id`, async () => {
      const { status } = await server.manage(method, `/websites/${site.trackingId}${path}`, body)
      assert.ok(status === 200 || status === 201, String(status))
      const rows = await look(server, async ({ knex }) =>
        Promise.all(
          ['events', 'trigger_secrets', 'channels', 'destinations'].map(table => knex(table).where({ website: site.trackingId })),
        ),
      )
      assert.deepEqual(rows.flat(), [])
    })

  it('names it when a trigger secret is revoked', async () => {
    const { body } = await server.manage<{ id: string }>('POST', `/websites/${site.id}/trigger-secrets`)
    assert.equal((await server.manage('DELETE', `/websites/${site.trackingId}/trigger-secrets/${body.id}`)).status, 200)
  })

  it('deletes the very website that it names', async () => {
    await server.manage('DELETE', `/websites/${site.trackingId}`)
    assert.equal((await server.manage('GET', `/websites/${site.id}`)).status, 404)
  })

  it('names nothing to another organization', async () => {
    const other = await addTenant(server)
    assert.equal((await other.manage('GET', `/websites/${site.trackingId}`)).status, 404)
  })
})
