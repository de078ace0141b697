import assert from 'node:assert/strict'
import { DAY } from '../../src/lib/time.js'
import { startServer, type TestServer } from '../helpers/server.js'
import { addTenant, type Tenant } from '../helpers/tenant.js'

interface Website extends Record<string, unknown> {
  id: string
  pub: string
  website: string
}

const START = Date.UTC(2026, 10, 21, 12)

describe('a website', () => {
  let server: TestServer
  let now = START
  let site: Website
  before(async () => {
    server = await startServer({}, { now: () => now })
  })
  beforeEach(async () => {
    now = START
    const made = await server.manage<Website>('POST', '/websites', { name: 'Casino', domain: 'casino.example', revenueShare: 0.7 })
    site = made.body
  })
  const get = () => server.manage<Website>('GET', `/websites/${site.id}`)
  const decide = (origin: string, { pub, website } = site) =>
    server.fetch(`/v1/decision?pub=${pub}&website=${website}`, { headers: { Origin: origin } })
  const ping = () =>
    server.fetch(`/v1/events/snippet-ping?pub=${site.pub}&website=${site.website}`, {
      method: 'POST',
      headers: { Origin: 'https://casino.example', 'Content-Type': 'application/json' },
      body: '{}',
    })

  it('getWebsite answers what createWebsite did', async () => {
    assert.deepEqual(await get(), { status: 200, body: site })
  })

  it('tells whether its snippet lives: never, ok, and silent after 24 hours', async () => {
    assert.equal((await ping()).status, 204)
    assert.deepEqual([(await get()).body.lastPingAt, (await get()).body.pingState], [new Date(START).toISOString(), 'ok'])
    now = START + DAY
    assert.equal((await get()).body.pingState, 'ok')
    now += 1
    assert.equal((await get()).body.pingState, 'silent')
    const { body } = await server.manage<{ items: Website[] }>('GET', '/websites?limit=100')
    assert.equal(body.items.find(({ id }) => id === site.id)?.pingState, 'silent', 'the list says the same')
  })

  for (const [operation, method] of [
    ['updateWebsite', 'PUT'],
    ['patchWebsite', 'PATCH'],
  ] as const) {
    describe(operation, () => {
      const change = (body: unknown) => server.manage<Website>(method, `/websites/${site.id}`, body)

      it('replaces the fields that are given and leaves the others', async () => {
        now += 5000
        const changes = { name: 'Renamed', support: { message: 'Hello' }, trustLocationHints: true, revenueShare: 0 }
        const { status, body } = await change(changes)
        assert.equal(status, 200)
        assert.deepEqual(body, { ...site, ...changes, updatedAt: new Date(now).toISOString() })
        assert.deepEqual((await get()).body, body)
      })

      it('moves the website to another domain for the very next request', async () => {
        assert.equal((await decide('https://casino.example')).status, 200)
        await change({ domain: 'MOVED.example' })
        assert.equal((await decide('https://moved.example')).status, 200)
        assert.equal((await decide('https://casino.example')).status, 403)
      })

      it('can not change what the server makes', async () => {
        const { body } = await change({ id: 'site_other', pub: 'pk_other', website: 'web_other', trackingId: 'atid_x', lastPingAt: 'now' })
        assert.deepEqual({ ...body, updatedAt: site.updatedAt }, site)
      })

      for (const [body, message] of [
        [{ name: '' }, /^name: must not be empty/],
        [{ domain: 'a b' }, /^domain: must be a host name/],
        [{ displayMode: 'popup' }, /^displayMode: must be one of/],
        [{ revenueShare: 2 }, /^revenueShare: must be <= 1/],
        [{ support: { email: 'x' } }, /^support.email: must be/],
        [[], /^body: must be/],
      ] as const)
        it(`refuses ${JSON.stringify(body)} by name, and changes nothing`, async () => {
          const answer = await change(body)
          assert.equal(answer.status, 400)
          assert.match(String(answer.body.message), message)
          assert.deepEqual((await get()).body, site)
        })
    })
  }

  it('answers no visitor while it is paused, and says so', async () => {
    await server.manage('PATCH', `/websites/${site.id}`, { status: 'paused' })
    const paused = await decide('https://casino.example')
    assert.equal(paused.status, 403)
    assert.equal(((await paused.json()) as { reason: string }).reason, 'website_paused')
    await server.manage('PATCH', `/websites/${site.id}`, { status: 'active' })
    assert.equal((await decide('https://casino.example')).status, 200)
  })

  it('deleteWebsite takes it away for people and visitors at once', async () => {
    assert.deepEqual(await server.manage('DELETE', `/websites/${site.id}`), { status: 200, body: { deleted: true } })
    assert.equal((await get()).status, 404)
    assert.equal((await server.manage('DELETE', `/websites/${site.id}`)).status, 404)
    assert.equal((await decide('https://casino.example')).status, 403)
    const { body } = await server.manage<{ items: Website[] }>('GET', '/websites?limit=100')
    assert.ok(!body.items.some(({ id }) => id === site.id))
  })

  describe('of another organization', () => {
    let other: Tenant
    before(async () => {
      other = await addTenant(server)
    })
    const rule = { mode: 'allowlist', entries: ['US'] }

    for (const [method, path, body] of [
      ['GET', ''],
      ['PUT', '', { name: 'Mine now' }],
      ['PATCH', '', { name: 'Mine now' }],
      ['DELETE', ''],
      ['POST', '/keys/rotate'],
      ['GET', '/trigger-secrets'],
      ['POST', '/trigger-secrets'],
      ['DELETE', '/trigger-secrets/SECRET'],
      ['GET', '/geo-rule'],
      ['PUT', '/geo-rule', rule],
    ] as const)
      it(`is not found by ${method} /websites/{id}${path}`, async () => {
        const secret = await server.manage<{ id: string }>('POST', `/websites/${site.id}/trigger-secrets`)
        const { status, body: answer } = await other.manage(method, `/websites/${site.id}${path.replace('SECRET', secret.body.id)}`, body)
        assert.equal(status, 404)
        assert.equal(answer.error, 'Not Found')
        assert.deepEqual((await get()).body, site, 'nothing has changed')
        const left = await server.manage<{ total: number }>('GET', `/websites/${site.id}/trigger-secrets`)
        assert.equal(left.body.total, 1)
      })

    it('is in no list, and its secrets are not revoked through a website of the other', async () => {
      const theirs = await other.manage<Website>('POST', '/websites', { name: 'Theirs', domain: 'theirs.example' })
      const list = await other.manage<{ items: Website[]; total: number }>('GET', '/websites')
      assert.deepEqual([list.body.items.map(({ id }) => id), list.body.total], [[theirs.body.id], 1])
      const secret = await server.manage<{ id: string }>('POST', `/websites/${site.id}/trigger-secrets`)
      const revoked = await other.manage('DELETE', `/websites/${theirs.body.id}/trigger-secrets/${secret.body.id}`)
      assert.equal(revoked.status, 404)
    })

    it('does not share its keys: a pair made of two websites is refused', async () => {
      const theirs = await other.manage<Website>('POST', '/websites', { name: 'Theirs', domain: 'casino.example' })
      const mixed = await decide('https://casino.example', { ...site, website: theirs.body.website })
      assert.equal(mixed.status, 403)
      assert.equal(((await mixed.json()) as { reason: string }).reason, 'unknown_keys')
    })
  })
})
