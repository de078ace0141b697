import assert from 'node:assert/strict'
import { eventually } from '../helpers/eventually.js'
import { startServer, type TestServer } from '../helpers/server.js'
import { addTenant } from '../helpers/tenant.js'
import { call } from '../helpers/tracking-calls.js'

const CONVERSION = '/api/v1/events/conversion'

interface Key {
  id: string
  key: string
  lastUsedAt?: string
}

describe('a call of the tracking API', () => {
  let server: TestServer
  let account: string
  let channelId: string
  let second: { id: string; trackingId: string; channelId: string }
  const event = { eventType: 'Lead', telegramUserId: 77 }

  before(async () => {
    server = await startServer({ RATE_LIMITS: 'off', ROLE: 'api' })
    channelId = server.demo.tracking.channelId
    account = (await server.manage<Key>('POST', '/tracking-keys', { name: 'Account', scope: 'account' })).body.key
    const { body: site } = await server.manage<{ id: string; trackingId: string }>('POST', '/websites', { name: 'B', domain: 'b.example' })
    const { body: channel } = await server.manage<{ id: string }>('POST', `/websites/${site.id}/channels`, {
      name: 'Theirs',
      telegramChatId: '-100999',
    })
    second = { ...site, channelId: channel.id }
  })
  const convert = (body: object, key = account) => call(server, CONVERSION, { ...event, ...body }, { key })
  const refusal = async (...[body, key]: Parameters<typeof convert>) => {
    const { status, body: answer } = await convert(body, key)
    return { refused: [status, answer.error?.code], message: answer.error?.message ?? '' }
  }

  it('is refused without a key, or with something that is none', async () => {
    for (const key of ['', 'sk_live_1234', 'atk_live_short', `${server.demo.tracking.key}x`]) {
      const answer = await convert({}, key)
      assert.deepEqual([answer.status, answer.body.error?.code], [401, 'AUTH_REQUIRED'], key)
      assert.equal(answer.headers.get('www-authenticate'), 'Bearer')
    }
  })

  it('is refused with a key that nobody was given, and with one that was revoked, from the next call on', async () => {
    const unknown = `atk_live_${'0'.repeat(8)}_${'0'.repeat(32)}`
    assert.deepEqual((await refusal({}, unknown)).refused, [401, 'INVALID_KEY'])
    const { body: old } = await server.manage<Key>('POST', '/tracking-keys', { name: 'Old', scope: 'account' })
    assert.equal((await convert({ channelId }, old.key)).status, 200)
    await server.manage('DELETE', `/tracking-keys/${old.id}`)
    assert.deepEqual((await refusal({ channelId }, old.key)).refused, [401, 'REVOKED_KEY'])
  })

  it('tells when its key was last used', async () => {
    const { body: used } = await server.manage<Key>('POST', '/tracking-keys', { name: 'Used', scope: 'account' })
    await convert({ channelId }, used.key)
    await eventually(async () => {
      const { body } = await server.manage<{ items: Key[] }>('GET', '/tracking-keys?limit=100')
      assert.match(body.items.find(({ id }) => id === used.id)?.lastUsedAt ?? '', /^20/)
    })
  })

  describe('with a key of the account', () => {
    it('names its website by any of its ids', async () => {
      for (const named of [
        { websiteId: second.id },
        { siteId: second.id },
        { websiteId: second.trackingId },
        { siteId: second.trackingId },
      ])
        assert.equal((await convert({ ...named, channelId: second.channelId })).status, 200, JSON.stringify(named))
    })

    it('or by a channel that belongs to it alone', async () => {
      assert.equal((await convert({ channelId: second.channelId })).status, 200)
      assert.equal((await convert({ channelId: '-100999' })).status, 200)
    })

    it('and is asked for it where that leaves several', async () => {
      const { refused, message } = await refusal({})
      assert.deepEqual(refused, [400, 'INVALID_PAYLOAD'])
      assert.match(message, /^websiteId: required/)
      const lead = await fetch(`${server.baseUrl}/api/v1/leads/77`, { headers: { Authorization: `Bearer ${account}` } })
      assert.equal(lead.status, 400)
      const named = await fetch(`${server.baseUrl}/api/v1/leads/77?websiteId=${second.trackingId}`, {
        headers: { Authorization: `Bearer ${account}` },
      })
      assert.equal(named.status, 200)
    })

    it('reaches no website of another account', async () => {
      const tenant = await addTenant(server)
      const { body: site } = await tenant.manage<{ id: string; trackingId: string }>('POST', '/websites', {
        name: 'Foreign',
        domain: 'foreign.example',
      })
      for (const websiteId of [site.id, site.trackingId, 'site_nothing']) {
        const { refused, message } = await refusal({ websiteId, channelId })
        assert.deepEqual(refused, [400, 'INVALID_PAYLOAD'])
        assert.match(message, /^websiteId: names no website of this account/)
      }
    })
  })

  it('with a key of one website reaches no other', async () => {
    const site = server.demo.tracking.key
    assert.equal((await convert({ channelId, websiteId: server.demo.website.trackingId }, site)).status, 200)
    assert.match((await refusal({ channelId, websiteId: second.id }, site)).message, /^websiteId: this key is of another website/)
    assert.deepEqual((await refusal({ channelId: second.channelId }, site)).refused, [404, 'CHANNEL_NOT_FOUND'])
  })

  it('is told that its website is paused before it is told what is wrong with it', async () => {
    const path = `/websites/${second.id}`
    await server.manage('PATCH', path, { status: 'paused' })
    const paused = await refusal({ websiteId: second.id, eventType: 'Nonsense' })
    const unreadable = await call(server, CONVERSION, '{', { key: account })
    await server.manage('PATCH', path, { status: 'active' })
    assert.deepEqual(paused.refused, [402, 'SUBSCRIPTION_INACTIVE'])
    assert.deepEqual([unreadable.status, unreadable.body.error?.code], [400, 'INVALID_PAYLOAD'])
  })

  it('may come from a page of any origin', async () => {
    const preflight = await server.fetch(CONVERSION, {
      method: 'OPTIONS',
      headers: { Origin: 'https://anywhere.example', 'Access-Control-Request-Method': 'POST' },
    })
    assert.deepEqual([preflight.status, preflight.headers.get('access-control-allow-origin')], [204, '*'])
    for (const name of ['Idempotency-Key', 'Authorization', 'X-Adtarget-Client-IP', 'X-Adtarget-Client-User-Agent'])
      assert.ok(preflight.headers.get('access-control-allow-headers')?.includes(name), name)
  })

  it('is answered in its own shape where there is nothing, or not by this method', async () => {
    for (const [method, path, status, code] of [
      ['GET', CONVERSION, 405, 'METHOD_NOT_ALLOWED'],
      ['POST', '/api/v1/leads/1', 405, 'METHOD_NOT_ALLOWED'],
      ['GET', '/api/v1/leads/1/nothing', 404, 'NOT_FOUND'],
      ['POST', '/api/v1/events/nothing', 404, 'NOT_FOUND'],
      ['GET', '/track/nothing', 404, 'NOT_FOUND'],
      ['GET', '/backend/track/nothing', 404, 'NOT_FOUND'],
    ] as const) {
      const response = await server.fetch(path, { method })
      const body = (await response.json()) as { error: { code: string } }
      assert.deepEqual([response.status, body.error.code], [status, code], `${method} ${path}`)
    }
  })

  it('finds the whole area switched off where the operator says so, before it is asked who it is', async () => {
    const off = await startServer({ TRACKING_API: 'off' })
    const { status, body } = await call(off, CONVERSION, event, { key: '' })
    assert.deepEqual([status, body.error?.code], [503, 'API_DISABLED'])
    const track = await off.fetch(`/track/init?websiteId=${off.demo.website.trackingId}`, { method: 'POST', body: '{}' })
    assert.equal(track.status, 503)
    assert.equal((await off.fetch(off.withKeys('/v1/decision'))).status, 200, 'the other areas go on')
    assert.deepEqual(off.logged, [], 'nobody need act on it')
    await off.close()
  })
})
