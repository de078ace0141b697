import assert from 'node:assert/strict'
import { startServer, type TestServer } from '../helpers/server.js'
import { look } from '../helpers/tenant.js'

interface Secret {
  id: string
  secret: string
  prefix: string
  createdAt: string
}
interface Page {
  items: (Omit<Secret, 'secret'> & { lastUsedAt: string | null })[]
  total: number
}

describe('trigger secrets', () => {
  let server: TestServer
  let path: string
  beforeEach(async () => {
    server ??= await startServer()
    const { body } = await server.manage<{ id: string }>('POST', '/websites', { name: 'Casino', domain: 'casino.example' })
    path = `/websites/${body.id}/trigger-secrets`
  })
  const create = async () => (await server.manage<Secret>('POST', path)).body
  const list = async (query = '') => (await server.manage<Page>('GET', path + query)).body

  it('createTriggerSecret shows the secret once, and the database keeps its hash alone', async () => {
    const { status, body } = await server.manage<Secret>('POST', path)
    assert.equal(status, 201)
    assert.match(body.secret, /^its_[\w-]{32}$/)
    assert.ok(body.secret.startsWith(body.prefix) && body.prefix.length < 12, 'the prefix tells secrets apart and gives none away')
    assert.doesNotMatch(JSON.stringify(await list()), new RegExp(body.secret))
    const rows = await look(server, async ({ knex }) => [...(await knex('trigger_secrets')), ...(await knex('events'))])
    assert.doesNotMatch(JSON.stringify(rows), new RegExp(body.secret))
  })

  it('listTriggerSecrets answers those in force, the oldest first, in pages', async () => {
    const made = [await create(), await create(), await create()]
    const { items, total } = await list()
    assert.deepEqual(
      items,
      made.map(({ id, prefix, createdAt }) => ({ id, prefix, createdAt, lastUsedAt: null })),
    )
    assert.equal(total, 3)
    assert.deepEqual(
      (await list('?page=2&limit=2')).items.map(({ id }) => id),
      [made[2]?.id],
    )
  })

  it('listTriggerSecrets tells of a use at once', async () => {
    const { secret } = await create()
    const used = await server.fetch('/v1/widget-decline/trigger', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${secret}` },
      body: JSON.stringify({ sessionId: 'dses_none' }),
    })
    assert.equal(used.status, 404)
    assert.match((await list()).items[0]?.lastUsedAt ?? 'never', /^20/)
  })

  it('revokeTriggerSecret takes one out of force and leaves the others', async () => {
    const [first, second] = [await create(), await create()]
    assert.deepEqual(await server.manage('DELETE', `${path}/${first.id}`), { status: 200, body: { deleted: true } })
    assert.deepEqual(
      (await list()).items.map(({ id }) => id),
      [second.id],
    )
    assert.equal((await server.manage('DELETE', `${path}/${first.id}`)).status, 404, 'a second time there is none')
  })

  it('of another website, or of none, are not found', async () => {
    const { id } = await create()
    const elsewhere = `/websites/${server.demo.website.id}/trigger-secrets`
    assert.equal((await server.manage('DELETE', `${elsewhere}/${id}`)).status, 404)
    for (const method of ['GET', 'POST']) assert.equal((await server.manage(method, '/websites/site_none/trigger-secrets')).status, 404)
  })
})
