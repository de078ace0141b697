import assert from 'node:assert/strict'
import { loadConfig } from '../../src/config.js'
import { openDatabase } from '../../src/db/database.js'
import { createRequestIds } from '../../src/delivery/request-id.js'
import { traceOfSession } from '../../src/delivery/trigger-session.js'
import { JournalStore } from '../../src/journal/journal-store.js'
import { MINUTE } from '../../src/lib/time.js'
import { startServer, type TestServer } from '../helpers/server.js'

const SECRET_KEY = 'a secret key of thirty-two letters'
const BROWSER = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36'

interface Session {
  status: string
  expiresAt: string
  requestId?: string
  reason?: string
  support?: object
}

/** `createDeclineSession`, `getDeclineSession` and `recordDeclineTrigger`, as a page and its server call them. */
describe('the trigger widget', () => {
  let server: TestServer
  let now = Date.now()
  before(async () => {
    server = await startServer({ RATE_LIMITS: 'off', SECRET_KEY }, { now: () => now })
  })
  after(() => server.close())

  const open = async (query = '') => {
    const response = await server.fetch(server.withKeys(`/v1/widget-decline/session${query}`), {
      method: 'POST',
      headers: { 'User-Agent': BROWSER },
    })
    assert.equal(response.status, 200)
    return (await response.json()) as { sessionId: string; expiresAt: string }
  }
  const poll = async (sessionId: string): Promise<Session> => {
    const response = await server.fetch(server.withKeys(`/v1/widget-decline/session/${sessionId}`))
    assert.equal(response.status, 200)
    return (await response.json()) as Session
  }
  const trigger = async (body: object, secret: string | undefined = server.demo.website.triggerSecret) => {
    const response = await fetch(`${server.baseUrl}/v1/widget-decline/trigger`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', ...(secret !== '' && { Authorization: `Bearer ${secret}` }) },
      body: JSON.stringify(body),
    })
    return { status: response.status, body: (await response.json()) as Record<string, string> }
  }
  const facts = async (sessionId: string) => {
    const db = openDatabase(loadConfig(server.env).database)
    try {
      return await new JournalStore(db.knex).byTrace(server.demo.project.id, traceOfSession(sessionId))
    } finally {
      await db.close()
    }
  }

  describe('a session', () => {
    it('is pending for 15 minutes, and answered to nobody from a cache', async () => {
      const response = await server.fetch(server.withKeys('/v1/widget-decline/session'), { method: 'POST' })
      assert.equal(response.headers.get('cache-control'), 'no-store')
      assert.equal(response.headers.get('access-control-allow-origin'), 'http://localhost')
      const { sessionId, expiresAt } = (await response.json()) as { sessionId: string; expiresAt: string }
      assert.equal(expiresAt, new Date(now + 15 * MINUTE).toISOString())
      assert.deepEqual(await poll(sessionId), { status: 'pending', expiresAt })
    })

    it('becomes ready, with one request id for every poll', async () => {
      const { sessionId, expiresAt } = await open('?dev-country=DE&dev-region=BY')
      assert.deepEqual(await trigger({ sessionId, reason: 'kyc_failed', metadata: { step: 2, note: 'a\0b' } }), {
        status: 200,
        body: { status: 'ready', sessionId },
      })
      const ready = await poll(sessionId)
      assert.equal(ready.status, 'ready')
      assert.equal(ready.reason, 'kyc_failed')
      assert.equal(ready.expiresAt, expiresAt)
      assert.equal('support' in ready, false)
      assert.deepEqual(await poll(sessionId), ready)
      const read = createRequestIds([SECRET_KEY]).read(ready.requestId!, now)
      assert.ok(read.ok)
      const { website, country, region, allowed, supportOnly, trace } = read
      assert.deepEqual(
        { website, country, region, allowed, supportOnly, trace },
        {
          website: server.demo.website.id,
          country: 'DE',
          region: 'BY',
          allowed: false,
          supportOnly: false,
          trace: traceOfSession(sessionId),
        },
      )
    })

    it('stays as the first trigger has left it, however many come at once', async () => {
      const { sessionId } = await open()
      const answers = await Promise.all(['a', 'b', 'c'].map(reason => trigger({ sessionId, reason })))
      for (const answer of answers) assert.deepEqual(answer, { status: 200, body: { status: 'ready', sessionId } })
      const first = await poll(sessionId)
      assert.deepEqual(await trigger({ sessionId, reason: 'd' }), { status: 200, body: { status: 'ready', sessionId } })
      assert.deepEqual(await poll(sessionId), first)
      assert.deepEqual(
        (await facts(sessionId)).map(({ kind }) => kind),
        ['decline_session', 'decline_triggered'],
      )
    })

    it('gets offers for its request id', async () => {
      const { sessionId } = await open('?dev-country=DE')
      await trigger({ sessionId })
      const { requestId, reason } = await poll(sessionId)
      assert.equal(reason, undefined)
      const offers = await server.fetch(server.withKeys(`/v1/offers?requestId=${requestId}&surface=decline`))
      assert.equal(offers.status, 200)
    })

    for (const reason of ['self_excluded', 'cooling_off'])
      it(`of a ${reason} visitor has support, and no offer ever`, async () => {
        const { sessionId } = await open('?dev-country=DE')
        assert.equal((await trigger({ sessionId, reason })).status, 200)
        const { status, requestId, support } = await poll(sessionId)
        assert.equal(status, 'ready')
        const website = await server.manage<{ support: object }>('GET', `/websites/${server.demo.website.id}`)
        assert.deepEqual(support, website.body.support)
        const offers = await server.fetch(server.withKeys(`/v1/offers?requestId=${requestId}&surface=decline`))
        assert.deepEqual(await offers.json(), { requestId, offers: [], support })
        assert.deepEqual(
          (await facts(sessionId)).map(({ kind }) => kind),
          ['decline_session', 'decline_triggered', 'offers_withheld'],
        )
      })

    it('expires when nobody arms it, and can not be armed then', async () => {
      const { sessionId, expiresAt } = await open()
      now += 15 * MINUTE
      assert.deepEqual(await poll(sessionId), { status: 'expired', expiresAt })
      const { status, body } = await trigger({ sessionId })
      assert.deepEqual([status, body.reason], [409, 'session_expired'])
    })

    it('stays ready past its time when it was armed in it', async () => {
      const { sessionId } = await open()
      await trigger({ sessionId })
      now += 16 * MINUTE
      assert.equal((await poll(sessionId)).status, 'ready')
      assert.equal((await trigger({ sessionId })).status, 200)
    })
  })

  describe('is refused', () => {
    const websiteOf = async (fields: object) => {
      const { status, body } = await server.manage<{ id: string; pub: string; website: string }>('POST', '/websites', {
        name: 'Another',
        domain: 'other.example',
        ...fields,
      })
      assert.equal(status, 201)
      return body
    }
    const secretOf = async (website: string) =>
      (await server.manage<{ id: string; secret: string }>('POST', `/websites/${website}/trigger-secrets`)).body

    it('to a website whose trigger is off', async () => {
      const { pub, website } = await websiteOf({ triggerEnabled: false })
      const response = await server.fetch(`/v1/widget-decline/session?pub=${pub}&website=${website}`, {
        method: 'POST',
        headers: { Origin: 'https://other.example' },
      })
      assert.equal(response.status, 403)
      assert.equal(((await response.json()) as { reason: string }).reason, 'trigger_off')
    })

    it('to a page without keys, or of another origin', async () => {
      assert.equal((await server.fetch('/v1/widget-decline/session', { method: 'POST' })).status, 401)
      const foreign = await server.fetch(server.withKeys('/v1/widget-decline/session'), {
        method: 'POST',
        headers: { Origin: 'https://elsewhere.example' },
      })
      assert.equal(foreign.status, 403)
    })

    it('when another website polls, or nobody has opened the session', async () => {
      const { sessionId } = await open()
      const { pub, website } = await websiteOf({ triggerEnabled: true })
      const foreign = await server.fetch(`/v1/widget-decline/session/${sessionId}?pub=${pub}&website=${website}`, {
        headers: { Origin: 'https://other.example' },
      })
      assert.equal(foreign.status, 404)
      for (const unknown of [`${sessionId.slice(0, -4)}0000`, 'nonsense', '%00'])
        assert.equal((await server.fetch(server.withKeys(`/v1/widget-decline/session/${unknown}`))).status, 404, unknown)
    })

    it('to a server without a secret, with a wrong one, a revoked one, or one of another website', async () => {
      const { sessionId } = await open()
      const reasonOf = async (secret: string) => {
        const { status, body } = await trigger({ sessionId }, secret)
        return [status, body.reason]
      }
      assert.deepEqual(await reasonOf(''), [401, 'secret_required'])
      assert.deepEqual(await reasonOf('its_wrong'), [403, 'wrong_secret'])
      const other = await secretOf((await websiteOf({ triggerEnabled: true })).id)
      assert.deepEqual(await reasonOf(other.secret), [403, 'foreign_session'])
      const revoked = await secretOf(server.demo.website.id)
      await server.manage('DELETE', `/websites/${server.demo.website.id}/trigger-secrets/${revoked.id}`)
      assert.deepEqual(await reasonOf(revoked.secret), [403, 'wrong_secret'])
      assert.equal((await poll(sessionId)).status, 'pending')
    })

    it('in one order: credentials before fields, fields before the session', async () => {
      assert.equal((await trigger({}, 'its_wrong')).status, 403)
      for (const body of [
        {},
        { sessionId: 7 },
        { sessionId: 'x', reason: 7 },
        { sessionId: 'x', metadata: 'text' },
        { sessionId: 'x', metadata: JSON.parse(`{"deep":${'['.repeat(64)}${']'.repeat(64)}}`) },
        { sessionId: 'x', reason: 'a\nb' },
      ]) {
        const { status, body: answer } = await trigger(body)
        assert.equal(status, 400)
        assert.match(answer.error!, /^(sessionId|reason|metadata): /)
      }
      for (const sessionId of ['nonsense', 'x'.repeat(1000)]) {
        const { status, body } = await trigger({ sessionId })
        assert.deepEqual([status, body.reason], [404, 'unknown_session'])
      }
    })
  })

  it('takes null for a reason or metadata that there is not', async () => {
    const { sessionId } = await open()
    assert.equal((await trigger({ sessionId, reason: null, metadata: null })).status, 200)
    const { status, reason } = await poll(sessionId)
    assert.deepEqual([status, reason], ['ready', undefined])
  })

  it("keeps when a secret was last used, and not when it wasn't", async () => {
    const { sessionId } = await open()
    await trigger({ sessionId })
    const lastUse = async () => {
      const { body } = await server.manage<{ items: { lastUsedAt: string | null }[] }>(
        'GET',
        `/websites/${server.demo.website.id}/trigger-secrets`,
      )
      return body.items[0]?.lastUsedAt
    }
    while ((await lastUse()) !== new Date(now).toISOString()) await new Promise(resolve => setTimeout(resolve, 100))
  })

  it('shares one limit of 120 calls a minute among its three operations', async () => {
    const limited = await startServer({}, { now: () => now })
    try {
      const call = (n: number) =>
        n % 2 === 0
          ? limited.fetch(limited.withKeys('/v1/widget-decline/session/nonsense'))
          : limited.fetch('/v1/widget-decline/trigger', { method: 'POST' })
      for (let n = 0; n < 120; n++) assert.notEqual((await call(n)).status, 429, `call ${n}`)
      const response = await limited.fetch(limited.withKeys('/v1/widget-decline/session'), { method: 'POST' })
      assert.equal(response.status, 429)
      assert.equal(response.headers.get('ratelimit-limit'), '120')
    } finally {
      await limited.close()
    }
  })

  it('is opened on one process and armed and polled on another', async function () {
    if (!process.env.TEST_DATABASE_URL) this.skip()
    const second = await startServer({ ...server.env }, { now: () => now })
    try {
      const { sessionId } = await open()
      const armed = await fetch(`${second.baseUrl}/v1/widget-decline/trigger`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${server.demo.website.triggerSecret}` },
        body: JSON.stringify({ sessionId, reason: 'age_check' }),
      })
      assert.equal(armed.status, 200)
      const there = await second.fetch(server.withKeys(`/v1/widget-decline/session/${sessionId}`))
      assert.deepEqual(await there.json(), await poll(sessionId))
    } finally {
      await second.close()
    }
  })
})
