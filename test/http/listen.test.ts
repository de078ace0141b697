import assert from 'node:assert/strict'
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import Koa from 'koa'
import { type Listener, listen, type Timeouts } from '../../src/http/listen.js'
import { createLog } from '../../src/lib/log.js'
import { eventually } from '../helpers/eventually.js'

const QUICK: Timeouts = { headers: 300, request: 500, keepAlive: 400, check: 20 }

/** Everything that comes over a socket until its end. */
async function heard(socket: Socket): Promise<string> {
  let text = ''
  socket.on('data', data => {
    text += data
  })
  // What is written to a socket that the server has closed ends in an error, which is what is waited for.
  await once(socket, 'close').catch(() => {})
  return text
}

describe('listen', () => {
  let listener: Listener
  let begun: number
  let release: () => void

  beforeEach(async () => {
    begun = 0
    const released = new Promise<void>(resolve => {
      release = resolve
    })
    const koa = Object.assign(new Koa(), { silent: true })
    koa.use(async ctx => {
      begun++
      if (ctx.path === '/slow') await released
      for await (const _ of ctx.req);
      ctx.body = 'done'
    })
    listener = await listen(koa, { port: 0, host: '127.0.0.1' }, createLog('silent'), QUICK)
  })
  afterEach(async () => {
    release()
    await listener.stop(100)
  })

  const open = async () => {
    const socket = connect(listener.port, '127.0.0.1')
    socket.on('error', () => {})
    await once(socket, 'connect')
    return socket
  }
  /** Sends a byte every 20 ms for as long as the socket lives; answers what came back, and after how many milliseconds the end was. */
  const drip = async (socket: Socket, text: string) => {
    const start = performance.now()
    let sent = 0
    const timer = setInterval(() => socket.write(text[sent++ % text.length]!), 20)
    const answer = await heard(socket)
    clearInterval(timer)
    return { answer, ms: performance.now() - start }
  }

  it('cuts off a client that sends its headers byte by byte, and tells it why', async () => {
    const socket = await open()
    socket.write('GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: ')
    const { answer, ms } = await drip(socket, 'loris')
    assert.match(answer, /^HTTP\/1\.1 408 Request Timeout\r\nX-Request-Id: xid_[0-9a-z]{26}\r\n/)
    assert.match(answer, /The request did not arrive in time/)
    assert.ok(ms >= 250, `${ms} ms`)
    assert.equal(begun, 0)
  })

  it('cuts off a client that sends its body byte by byte', async () => {
    const socket = await open()
    socket.write('POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n\r\n')
    const { ms } = await drip(socket, 'x')
    assert.ok(ms >= 400, `${ms} ms`)
    assert.equal(begun, 1)
  })

  it('lets hundreds of such clients starve nobody', async () => {
    const slow = await Promise.all(Array.from({ length: 300 }, open))
    for (const socket of slow) socket.write('GET / HTTP/1.1\r\nX-Slow: ')
    assert.equal(await (await fetch(`http://127.0.0.1:${listener.port}/`)).text(), 'done')
    await Promise.all(slow.map(socket => heard(socket)))
  })

  it('closes a connection that rests between requests', async () => {
    const socket = await open()
    socket.write('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n')
    assert.match(await heard(socket), /^HTTP\/1\.1 200 OK/)
  })

  it('refuses a port that is taken', async () => {
    await assert.rejects(listen(new Koa(), { port: listener.port, host: '127.0.0.1' }, createLog('silent')), /EADDRINUSE/)
  })

  describe('told to stop', () => {
    const slow = () => fetch(`http://127.0.0.1:${listener.port}/slow`)
    const running = () => eventually(async () => assert.equal(begun, 1))

    it('finishes what runs, and takes nothing new', async () => {
      const answer = slow()
      await running()
      const stopped = listener.stop(5000)
      await assert.rejects(open(), /ECONNREFUSED/)
      release()
      assert.equal(await (await answer).text(), 'done')
      await stopped
    })

    it('does not wait for clients that only hold a connection', async () => {
      const resting = await open()
      const start = performance.now()
      await listener.stop(5000)
      assert.ok(performance.now() - start < 2000)
      resting.destroy()
    })

    it('ends what runs on when its time is up', async () => {
      const answer = assert.rejects(slow())
      await running()
      const start = performance.now()
      await listener.stop(200)
      const ms = performance.now() - start
      assert.ok(ms >= 190 && ms < 2000, `${ms} ms`)
      await answer
    })
  })
})
