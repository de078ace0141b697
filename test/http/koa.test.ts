import assert from 'node:assert/strict'
import { AnsweringKoa } from '../../src/http/koa.js'
import { type Listener, listen } from '../../src/http/listen.js'
import { createLog } from '../../src/lib/log.js'

describe('AnsweringKoa', () => {
  let listener: Listener | undefined
  afterEach(() => listener?.stop(1000))

  const serve = async (koa: AnsweringKoa) => {
    listener = await listen(koa, { port: 0, host: '127.0.0.1' }, createLog('silent'))
    return `http://127.0.0.1:${listener.port}`
  }

  it("gives its middleware Koa's context, and leaves the answer to it", async () => {
    const url = await serve(
      new AnsweringKoa(async ctx => {
        ctx.res.writeHead(202, { 'X-Asked': `${ctx.method} ${ctx.path}` }).end('taken')
      }),
    )
    const response = await fetch(`${url}/thing?a=b`)
    assert.equal(response.status, 202)
    assert.equal(response.headers.get('x-asked'), 'GET /thing')
    assert.equal(await response.text(), 'taken')
  })

  it('answers 500 without a word of why, and tells the error, when the middleware fails', async () => {
    const told: unknown[] = []
    const koa = new AnsweringKoa(async () => {
      throw new Error('a secret of ours')
    })
    koa.on('error', error => told.push(error.message))
    const response = await fetch(await serve(koa))
    assert.equal(response.status, 500)
    assert.equal(await response.text(), 'Internal Server Error')
    assert.deepEqual(told, ['a secret of ours'])
  })

  it('serves on when a client goes away before it is answered', async () => {
    let asked = 0
    const koa = new AnsweringKoa(async ctx => {
      asked++
      await new Promise(resolve => setTimeout(resolve, 50))
      ctx.res.writeHead(200).end('late')
    })
    const url = await serve(koa)
    const leaving = new AbortController()
    const gone = fetch(url, { signal: leaving.signal })
    while (asked === 0) await new Promise(resolve => setTimeout(resolve, 5))
    leaving.abort()
    await assert.rejects(gone)
    assert.equal(await (await fetch(url)).text(), 'late')
    assert.equal(asked, 2)
  })
})
