import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { parseNetwork } from '../../src/lib/address.js'
import { Outbound, type SendOptions } from '../../src/outbound/outbound.js'
import { eventually } from '../helpers/eventually.js'

describe('Outbound, per destination', () => {
  let now = 1_800_000_000_000
  let answer: (response: ServerResponse) => void
  let calls: number
  const held: ServerResponse[] = []
  const hold = (response: ServerResponse) => void held.push(response)
  const server = createServer((_, response) => {
    calls++
    answer(response)
  })
  let outbound: Outbound
  let url: string

  before(async () => {
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
  })
  beforeEach(() => {
    calls = 0
    held.length = 0
    outbound = new Outbound({ allow: [parseNetwork('127.0.0.0/8')!], now: () => now })
    answer = response => void response.end()
  })
  afterEach(() => outbound.close())
  after(() => {
    server.closeAllConnections()
    server.close()
  })

  const send = (options: Partial<SendOptions> = {}) =>
    outbound.send({ method: 'POST', url, headers: {}, body: '{}', secrets: [] }, { destination: 'd', ...options })
  const failing = (status: number, headers = {}) => {
    answer = response => void response.writeHead(status, headers).end()
  }

  it('has as many requests under way as it may, and the next when one ends', async () => {
    answer = hold
    const all = [1, 2, 3].map(() => send({ maxConcurrent: 2 }))
    await eventually(async () => assert.equal(calls, 2))
    held.shift()!.end()
    await eventually(async () => assert.equal(calls, 3))
    for (const response of held) response.end()
    for (const exchange of await Promise.all(all)) assert.equal(exchange.kind, 'answered')
  })

  it('does not send what has waited for its turn as long as it may', async () => {
    answer = hold
    const first = send({ maxConcurrent: 1 })
    await eventually(async () => assert.equal(calls, 1))
    const second = await send({ maxConcurrent: 1, timeoutMs: 50 })
    assert.deepEqual(second, { kind: 'unreached', reason: 'too many requests to this destination wait' })
    held[0]!.end()
    assert.equal((await first).kind, 'answered')
    assert.equal(calls, 1)
  })

  it('holds up no other destination', async () => {
    answer = response => (held.length === 0 ? hold(response) : void response.end())
    const first = send({ maxConcurrent: 1 })
    await eventually(async () => assert.equal(calls, 1))
    assert.equal((await send({ destination: 'other', maxConcurrent: 1 })).kind, 'answered')
    held[0]!.end()
    await first
  })

  it('spreads requests over the second when a rate is given', async () => {
    const start = performance.now()
    await Promise.all([1, 2, 3, 4, 5].map(() => send({ perSecond: 50 })))
    assert.ok(performance.now() - start >= 75)
  })

  it('leaves a destination alone after five failures, and says for how long', async () => {
    failing(500)
    for (let i = 0; i < 5; i++) assert.equal((await send()).kind, 'answered')
    assert.deepEqual(await send(), {
      kind: 'unreached',
      reason: 'the destination rests after failures for another 1 s',
      retryAfterMs: 1000,
    })
    assert.deepEqual(outbound.room('d'), { requests: 0, waitMs: 1000 })
    assert.equal(calls, 5)
  })

  it('asks it by one request afterwards, and is back when that is answered', async () => {
    failing(502)
    for (let i = 0; i < 5; i++) await send()
    now += 1000
    assert.deepEqual(outbound.room('d'), { requests: 1, waitMs: 0 })
    failing(200)
    assert.equal((await send()).kind, 'answered')
    assert.deepEqual(outbound.room('d'), { requests: Number.POSITIVE_INFINITY, waitMs: 0 })
  })

  it('does not take a refusal for a failure of the destination', async () => {
    failing(400)
    for (let i = 0; i < 10; i++) await send()
    assert.equal(calls, 10)
  })

  for (const status of [429, 503])
    it(`waits as long as a ${status} asks`, async () => {
      failing(status, { 'Retry-After': '7' })
      await send()
      assert.equal(outbound.room('d').waitMs, 7000)
      assert.equal((await send()).kind, 'unreached')
      now += 7000
      assert.equal((await send()).kind, 'answered')
    })
})
