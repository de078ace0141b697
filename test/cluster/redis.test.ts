import assert from 'node:assert/strict'
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { eventually } from '../helpers/eventually.js'
import { startServer, type TestServer } from '../helpers/server.js'

/** A Redis of our own, which may be stopped. */
async function startRedis(port: number): Promise<ChildProcess> {
  const args = ['--bind', '127.0.0.1', '--port', String(port), '--save', '', '--appendonly', 'no', '--dir', tmpdir()]
  const child = spawn('redis-server', args, { stdio: ['ignore', 'pipe', 'ignore'] })
  for await (const data of child.stdout) if (String(data).includes('Ready to accept connections')) break
  child.stdout.resume()
  return child
}

async function stop(child: ChildProcess | undefined): Promise<void> {
  if (!child || child.exitCode !== null || child.signalCode !== null) return
  child.kill('SIGKILL')
  await once(child, 'exit')
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  server.close()
  await once(server, 'close')
  return port
}

describe('a Redis that counts the limits', function () {
  this.timeout(60_000)
  let redis: ChildProcess
  let port: number
  let one: TestServer
  let two: TestServer
  before(async function () {
    if (spawnSync('redis-server', ['--version']).error) this.skip()
    port = await freePort()
    redis = await startRedis(port)
    const env = { REDIS_URL: `redis://127.0.0.1:${port}` }
    one = await startServer(env)
    // The limits alone are shared here, so that this is true on either engine.
    two = await startServer(env)
  })
  after(() => stop(redis))

  let visitor = 0
  const decide = async (server: TestServer, from: string) => {
    const response = await server.fetch(server.withKeys('/v1/decision'), { headers: { 'X-Forwarded-For': from } })
    await response.arrayBuffer()
    return response.status
  }
  const newVisitor = () => `81.2.${++visitor >> 8}.${visitor & 255}`
  const failures = async (server: TestServer) => {
    const text = await (await server.fetch('/metrics')).text()
    return Number(/^throughline_limiter_failures_total (\d+)/m.exec(text)?.[1])
  }
  const connected = () => eventually(async () => assert.match(await (await one.fetch('/readyz')).text(), /"redis":"ok"/))
  const load = (calls: number) => Promise.all(Array.from({ length: calls }, () => decide(one, newVisitor())))

  it('counts for all processes together', async () => {
    await connected()
    const from = newVisitor()
    for (let call = 0; call < 60; call++) assert.deepEqual([await decide(one, from), await decide(two, from)], [200, 200])
    assert.deepEqual([await decide(one, from), await decide(two, from)], [429, 429])
    assert.equal(await failures(one), 0)
  })

  it('may be killed in mid-load: every request is served, and the metric says so', async () => {
    const before = await failures(one)
    const calls = [load(200)]
    await stop(redis)
    calls.push(load(200))
    const statuses = (await Promise.all(calls)).flat()
    assert.deepEqual(
      statuses.filter(status => status !== 200),
      [],
    )
    assert.ok((await failures(one)) - before >= 200)
    assert.match(await (await one.fetch('/readyz')).text(), /"redis":"failed"/)
    assert.equal((await one.fetch('/readyz')).status, 200, 'and the process is ready all the same')
  })

  it('is missed, and the process still counts for itself', async () => {
    const from = newVisitor()
    for (let call = 0; call < 120; call++) assert.equal(await decide(one, from), 200)
    assert.equal(await decide(one, from), 429)
  })

  it('is used again when it is back, without a restart', async () => {
    redis = await startRedis(port)
    await connected()
    const before = await failures(one)
    await load(20)
    assert.equal(await failures(one), before)
  })

  it('may hang: requests wait a quarter of a second, and are served', async () => {
    redis.kill('SIGSTOP')
    const start = performance.now()
    const statuses = await load(50)
    assert.ok(statuses.every(status => status === 200))
    assert.ok(performance.now() - start < 5000)
    redis.kill('SIGCONT')
  })
})
