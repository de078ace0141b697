import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { type Database, openDatabase } from '../../src/db/database.js'
import { transaction } from '../../src/db/transaction.js'
import { Unavailable } from '../../src/lib/errors.js'
import { createLog } from '../../src/lib/log.js'
import { bareDatabase, type TestDatabase } from '../helpers/database.js'
import { eventually } from '../helpers/eventually.js'
import { Line } from '../helpers/line.js'

const isUnavailable = (reason: string) => (error: unknown) => error instanceof Unavailable && error.reason === reason

const createThings = (db: Database) => db.knex.schema.createTable('things', table => void table.text('text'))

describe('an embedded database on a full disk', () => {
  let db: TestDatabase
  const limitPages = (pages: number) => db.knex.raw(`pragma max_page_count = ${pages}`)
  const fill = { text: 'x'.repeat(100_000) }

  before(async function () {
    db = await bareDatabase()
    if (db.dialect.skipLocked) this.skip()
    await createThings(db)
  })
  beforeEach(() => limitPages(20))
  afterEach(() => limitPages(1_000_000))

  it('refuses a write as unavailable, and takes it when there is room again', async () => {
    await assert.rejects(db.knex('things').insert(fill).then(), isUnavailable('storage_full'))
    await limitPages(1_000_000)
    await db.knex('things').insert(fill)
  })

  it('says in a transaction what failed, and goes on with the next one', async () => {
    const rows = await db.knex('things').count({ n: '*' })
    const act = transaction(db, async trx => {
      await trx('things').insert({ text: 'small' })
      await trx('things').insert(fill)
      await trx('things').insert(fill)
    })
    await assert.rejects(act, isUnavailable('storage_full'))
    assert.deepEqual(await db.knex('things').count({ n: '*' }), rows)
    await transaction(db, async trx => void (await trx('things').select('*')))
  })

  it('keeps nothing of what was asked for side by side with what failed', async () => {
    const rows = await db.knex('things').count({ n: '*' })
    const act = transaction(db, async trx => {
      const small = () => trx('things').insert({ text: 'small' })
      await Promise.all([small(), trx('things').insert(fill), small(), trx('things').select('*').then(small), small().then(small)])
    })
    await assert.rejects(act, isUnavailable('storage_full'))
    assert.deepEqual(await db.knex('things').count({ n: '*' }), rows)
    await db.knex('things').insert({ text: 'small' })
  })
})

describe('an embedded database whose commit fails', () => {
  it('leaves no transaction open behind it', async function () {
    const db = await bareDatabase()
    if (db.dialect.skipLocked) this.skip()
    await createThings(db)
    // Foreign keys that are checked at the commit are a way to make it fail.
    await db.knex.raw('create table children (parent text references things (text) deferrable initially deferred)')
    await db.knex.raw('create unique index things_text on things (text)')
    await assert.rejects(
      transaction(db, async trx => void (await trx('children').insert({ parent: 'none' }))),
      /FOREIGN KEY/,
    )
    await transaction(db, async trx => void (await trx('things').insert({ text: 'a' })))
    assert.deepEqual(await db.knex('children').pluck('parent'), [])
  })
})

describe('a database server', () => {
  let admin: TestDatabase
  let line: Line
  let db: Database

  before(async function () {
    admin = await bareDatabase()
    if (!admin.settings.url) this.skip()
    await createThings(admin)
    line = await Line.to(admin.settings.url)
  })
  beforeEach(() => {
    db = openDatabase({ url: line.through(admin.settings.url!), poolMax: 2 })
  })
  afterEach(() => db?.close())
  after(() => line?.cut())

  const killAll = () =>
    admin.knex.raw(
      "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend'",
    )

  it('is asked again after its connections were ended while they rested', async () => {
    await Promise.all([db.ping(), db.ping()])
    await killAll()
    await eventually(() => db.ping())
  })

  it('is unavailable when a connection ends under a statement, and available at the next', async () => {
    const statement = assert.rejects(db.knex.raw('select pg_sleep(30)').then(), isUnavailable('database_unavailable'))
    await eventually(async () => {
      const { rows } = await admin.knex.raw("select 1 from pg_stat_activity where query like 'select pg_sleep(30)%' and state = 'active'")
      assert.equal(rows.length, 1)
    })
    await killAll()
    await statement
    await db.ping()
  })

  it('is unavailable when a connection ends in a transaction, of which nothing stays', async () => {
    const act = transaction(db, async trx => {
      await trx('things').insert({ text: 'half' })
      await line.cut()
      await trx('things').insert({ text: 'other half' })
    })
    await assert.rejects(act, isUnavailable('database_unavailable'))
    await line.mend()
    await db.ping()
    assert.deepEqual(await db.knex('things').pluck('text'), [])
  })

  it('is unavailable at once when it refuses connections, and available when it is back', async () => {
    await db.ping()
    await line.cut()
    const start = performance.now()
    for (const ask of [() => db.ping(), () => transaction(db, async trx => void (await trx('things').select('*')))])
      await assert.rejects(ask, isUnavailable('database_unavailable'))
    assert.ok(performance.now() - start < 2000, 'no waiting for a time-out')
    await line.mend()
    await db.ping()
  })

  it('is unavailable when all connections are in use for too long', async () => {
    const narrow = openDatabase({ ...admin.settings, poolMax: 1 })
    await transaction(narrow, () => assert.rejects(narrow.ping(), isUnavailable('database_unavailable')))
    await narrow.ping()
    await narrow.close()
  })

  it('is unavailable when it takes connections and never answers', async () => {
    const silent = createServer().listen(0, '127.0.0.1')
    await once(silent, 'listening')
    const url = new URL(admin.settings.url!)
    url.port = String((silent.address() as { port: number }).port)
    const unheard = openDatabase({ url: url.href })
    await assert.rejects(unheard.ping(), isUnavailable('database_unavailable'))
    await unheard.close()
    silent.close()
  })

  it('warns of a long outage in one line, not in one for each request', async () => {
    const lines: string[] = []
    const log = createLog('warn', { write: line => void lines.push(line) })
    const warned = openDatabase({ url: line.through(admin.settings.url!) }, log)
    await line.cut()
    for (let request = 0; request < 20; request++) await assert.rejects(warned.ping(), Unavailable)
    await line.mend()
    await warned.ping()
    await warned.close()
    assert.equal(lines.length, 1)
    assert.equal(JSON.parse(lines[0]!).level, 40)
    assert.doesNotMatch(lines[0]!, /password|select 1/)
  })
})
