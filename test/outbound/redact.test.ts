import assert from 'node:assert/strict'
import type { OutboundRequest } from '../../src/outbound/exchange.js'
import { hiding, recordAnswer, recordRequest } from '../../src/outbound/redact.js'

const SECRET = 'EAAB/top+secret "ü" 1'

const aRequest = (request: Partial<OutboundRequest>): OutboundRequest => ({
  method: 'POST',
  url: 'https://platform.example/v1/pixel/events',
  headers: {},
  secrets: [SECRET],
  ...request,
})

const shown = (request: Partial<OutboundRequest>): string => JSON.stringify(recordRequest(aRequest(request)))

describe('recordRequest', () => {
  const holding: Record<string, Partial<OutboundRequest>> = {
    'a path': { url: `https://api.example/bot${SECRET}/sendMessage` },
    'an encoded path': { url: `https://api.example/bot${encodeURIComponent(SECRET)}/sendMessage` },
    'a query': { url: `https://platform.example/events?access_token=${encodeURIComponent(SECRET)}` },
    'a header': { headers: { Authorization: `Bearer ${SECRET}` } },
    'a header of any name': { headers: { 'X-Custom': `a ${SECRET} b` } },
    'a JSON body': { body: JSON.stringify({ any: SECRET }) },
    'a form': { body: new URLSearchParams({ any: SECRET }).toString() },
    base64: { body: Buffer.from(SECRET).toString('base64') },
  }
  for (const [where, request] of Object.entries(holding))
    it(`keeps no secret that stands in ${where}`, () => {
      const kept = shown(request)
      assert.match(kept, /\[removed\]/)
      for (const form of [SECRET, encodeURIComponent(SECRET), JSON.stringify(SECRET).slice(1, -1), 'top'])
        assert.ok(!kept.includes(form), kept)
    })

  it('removes what stands under a secret name though nobody named it', () => {
    const kept = shown({
      url: 'https://platform.example/events?access_token=unknown-1&test=2',
      headers: { 'Access-Token': 'unknown-2', 'developer-token': 'unknown-3', Cookie: 'unknown-4' },
      body: 'grant_type=refresh_token&client_secret=unknown-5&refresh_token=unknown-6',
    })
    assert.doesNotMatch(kept, /unknown/)
    assert.match(kept, /test=2/)
    assert.match(kept, /grant_type=refresh_token/)
  })

  it('removes secret fields of JSON and leaves the others', () => {
    const body = '{"access_token" : "un\\"known","expires_in":3599,"event_id":"tcv_1"}'
    assert.equal(recordRequest(aRequest({ body })).body, '{"access_token" : "[removed]","expires_in":3599,"event_id":"tcv_1"}')
  })

  it('removes what else it is told, such as an address', () => {
    const record = recordRequest(aRequest({ body: '{"client_ip_address":"203.0.113.7"}' }), ['203.0.113.7'])
    assert.equal(record.body, '{"client_ip_address":"[removed]"}')
  })

  it('removes a secret that is part of another whole', () => {
    assert.equal(hiding(['abc', 'abcdef'])('abcdef abc'), '[removed] [removed]')
  })

  it('leaves a request without secrets as it is', () => {
    const request = aRequest({ secrets: [''], headers: { Accept: 'application/json' }, body: '{"a":1}' })
    assert.deepEqual(recordRequest(request), { method: 'POST', url: request.url, headers: request.headers, body: '{"a":1}' })
    assert.equal(recordRequest(aRequest({})).body, null)
  })
})

describe('recordAnswer', () => {
  it('keeps status and body without what it repeats of our secrets or grants', () => {
    const answer = { status: 400, headers: {}, body: `{"error":"bad ${'tok'}en t-1","refresh_token":"t-2"}` }
    assert.deepEqual(recordAnswer(answer, ['t-1']), { status: 400, body: '{"error":"bad token [removed]","refresh_token":"[removed]"}' })
  })

  it('keeps the beginning of a long one', () => {
    assert.equal(recordAnswer({ status: 500, headers: {}, body: 'x'.repeat(100_000) }, []).body.length, 8192)
  })
})
