import assert from 'node:assert/strict'
import { connect } from 'node:net'
import { startServer, type TestServer } from '../helpers/server.js'

/** What every request meets before any business: unknown paths, methods, bodies and sizes, each in its area's shape. */
describe('the HTTP exchange', () => {
  let server: TestServer
  before(async () => {
    server = await startServer()
  })

  const json = async (path: string, init?: RequestInit) => {
    const response = await server.fetch(path, init)
    return { status: response.status, headers: response.headers, body: (await response.json()) as Record<string, unknown> }
  }
  const post = (path: string, body: NonNullable<RequestInit['body']>, type = 'application/json') =>
    json(path, { method: 'POST', body, headers: { 'Content-Type': type } })
  const ping = () => server.withKeys('/v1/events/snippet-ping')

  describe('an unknown path', () => {
    it('answers 404 in the shape of the delivery area under /v1/', async () => {
      const { status, body } = await json('/v1/nothing')
      assert.equal(status, 404)
      assert.deepEqual(body, { error: 'There is nothing at this path', reason: 'not_found' })
    })

    it('answers 404 in the shape of the platform under /api/v1/ and everywhere else', async () => {
      for (const path of ['/api/v1/nothing', '/nothing', '/', '/v1']) {
        const { status, body } = await json(path)
        assert.equal(status, 404, path)
        assert.deepEqual(body, { error: 'Not Found', message: 'There is nothing at this path', status: 404 }, path)
      }
    })
  })

  it('carries X-Request-Id on every answer, each time another', async () => {
    const ids = await Promise.all(
      ['/healthz', '/v1/nothing', '/v1/decision', '/readyz'].map(async path => (await server.fetch(path)).headers.get('x-request-id')),
    )
    for (const id of ids) assert.match(id ?? '', /^xid_[0-9a-z]{26}$/)
    assert.equal(new Set(ids).size, ids.length)
  })

  it('answers a wrong method with 405 and the methods there are', async () => {
    const delivery = await json('/v1/decision', { method: 'POST' })
    assert.equal(delivery.status, 405)
    assert.equal(delivery.headers.get('allow'), 'GET, HEAD, OPTIONS')
    assert.equal(delivery.body.reason, 'method_not_allowed')
    const platform = await json('/api/v1/websites', { method: 'DELETE' })
    assert.equal(platform.headers.get('allow'), 'GET, POST, HEAD, OPTIONS')
    assert.equal(platform.body.status, 405)
  })

  it('answers HEAD as GET without the body', async () => {
    const response = await server.fetch('/healthz', { method: 'HEAD' })
    assert.equal(response.status, 200)
    assert.equal(response.headers.get('content-length'), String(JSON.stringify({ status: 'ok' }).length))
    assert.equal(await response.text(), '')
  })

  describe('a body', () => {
    it('that is no JSON is refused with 400', async () => {
      for (const text of ['{', '"text"', '{"a":1}}', 'null', '{"__proto__": {"x": 1}}']) {
        const { status, body } = await post(ping(), text)
        assert.equal(status, 400, text)
        assert.match(String(body.error), /^body: must be a JSON object/, text)
      }
    })

    it('that is no UTF-8 is refused with 400, while a replacement character that was sent is taken', async () => {
      const bad = Buffer.concat([Buffer.from('{"url":"'), Buffer.from([0xff, 0xfe]), Buffer.from('"}')])
      const { status, body } = await post(ping(), bad)
      assert.equal(status, 400)
      assert.equal(body.error, 'body: must be UTF-8')
      const good = await server.fetch(ping(), {
        method: 'POST',
        body: '{"url":"https://x/\uFFFD"}',
        headers: { 'Content-Type': 'application/json' },
      })
      assert.equal(good.status, 204)
    })

    it('of another type, charset or encoding is refused with 415', async () => {
      for (const type of ['application/xml', 'application/x-www-form-urlencoded', 'application/json; charset=latin1', 'nonsense']) {
        const { status, body } = await post(ping(), '{}', type)
        assert.equal(status, 415, type)
        assert.match(String(body.error), /^Content-Type: /)
      }
      const { status } = await json(ping(), {
        method: 'POST',
        body: '{}',
        headers: { 'Content-Type': 'application/json', 'Content-Encoding': 'gzip' },
      })
      assert.equal(status, 415)
    })

    it("over the area's limit is refused with 413", async () => {
      const { status, body } = await post(ping(), JSON.stringify({ url: 'x'.repeat(65_536) }))
      assert.equal(status, 413)
      assert.deepEqual(body, { error: 'body: must be at most 65536 bytes', reason: 'payload_too_large' })
      const platform = await server.manage('POST', '/websites', { name: 'x'.repeat(1_048_577) })
      assert.equal(platform.status, 413)
    })

    it('over the limit that does not say its length is cut off with 413', async () => {
      const stream = new ReadableStream({
        start(controller) {
          for (let i = 0; i < 20; i++) controller.enqueue(new Uint8Array(8192).fill(32))
          controller.close()
        },
      })
      const response = await server.fetch(ping(), {
        method: 'POST',
        body: stream,
        duplex: 'half',
        headers: { 'Content-Type': 'application/json' },
      } as RequestInit)
      assert.equal(response.status, 413)
    })

    it('that is missing where it is required is named', async () => {
      const { status, body } = await json(ping(), { method: 'POST' })
      assert.equal(status, 400)
      assert.equal(body.error, 'body: required')
    })
  })

  it('judges credentials before the body and the parameters', async () => {
    const { status } = await post('/v1/events/snippet-ping', '{')
    assert.equal(status, 401)
    assert.equal((await json('/v1/decision?mode=nonsense')).status, 401)
    const { status: malformed, body } = await json(server.withKeys('/v1/decision?mode=nonsense'))
    assert.equal(malformed, 400)
    assert.equal(body.error, 'mode: must be one of section')
  })

  it('ignores unknown query parameters and unknown properties of a body', async () => {
    assert.equal((await json(server.withKeys('/v1/decision?unknown=1'))).status, 200)
    const response = await server.fetch(ping(), { method: 'POST', body: '{"unknown":1}', headers: { 'Content-Type': 'application/json' } })
    assert.equal(response.status, 204)
  })

  it('refuses a URL over 8192 characters with 414', async () => {
    assert.equal((await json(`/v1/decision?x=${'y'.repeat(8192)}`)).status, 414)
  })

  describe('below HTTP', () => {
    const raw = (text: string) =>
      new Promise<string>((resolve, reject) => {
        const socket = connect(Number(new URL(server.baseUrl).port), '127.0.0.1', () => socket.write(text))
        let answer = ''
        socket.on('data', data => {
          answer += data
        })
        socket.on('end', () => resolve(answer))
        socket.on('error', reject)
      })

    it('answers headers over 16 kB with 431', async () => {
      const answer = await raw(`GET /healthz HTTP/1.1\r\nHost: x\r\nX-Long: ${'y'.repeat(17_000)}\r\n\r\n`)
      assert.match(answer, /^HTTP\/1.1 431 /)
      assert.match(answer, /X-Request-Id: xid_/)
      assert.match(answer, /"status":431/)
    })

    it('answers what is no HTTP with 400', async () => {
      assert.match(await raw('nonsense\r\n\r\n'), /^HTTP\/1.1 400 /)
    })
  })

  describe('across origins', () => {
    const preflight = (path: string, origin: string) =>
      server.fetch(path, { method: 'OPTIONS', headers: { Origin: origin, 'Access-Control-Request-Method': 'GET' } })

    it('answers a preflight with the origin when it is one of a website, never with *', async () => {
      const response = await preflight('/v1/decision', 'http://localhost:3000')
      assert.equal(response.status, 204)
      assert.equal(response.headers.get('access-control-allow-origin'), 'http://localhost:3000')
      assert.equal(response.headers.get('vary'), 'Origin')
      assert.match(response.headers.get('access-control-allow-methods') ?? '', /GET/)
    })

    it('allows credentials, without which browsers drop a beacon that needs a preflight', async () => {
      for (const response of [await preflight('/v1/events/click', 'http://localhost'), await server.fetch('/v1/decision')])
        assert.equal(response.headers.get('access-control-allow-credentials'), 'true')
    })

    it('gives a foreign origin nothing', async () => {
      const response = await preflight('/v1/decision', 'https://evil.example')
      assert.equal(response.headers.get('access-control-allow-origin'), null)
      assert.equal(response.headers.get('access-control-allow-credentials'), null)
    })

    it('lets the page read a refusal too', async () => {
      const response = await server.fetch('/v1/decision')
      assert.equal(response.status, 401)
      assert.equal(response.headers.get('access-control-allow-origin'), 'http://localhost')
    })

    it('gives management endpoints no CORS at all', async () => {
      const response = await preflight('/api/v1/websites', 'http://localhost')
      assert.equal(response.headers.get('access-control-allow-origin'), null)
    })
  })

  describe('at its limit', () => {
    it('answers 429 with Retry-After and the RateLimit headers, and counts refused credentials too', async () => {
      const from = (path: string) => server.fetch(path, { headers: { 'X-Forwarded-For': '81.2.69.142' } })
      for (let call = 0; call < 60; call++) assert.equal((await from('/v1/decision')).status, 401)
      for (let call = 0; call < 60; call++) assert.equal((await from(server.withKeys('/v1/decision'))).status, 200, `call ${call + 61}`)
      const refused = await from(server.withKeys('/v1/decision'))
      assert.equal(refused.status, 429)
      assert.equal(refused.headers.get('ratelimit-limit'), '120')
      assert.equal(refused.headers.get('ratelimit-remaining'), '0')
      const wait = Number(refused.headers.get('retry-after'))
      assert.ok(wait >= 1 && wait <= 60, `Retry-After ${wait}`)
      assert.equal(refused.headers.get('ratelimit-reset'), String(wait))
      assert.equal(((await refused.json()) as { reason: string }).reason, 'rate_limited')
      assert.equal((await from('/v1/decision')).status, 401, 'credentials are judged first')
    })

    it('counts calls whose body could not be taken', async () => {
      const from = (type: string) =>
        server.fetch(server.withKeys('/v1/events/click'), {
          method: 'POST',
          headers: { 'X-Forwarded-For': '81.2.69.144', 'Content-Type': type },
          body: '{}',
        })
      for (let call = 0; call < 200; call++) assert.equal((await from('text/xml')).status, 415, `call ${call + 1}`)
      assert.equal((await from('text/plain')).status, 429)
    })

    it('counts each address alone, and lets preflights through', async () => {
      const other = await server.fetch(server.withKeys('/v1/decision'), { headers: { 'X-Forwarded-For': '81.2.69.143' } })
      assert.equal(other.status, 200)
      const preflight = await server.fetch('/v1/decision', { method: 'OPTIONS', headers: { 'X-Forwarded-For': '81.2.69.142' } })
      assert.equal(preflight.status, 204)
    })
  })
})
