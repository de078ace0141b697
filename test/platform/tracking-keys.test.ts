import assert from 'node:assert/strict'
import type { Page } from '../helpers/advertiser.js'
import { startServer, type TestServer } from '../helpers/server.js'
import { addTenant, look, type Tenant } from '../helpers/tenant.js'

interface Key {
  id: string
  name: string
  scope: string
  websiteId: string | null
  key: string
  prefix: string
  createdAt: string
}

describe('tracking keys', () => {
  let server: TestServer
  let other: Tenant
  let site: { id: string; trackingId: string }
  before(async () => {
    server = await startServer()
    other = await addTenant(server)
  })
  beforeEach(async () => {
    site = (await server.manage<typeof site>('POST', '/websites', { name: 'Casino', domain: 'casino.example' })).body
  })
  const create = (body: object, key?: string) => server.manage<Key & { message: string }>('POST', '/tracking-keys', body, key)
  const listed = async (query = '') => (await server.manage<Page<Key>>('GET', `/tracking-keys?websiteId=${site.id}${query}`)).body

  it('createTrackingKey shows the key once, and the database keeps its hash alone', async () => {
    const { status, body } = await create({ name: 'Payments', scope: 'site', websiteId: site.id })
    assert.equal(status, 201)
    const { key, ...shown } = body
    assert.match(key, /^atk_live_[0-9a-z]{8}_[0-9a-z]{32}$/)
    assert.equal(shown.prefix, key.slice(0, 17))
    assert.deepEqual([shown.name, shown.scope, shown.websiteId], ['Payments', 'site', site.id])
    assert.deepEqual((await listed()).items, [{ ...shown, lastUsedAt: null }])
    const rows = await look(server, async ({ knex }) => [...(await knex('tracking_keys')), ...(await knex('events'))])
    assert.doesNotMatch(JSON.stringify(rows), new RegExp(key.slice(-32)))
  })

  it('is of the site when one is named, by its tracking id too, and of the account otherwise', async () => {
    const { body: ofSite } = await create({ name: 'A', websiteId: site.trackingId })
    assert.deepEqual([ofSite.scope, ofSite.websiteId], ['site', site.id])
    const { body: ofAccount } = await create({ name: 'B' }, other.secretKey)
    assert.deepEqual([ofAccount.scope, ofAccount.websiteId], ['account', null])
  })

  it('are at most five in force for a site: one more is refused until another is revoked', async () => {
    const keys = []
    for (let at = 0; at < 5; at++) keys.push((await create({ name: 'K', websiteId: site.id })).body)
    const { status, body } = await create({ name: 'Sixth', websiteId: site.id })
    assert.equal(status, 409)
    assert.match(body.message, /5 keys in force/)
    assert.equal((await server.manage('DELETE', `/tracking-keys/${keys[0]!.id}`)).status, 200)
    assert.equal((await create({ name: 'Sixth', websiteId: site.id })).status, 201)
  })

  it('are at most five in force for the account', async () => {
    const { secretKey } = await addTenant(server)
    for (let at = 0; at < 5; at++) assert.equal((await create({ name: 'K' }, secretKey)).status, 201)
    assert.equal((await create({ name: 'K' }, secretKey)).status, 409)
  })

  it('listTrackingKeys answers those in force, the oldest first, in pages', async () => {
    const made = []
    for (let at = 0; at < 3; at++) made.push((await create({ name: `K${at}`, websiteId: site.id })).body.id)
    assert.deepEqual(
      (await listed()).items.map(({ id }) => id),
      made,
    )
    const last = await listed('&page=2&limit=2')
    assert.deepEqual([last.items.map(({ id }) => id), last.total, last.page], [[made[2]], 3, 2])
    const { body: all } = await server.manage<Page<Key>>('GET', '/tracking-keys?limit=100')
    assert.ok(made.every(id => all.items.some(key => key.id === id)))
    assert.equal((await server.manage<Page<Key>>('GET', '/tracking-keys?websiteId=site_none')).body.total, 0)
  })

  it('revokeTrackingKey takes one out of force, once', async () => {
    const { body: key } = await create({ name: 'A', websiteId: site.id })
    assert.deepEqual(await server.manage('DELETE', `/tracking-keys/${key.id}`), { status: 200, body: { deleted: true } })
    assert.deepEqual((await listed()).items, [])
    assert.equal((await server.manage('DELETE', `/tracking-keys/${key.id}`)).status, 404)
  })

  it('of a site go with it', async () => {
    const { body: key } = await create({ name: 'A', websiteId: site.id })
    await server.manage('DELETE', `/websites/${site.id}`)
    assert.equal((await server.manage('DELETE', `/tracking-keys/${key.id}`)).status, 404)
  })

  for (const [body, message] of [
    [{}, /^name: required/],
    [{ name: '  ' }, /^name: must not be empty/],
    [{ name: 'A', scope: 'world' }, /^scope: must be one of site, account/],
    [{ name: 'A', scope: 'site' }, /^websiteId: required for a key of one site/],
    [{ name: 'A', scope: 'account', websiteId: 'site_x' }, /^websiteId: a key of the account has none/],
    [{ name: 'A', websiteId: 'site_none' }, /^websiteId: there is no website site_none/],
    [{ name: 'A', websiteId: 7 }, /^websiteId: must be string/],
  ] as const)
    it(`refuses ${JSON.stringify(body)} by name`, async () => {
      const { status, body: answer } = await create(body)
      assert.equal(status, 400)
      assert.match(answer.message, message)
    })

  it('of another organization are neither listed, nor made for its sites, nor revoked', async () => {
    const { body: key } = await create({ name: 'Mine', websiteId: site.id })
    assert.equal((await other.manage<Page<Key>>('GET', `/tracking-keys?websiteId=${site.id}`)).body.total, 0)
    assert.equal((await create({ name: 'Theirs', websiteId: site.id }, other.secretKey)).status, 400)
    assert.equal((await other.manage('DELETE', `/tracking-keys/${key.id}`)).status, 404)
    assert.equal((await listed()).total, 1)
  })
})
