import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { dirname } from 'node:path'
import { promisify } from 'node:util'
import { openDatabase } from '../../src/db/database.js'
import { migrateDown, migrateUp, migrationStatus, migrationsCurrent } from '../../src/db/migrate.js'
import { MIGRATIONS } from '../../src/db/migrations/all.js'
import type { Migration } from '../../src/db/migrations/migration.js'
import type { Fact } from '../../src/journal/fact.js'
import { StatStore } from '../../src/market/stat-store.js'
import { countFacts, type Metric } from '../../src/market/stats.js'
import { bareDatabase, type TestDatabase } from '../helpers/database.js'

/** Steps that leave the schema as it is: they move rows, or are about a file of their own on an embedded database. */
const WITHOUT_TRACE = process.env.TEST_DATABASE_URL ? ['015-goals'] : ['015-goals', '016-intake']

const NAMES = MIGRATIONS.map(step => step.name)

/** Every table, column, constraint and index of a database, as text that can be compared. */
async function schemaOf(db: TestDatabase): Promise<unknown[]> {
  if (db.settings.file) {
    const things = db.knex('sqlite_master').whereNot('name', 'sqlite_sequence').orderBy(['type', 'name'])
    const rows: { sql: string | null }[] = await things.select('type', 'name', 'tbl_name', 'sql')
    // A column whose name was changed stands in other quotes.
    return rows.map(row => ({ ...row, sql: row.sql?.replaceAll('`', '"') }))
  }
  const columns =
    'select table_name, column_name, data_type, is_nullable, column_default from information_schema.columns where table_schema = current_schema() order by 1, 2'
  const constraints =
    'select conrelid::regclass::text as of, conname, pg_get_constraintdef(oid) as is from pg_constraint where connamespace = current_schema()::regnamespace order by 1, 2'
  const indexes = 'select indexname, indexdef from pg_indexes where schemaname = current_schema() order by 1'
  const answers = await Promise.all([columns, constraints, indexes].map(question => db.knex.raw(question)))
  return answers.flatMap(answer => answer.rows)
}

const withoutGoal = (metric: Metric): Metric => (metric.startsWith('invalid:') ? metric : (metric.split(':')[0] as Metric))

const step = (name: string, up: Migration['up'] = async () => {}): Migration => ({ name, up, down: async () => {} })

