import assert from 'node:assert/strict'
import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { freePort, type ServerProcess } from '../scripts/bench/process.js'
import { type Installation, install } from '../scripts/prove/installation.js'
import { checkMarks, Writers } from '../scripts/prove/writers.js'
import { eventually } from './helpers/eventually.js'

/** The program itself, as `npm start` runs it. */
describe('the server process', function () {
  this.timeout(60_000)
  let installation: Installation
  let server: ServerProcess
  before(async () => {
    execFileSync(process.execPath, ['scripts/build.mjs'])
    installation = await install(process.env.TEST_DATABASE_URL ? 'postgresql' : 'sqlite')
  })
  beforeEach(async () => {
    server = await installation.start(await freePort())
  })
  afterEach(() => server.stop())
  after(() => installation?.remove())

  /** Tells the process to stop; its exit code, and the milliseconds until it was gone. */
  const terminate = async (child: ChildProcess) => {
    const start = performance.now()
    const gone = once(child, 'exit')
    child.kill('SIGTERM')
    const [code] = await gone
    return { code, ms: performance.now() - start }
  }
  const base = () => `http://127.0.0.1:${server.port}`
  const keys = () => {
    const { pub, website } = installation.demo().website
    return `pub=${pub}&website=${website}`
  }

  it('told to stop under load, loses nothing that it acknowledged or decided, and is gone within 10 seconds', async () => {
    const writers = new Writers({ baseUrl: base(), keys: installation.demo().website }, { name: 'stop' })
    await writers.acknowledge(200)
    const traces: string[] = []
    const decided = Promise.all(
      Array.from({ length: 8 }, async () => {
        for (;;) {
          const answer = await fetch(`${base()}/v1/decision?${keys()}`, { headers: { Origin: 'http://localhost' } })
          if (answer.status === 200) traces.push(((await answer.json()) as { requestId: string }).requestId.slice(0, 30))
        }
      }),
    ).catch(() => 'the server is gone')
    await eventually(async () => assert.ok(traces.length > 50))
    const { code, ms } = await terminate(server.child)
    await writers.stop()
    await decided
    assert.equal(code, 0)
    assert.ok(ms < 10_000, `${ms} ms`)
    assert.deepEqual(writers.faults, [])
    await installation.look(async db => {
      await checkMarks(db, writers.acknowledged)
      const noted = new Set(await db.knex('events').where({ kind: 'decision' }).pluck('trace'))
      assert.deepEqual(
        traces.filter(trace => !noted.has(trace)),
        [],
      )
    })
  })

  it('finishes a request that was under way when it was told to stop', async () => {
    const body = '{"url":"https://example.com/late"}'
    const socket = connect(server.port, '127.0.0.1')
    let answer = ''
    socket.on('data', data => {
      answer += data
    })
    socket.write(
      `POST /v1/events/snippet-ping?${keys()} HTTP/1.1\r\nHost: localhost\r\nOrigin: http://localhost\r\nContent-Type: text/plain\r\n` +
        `Content-Length: ${body.length}\r\n\r\n${body.slice(0, 5)}`,
    )
    // Another request over the same loop tells that the first has arrived.
    await fetch(`${base()}/healthz`)
    const gone = terminate(server.child)
    await eventually(async () => assert.rejects(fetch(`${base()}/healthz`)))
    socket.write(body.slice(5))
    await once(socket, 'close')
    assert.match(answer, /^HTTP\/1\.1 204 /)
    assert.equal((await gone).code, 0)
    await installation.look(db => checkMarks(db, new Set(['https://example.com/late'])))
  })

  it('reads its geo files again on SIGHUP, and serves on', async () => {
    server.child.kill('SIGHUP')
    const answer = await fetch(`${base()}/v1/decision?${keys()}`, { headers: { Origin: 'http://localhost' } })
    assert.equal(answer.status, 200)
    assert.equal(server.child.exitCode, null)
  })

  it('holds no driver in memory that its settings do not ask for', async () => {
    const list = join(installation.dataDir, 'loaded-files')
    const preload = { NODE_OPTIONS: `--require=${resolve('test/helpers/loaded-files.cjs')}`, LOADED_FILES: list }
    await server.stop()
    server = await installation.start(server.port, { ...preload, REDIS_URL: '' })
    await server.stop()
    const loaded = readFileSync(list, 'utf8')
    const drivers = ['graphile-worker/', 'ioredis/', 'pg/', 'undici/index.js'].filter(name => loaded.includes(`/node_modules/${name}`))
    assert.deepEqual(drivers, process.env.TEST_DATABASE_URL ? ['graphile-worker/', 'pg/'] : [])
  })

  it('that can not start says why in one go and without a stack', () => {
    const folder = mkdtempSync(join(tmpdir(), 'throughline-faults-'))
    const env = { ...process.env, DATA_DIR: folder, PORT: 'http', ROLE: 'king', TRUST_PROXY: 'all' }
    const { status, stderr } = spawnSync(process.execPath, ['.build/server.js'], { env, encoding: 'utf8' })
    assert.equal(status, 1)
    for (const name of ['PORT', 'ROLE', 'TRUST_PROXY']) assert.match(stderr, new RegExp(`^  ${name}: must be`, 'm'))
    assert.doesNotMatch(stderr, /^ +at /m)
    rmSync(folder, { recursive: true })
  })

  it('says that its port is taken, and ends', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'throughline-taken-'))
    const env = { ...process.env, DATA_DIR: folder, DATABASE_URL: '', PORT: String(server.port), LOG_LEVEL: 'silent' }
    const child = spawn(process.execPath, ['.build/server.js'], { env, stdio: ['ignore', 'ignore', 'pipe'] })
    let complaint = ''
    child.stderr.on('data', data => {
      complaint += data
    })
    const [code] = await once(child, 'exit')
    assert.equal(code, 1)
    assert.match(complaint, /EADDRINUSE.* address already in use/)
    assert.doesNotMatch(complaint, /^ +at /m)
    rmSync(folder, { recursive: true })
  })
})
