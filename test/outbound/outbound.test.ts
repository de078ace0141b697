import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo, createServer as createSocketServer, LookupFunction } from 'node:net'
import { parseNetwork } from '../../src/lib/address.js'
import type { Exchange, OutboundRequest } from '../../src/outbound/exchange.js'
import { Outbound, type OutboundOptions } from '../../src/outbound/outbound.js'

const LOOPBACK = [parseNetwork('127.0.0.0/8')!]

/** What a test left open. */
const left: (() => unknown)[] = []
afterEach(async () => {
  for (const close of left.splice(0).reverse()) await close()
})

function anOutbound(options: OutboundOptions = {}): Outbound {
  const outbound = new Outbound({ allow: LOOPBACK, ...options })
  left.push(() => outbound.close())
  return outbound
}

async function listening(server: Server | ReturnType<typeof createSocketServer>): Promise<string> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  left.push(() => {
    if ('closeAllConnections' in server) server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

const serving = (listener: RequestListener): Promise<string> => listening(createServer(listener))

const to = (url: string, request: Partial<OutboundRequest> = {}): OutboundRequest => ({
  method: 'GET',
  url,
  headers: {},
  secrets: [],
  ...request,
})

const reasonOf = (exchange: Exchange): string => (exchange.kind === 'answered' ? '' : exchange.reason)

/** A name server that gives one answer after the other, the last one for ever. */
const names = (...answers: string[][]): { lookup: LookupFunction; asked: () => number } => {
  let asked = 0
  return {
    lookup: (_hostname, _options, callback) => {
      const addresses = answers[Math.min(asked++, answers.length - 1)]!
      callback(
        null,
        addresses.map(address => ({ address, family: address.includes(':') ? 6 : 4 })),
      )
    },
    asked: () => asked,
  }
}

describe('Outbound', () => {
  it('sends method, headers and body, and answers status, headers and body', async () => {
    const url = await serving(async (request, response) => {
      let body = ''
      for await (const chunk of request) body += chunk
      response.writeHead(201, { 'X-Seen': `${request.method} ${request.url} ${request.headers['access-token']}` }).end(body.toUpperCase())
    })
    const request = to(`${url}/events?a=1`, { method: 'POST', headers: { 'Access-Token': 'abc' }, body: 'größe' })
    const exchange = await anOutbound().send(request, { destination: 'd' })
    assert.ok(exchange.kind === 'answered')
    assert.equal(exchange.answer.status, 201)
    assert.equal(exchange.answer.headers['x-seen'], 'POST /events?a=1 abc')
    assert.equal(exchange.answer.body, 'GRÖSSE')
  })

  it('keeps connections for the next request', async () => {
    const server = createServer((_, response) => response.end('ok'))
    let connections = 0
    server.on('connection', () => connections++)
    const url = await listening(server)
    const outbound = anOutbound()
    for (let i = 0; i < 20; i++) await outbound.send(to(url), { destination: 'd' })
    // The first may not be free again in the instant in which its answer is told.
    assert.ok(connections <= 2, `${connections} connections`)
  })

  it('follows no redirect', async () => {
    let calls = 0
    const url = await serving((_, response) => {
      calls++
      response.writeHead(302, { Location: '/elsewhere' }).end()
    })
    const exchange = await anOutbound().send(to(url), { destination: 'd' })
    assert.ok(exchange.kind === 'answered')
    assert.deepEqual([exchange.answer.status, calls], [302, 1])
  })

  it('reads the first 64 KiB of an answer', async () => {
    const url = await serving((_, response) => response.end('x'.repeat(10_000_000)))
    const exchange = await anOutbound().send(to(url), { destination: 'd' })
    assert.ok(exchange.kind === 'answered')
    assert.equal(exchange.answer.body.length, 64 * 1024)
  })

  describe('addresses', () => {
    for (const [host, named] of [
      ['127.0.0.1', 'loopback'],
      ['0x7f.1', 'loopback'],
      ['[::1]', 'loopback'],
      ['[::ffff:127.0.0.1]', 'loopback'],
      ['[::ffff:7f00:1]', 'loopback'],
      ['10.1.2.3', 'private'],
      ['192.168.1.1', 'private'],
      ['172.31.0.1', 'private'],
      ['169.254.1.1', 'link-local'],
      ['169.254.169.254', 'cloud metadata'],
      ['100.100.100.200', 'cloud metadata'],
      ['168.63.129.16', 'cloud metadata'],
      ['[fd00:ec2::254]', 'cloud metadata'],
      ['100.64.0.1', 'carrier-shared'],
      ['224.0.0.1', 'multicast'],
      ['[ff02::1]', 'multicast'],
      ['255.255.255.255', 'broadcast'],
      ['0.0.0.0', 'unspecified'],
      ['[::]', 'unspecified'],
      ['[fe80::1]', 'link-local'],
      ['[fd12::1]', 'unique local'],
      ['[64:ff9b::127.0.0.1]', 'loopback'],
      ['[64:ff9b:1::1]', 'translated'],
      ['[2002:7f00:1::1]', '6to4'],
      ['192.0.2.1', 'reserved'],
      ['[2001:db8::1]', 'reserved'],
    ] as const)
      it(`refuses ${host} as ${named}`, async () => {
        const exchange = await anOutbound({ allow: [] }).send(to(`http://${host}:1/`), { destination: 'd' })
        assert.equal(exchange.kind, 'refused')
        assert.match(reasonOf(exchange), new RegExp(`is no public address but ${named},`))
      })

    it('refuses what is neither http nor https', async () => {
      for (const url of ['ftp://198.51.100.1/', 'file:///etc/passwd', 'unix:/run/docker.sock', 'nonsense'])
        assert.equal((await anOutbound().send(to(url), { destination: 'd' })).kind, 'refused')
    })

    it('refuses a name that leads to a private address', async () => {
      const { lookup } = names(['10.0.0.1'])
      const exchange = await anOutbound({ allow: [], lookup }).send(to('http://platform.example/'), { destination: 'd' })
      assert.deepEqual(exchange, {
        kind: 'refused',
        reason: 'platform.example is no public address but private, and OUTBOUND_ALLOW does not list it',
      })
    })

    it('connects to the very address that was checked, whatever the name leads to the next time', async () => {
      const url = new URL(await serving((request, response) => response.end(request.headers.host)))
      const { lookup, asked } = names(['127.0.0.1'], ['10.0.0.1'])
      url.hostname = 'platform.example'
      const exchange = await anOutbound({ lookup }).send(to(url.href), { destination: 'd' })
      assert.ok(exchange.kind === 'answered')
      assert.deepEqual([exchange.answer.body, asked()], [url.host, 1])
    })

    it('of several addresses takes those that are allowed', async () => {
      const url = new URL(await serving((_, response) => response.end('here')))
      url.hostname = 'platform.example'
      const exchange = await anOutbound({ lookup: names(['::1', '10.0.0.1', '127.0.0.1']).lookup }).send(to(url.href), { destination: 'd' })
      assert.equal(exchange.kind, 'answered')
    })
  })

  describe('failures', () => {
    it('did not reach a port where nobody listens', async () => {
      const server = createServer()
      const url = await listening(server)
      server.close()
      assert.deepEqual(await anOutbound().send(to(url), { destination: 'd' }), { kind: 'unreached', reason: 'connection refused' })
    })

    it('did not reach a name that nobody knows', async () => {
      const lookup: LookupFunction = (_, __, callback) => callback(Object.assign(new Error('no'), { code: 'ENOTFOUND' }), [])
      const exchange = await anOutbound({ lookup }).send(to('http://nowhere.example/'), { destination: 'd' })
      assert.deepEqual(exchange, { kind: 'unreached', reason: 'the name is not known' })
    })

    it('has no answer from a server that is silent, in the time it has', async () => {
      const url = await serving(() => {})
      const exchange = await anOutbound().send(to(url, { method: 'POST', body: '{}' }), { destination: 'd', timeoutMs: 100 })
      assert.deepEqual(exchange, { kind: 'unanswered', reason: 'no answer within 0.1 s' })
    })

    it('has no answer from a server that begins one and does not end it', async () => {
      const url = await serving((_, response) => void response.writeHead(200).write('{'))
      assert.equal((await anOutbound().send(to(url), { destination: 'd', timeoutMs: 100 })).kind, 'unanswered')
    })

    it('has no answer from a server that hangs up', async () => {
      const url = await serving(request => request.socket.destroy())
      const exchange = await anOutbound().send(to(url, { method: 'POST', body: '{}' }), { destination: 'd' })
      assert.deepEqual(exchange, { kind: 'unanswered', reason: 'connection lost' })
    })

    it('sends a request once, though the answer never comes', async () => {
      let calls = 0
      const url = await serving(request => {
        calls++
        request.socket.destroy()
      })
      await anOutbound().send(to(url), { destination: 'd' })
      assert.equal(calls, 1)
    })

    it('does not write a header that would be two', async () => {
      const url = await serving((_, response) => response.end())
      const exchange = await anOutbound().send(to(url, { headers: { 'Access-Token': 'a\r\nHost: b' } }), { destination: 'd' })
      assert.equal(exchange.kind, 'refused')
      assert.doesNotMatch(reasonOf(exchange), /Host/)
    })

    it('ends what is under way when it is closed', async () => {
      const outbound = anOutbound()
      const server = createServer()
      const url = await listening(server)
      const sending = outbound.send(to(url), { destination: 'd' })
      await once(server, 'request')
      await outbound.close()
      assert.deepEqual(await sending, { kind: 'unanswered', reason: 'the server is stopping' })
    })
  })
})