describe('migrations', () => {
  let db: TestDatabase

  beforeEach(async () => {
    db = await bareDatabase()
  })
  afterEach(() => db.close())

  it('make the same schema when they are taken back and taken again', async () => {
    assert.deepEqual(await migrateUp(db), NAMES)
    const schema = await schemaOf(db)
    assert.deepEqual(await migrateDown(db, Number.POSITIVE_INFINITY), [...NAMES].reverse())
    for (const name of ['events', 'organizations', 'websites', 'catalogue_version'])
      assert.equal(await db.knex.schema.hasTable(name), false, name)
    assert.deepEqual(await migrateUp(db), NAMES)
    assert.deepEqual(await schemaOf(db), schema)
  })

  it('come back one at a time', async () => {
    await migrateUp(db, [])
    const schemas = []
    for (const [at, { name }] of MIGRATIONS.entries()) {
      schemas.push({ name, before: await schemaOf(db) })
      assert.deepEqual(await migrateUp(db, MIGRATIONS.slice(0, at + 1)), [name])
      if (!WITHOUT_TRACE.includes(name)) assert.notDeepEqual(await schemaOf(db), schemas[at]!.before)
    }
    for (const { name, before } of schemas.reverse()) {
      assert.deepEqual(await migrateDown(db), [name])
      assert.deepEqual(await schemaOf(db), before, `${name} leaves nothing behind`)
    }
    assert.deepEqual(await migrateDown(db), [])
  })

  it('are not taken back over acts that wait to be billed', async function () {
    if (db.dialect.oneWriter) this.skip()
    await migrateUp(db)
    await db.knex('intake').insert({ fact: 'evt_1', act: '{}' })
    await assert.rejects(migrateDown(db, Number.POSITIVE_INFINITY), /wait to be billed/)
    assert.equal(await db.knex.schema.hasTable('intake'), true)
  })

  it('give counts their money, and take it from them again', async () => {
    const at = NAMES.indexOf('014-lighter-writes')
    await migrateUp(db, MIGRATIONS.slice(0, at))
    const about = { organization: 'org_1', website: 'site_1', offer: 'off_1', country: 'DE', surface: 'overlay', day: '2026-11-21' }
    const rows = [
      { ...about, epoch: 7, metric: 'clicks', n: 3, micros: 0 },
      { ...about, epoch: null, metric: 'revenue', n: 2, micros: 50 },
      { ...about, epoch: 7, metric: 'earnings', n: 2, micros: 40 },
    ]
    await db.knex('stat_deltas').insert(rows)
    await migrateUp(db, MIGRATIONS.slice(0, at + 1))
    const held = () => db.knex('stat_deltas').select('*').orderBy('seq')
    const figures = (await held()).map(({ metric, n, revenue, earnings }) => [metric, n, revenue, earnings])
    assert.deepEqual(figures, [
      ['clicks', 3, 0, 0],
      ['revenue', 0, 50, 0],
      ['earnings', 0, 0, 40],
    ])
    await db.knex('stat_deltas').insert({ ...about, epoch: 9, metric: 'clicks', n: 1, revenue: 5, earnings: 4 })
    await migrateDown(db)
    const money = (await held()).filter(({ metric }) => metric !== 'clicks').map(({ epoch, metric, micros }) => [epoch, metric, micros])
    assert.deepEqual(money, [
      [null, 'revenue', 50],
      [7, 'earnings', 40],
      [9, 'revenue', 5],
      [9, 'earnings', 4],
    ])
    assert.deepEqual(await db.knex('stat_deltas').where({ metric: 'clicks' }).orderBy('seq').select('n', 'micros', 'country'), [
      { n: 3, micros: 0, country: 'DE' },
      { n: 1, micros: 0, country: 'DE' },
    ])
  })

  it('count the conversions that were counted already by their goal, and together again', async () => {
    const at = NAMES.indexOf('015-goals')
    await migrateUp(db, MIGRATIONS.slice(0, at))
    await db.knex('organizations').insert({ id: 'org_1', name: 'One', created_at: 1 })
    let count = 0
    const told = (kind: string, event: string, price: number, more: object = {}) => {
      const about = {
        id: `evt_${++count}`,
        organization: 'org_1',
        kind,
        at: Date.parse('2026-11-21T23:59:59Z'),
        website: 'site_1',
        offer: 'off_1',
      }
      const judged = { valid: true, billed: price > 0, price, earnings: price / 2, country: 'DE', surface: 'overlay' }
      return { ...about, properties: { ...judged, event, ...more } } as unknown as Fact
    }
    const facts = [
      ...[told('conversion', '', 10), told('conversion', 'ftd', 40), told('conversion', 'ftd', 40), told('reversal', 'ftd', 40)],
      ...[told('conversion', 'ftd', 0, { valid: false, reason: 'exhausted' }), told('conversion', 'a:b', 6, { country: null })],
    ]
    await db.knex('events').insert(facts.map(fact => ({ ...fact, properties: JSON.stringify(fact.properties) })))
    const counted = countFacts(facts)
    await new StatStore(db.knex, db.dialect).insert(counted.map(delta => ({ ...delta, metric: withoutGoal(delta.metric) })))
    const sums = async () => {
      const rows: Record<string, unknown>[] = await db
        .knex('stat_deltas')
        .select('country', 'surface', 'day', 'metric')
        .select(['n', 'revenue', 'earnings'].map(name => db.knex.raw(`cast(sum(${name}) as integer) as ${name}`)))
        .groupBy('country', 'surface', 'day', 'metric')
      const lines = rows.map(row => [row.country, row.surface, row.day, row.metric, row.n, row.revenue, row.earnings])
      return lines
        .filter(([, , , , ...figures]) => figures.some(Boolean))
        .map(String)
        .sort()
    }
    const before = await sums()
    await migrateUp(db, MIGRATIONS.slice(0, at + 1))
    const expected = counted.map(({ country, surface, day, metric, n, revenue, earnings }) => [
      country,
      surface,
      day,
      metric,
      n,
      revenue,
      earnings,
    ])
    assert.deepEqual(await sums(), expected.map(String).sort())
    assert.deepEqual(await new StatStore(db.knex, db.dialect).lastEpoch(), 0, 'they wait for the next epoch')
    await migrateDown(db)
    assert.deepEqual(await sums(), before)
  })

  it('are taken once', async () => {
    await migrateUp(db)
    assert.deepEqual(await migrateUp(db), [])
  })

  it('start the catalogue at version 1', async () => {
    await migrateUp(db)
    assert.deepEqual(await db.knex('catalogue_version').select('*'), [{ id: 1, version: 1 }])
  })

  it('refuse a key of an organization that is not there', async () => {
    await migrateUp(db)
    const key = { id: 'key_1', organization: 'org_none', type: 'secret', name: 'k', prefix: 'sk', hash: 'h', created_at: 1 }
    await assert.rejects(db.knex('api_keys').insert(key).then(), /foreign key/i)
  })

  it('know whether they are current', async () => {
    assert.equal(await migrationsCurrent(db), false)
    await migrateUp(db)
    assert.equal(await migrationsCurrent(db), true)
    await migrateDown(db)
    assert.equal(await migrationsCurrent(db), false)
    assert.deepEqual((await migrationStatus(db)).at(-1), { name: NAMES.at(-1), done: false })
  })

  it('leave nothing of a run in which one of them fails', async () => {
    const fails = step('002-fails', async schema => {
      await schema.schema.createTable('half', table => void table.text('id'))
      throw new Error('in the middle')
    })
    const table = step('001-table', schema => schema.schema.createTable('whole', columns => void columns.text('id')))
    await assert.rejects(migrateUp(db, [table, fails]), /in the middle/)
    assert.equal(await db.knex.schema.hasTable('whole'), false)
    assert.equal(await db.knex.schema.hasTable('half'), false)
    assert.deepEqual(await migrateUp(db, [table]), ['001-table'])
  })

  it('refuse a database that a newer version wrote, and say what to do', async () => {
    await migrateUp(db, [step('001-known'), step('002-newer')])
    await assert.rejects(migrateUp(db, [step('001-known')]), /newer version .*002-newer.*Start that version/)
    await assert.rejects(migrateDown(db, 1, [step('001-known')]), /newer version/)
  })

  it('run once when several processes start at the same time', async () => {
    const { url, file } = db.settings
    // Its coverage is left out: the loader of a program numbers the same lines in another way than that of the tests.
    const env = { ...process.env, NODE_V8_COVERAGE: '', DATABASE_URL: url ?? '', DATA_DIR: file ? dirname(file) : '' }
    const starts = Array.from({ length: 3 }, () =>
      promisify(execFile)(process.execPath, ['--import', 'tsx', 'scripts/migrate.ts', 'up'], { env }),
    )
    const said = (await Promise.all(starts)).map(({ stdout }) => stdout.trim())
    assert.deepEqual(said.sort(), ['nothing to do', 'nothing to do', NAMES.map(name => `up  ${name}`).join('\n')])
  })

  it('are not kept out by a process that was killed in the middle', async function () {
    if (!db.dialect.advisoryLocks) this.skip() // a file's lock ends with its process by the operating system
    const other = openDatabase(db.settings)
    let begun!: () => void
    const inTheMiddle = new Promise<void>(resolve => {
      begun = resolve
    })
    const stuck = step('001-stuck', async schema => {
      begun()
      await schema.raw('select pg_sleep(60)')
    })
    const killed = assert.rejects(migrateUp(other, [stuck]))
    await inTheMiddle
    const waiting = migrateUp(db)
    await db.knex.raw(
      "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and query like '%pg_sleep(60)%' and pid <> pg_backend_pid()",
    )
    await killed
    assert.deepEqual(await waiting, NAMES)
    await other.close()
  })
})
