import assert from 'node:assert/strict'
import { MIGRATIONS } from '../../src/db/migrations/all.js'
import { startServer, type TestServer } from '../helpers/server.js'
import { look } from '../helpers/tenant.js'

describe('the state of the server', () => {
  let server: TestServer
  before(async () => {
    server = await startServer()
  })
  const json = async (path: string) => {
    const response = await server.fetch(path)
    return { status: response.status, body: (await response.json()) as Record<string, unknown> }
  }

  it('getHealth says that the process is up', async () => {
    assert.deepEqual(await json('/healthz'), { status: 200, body: { status: 'ok' } })
  })

  it('getReadiness says what answers, and how durable the storage is', async () => {
    const storage = server.env.DATABASE_URL ? { engine: 'postgresql' } : { engine: 'sqlite' }
    const { status, body } = await json('/readyz')
    assert.equal(status, 200)
    assert.equal(body.status, 'ready')
    assert.deepEqual(body.checks, { database: 'ok', migrations: 'ok', redis: 'absent' })
    assert.equal((body.storage as typeof storage).engine, storage.engine)
    assert.match(JSON.stringify(body.storage), /"durability":"WAL, synchronous(=FULL|_commit=on)"/)
  })

  it('getReadiness stays ready without Redis, and says that it is away', async () => {
    const alone = await startServer({ REDIS_URL: 'redis://127.0.0.1:1' })
    const response = await alone.fetch('/readyz')
    assert.equal(response.status, 200)
    assert.equal(((await response.json()) as { checks: { redis: string } }).checks.redis, 'failed')
    await alone.close()
  })

  it('getReadiness is unready while a migration is missing', async () => {
    const newest = MIGRATIONS.at(-1)!
    const [row] = await look(server, ({ knex }) => knex('migrations').where({ name: newest.name }))
    assert.ok(row)
    await look(server, ({ knex }) => knex('migrations').where({ name: newest.name }).delete())
    const { status, body } = await json('/readyz')
    assert.equal(status, 503)
    assert.equal(body.status, 'unready')
    assert.equal((body.checks as { migrations: string }).migrations, 'failed')
    await look(server, ({ knex }) => knex('migrations').insert(row))
    assert.equal((await json('/readyz')).status, 200)
  })

  it('getOpenapi answers the contract that is in force', async () => {
    const { status, body } = await json('/openapi.json')
    assert.equal(status, 200)
    assert.equal(body.openapi, '3.1.0')
    assert.ok((body.paths as Record<string, unknown>)['/v1/decision'])
  })
})
