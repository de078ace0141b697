/** Durable events per second with 64 writers, each of whom waits for his event: one commit per event against group commit, in turn in one run. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import SqliteFile from 'better-sqlite3'
import { type Database, type DatabaseSettings, openDatabase } from '../../src/db/database.js'
import { migrateUp } from '../../src/db/migrate.js'
import type { Fact } from '../../src/journal/fact.js'
import { Journal } from '../../src/journal/journal.js'
import { batchOf, insertFactsOnce } from '../../src/journal/journal-store.js'
import { newId } from '../../src/lib/id.js'
import { machine, median, table } from './report.js'

const WRITERS = 64
const SECONDS = 2
const ROUNDS = 5

interface Contestant {
  readonly name: string
  write(fact: Fact): Promise<void>
}

interface Round {
  readonly perSecond: number
  readonly p50: number
  readonly p99: number
}

export async function run(): Promise<void> {
  console.log(machine())
  console.log(`${WRITERS} writers, ${ROUNDS} rounds of ${SECONDS} s each in turn; medians; latency in milliseconds`)
  const folder = mkdtempSync(join(tmpdir(), 'throughline-bench-'))
  try {
    await bench({ file: join(folder, 'throughline.db') })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
  const server = process.env.TEST_DATABASE_URL
  if (server) await onDatabase(server, bench)
  else console.log('\nPostgreSQL left out: TEST_DATABASE_URL names no server')
}

async function bench(settings: DatabaseSettings): Promise<void> {
  const db = openDatabase(settings)
  await migrateUp(db)
  const batches: number[] = []
  const journal = new Journal(db, { onBatch: size => batches.push(size) })
  const single = singleWriters(db, settings)
  const contestants: Contestant[] = [...single, { name: 'group commit (Journal.append)', write: fact => journal.append(fact) }]

  const rounds = new Map<Contestant, Round[]>(contestants.map(contestant => [contestant, []]))
  for (const contestant of contestants) await race(contestant, 0.5)
  batches.length = 0
  for (let round = 0; round < ROUNDS; round++)
    for (const contestant of contestants) rounds.get(contestant)!.push(await race(contestant, SECONDS))
  const group = batches.length

  const of = (contestant: Contestant, figure: keyof Round) => median(rounds.get(contestant)!.map(round => round[figure]))
  const base = of(contestants[0]!, 'perSecond')
  console.log(`\n${await describe(db)}`)
  console.log(
    table([
      ['', 'events/s', 'p50', 'p99', 'ratio'],
      ...contestants.map(each => [each.name, of(each, 'perSecond'), of(each, 'p50'), of(each, 'p99'), of(each, 'perSecond') / base]),
    ]),
  )
  console.log(
    `group commit wrote ${group} batches of ${(batches.reduce((sum, size) => sum + size, 0) / group).toFixed(1)} events on average`,
  )
  await journal.close()
  await db.close()
}

/** The same statement for one row; and on a file also the fastest way there is: a prepared statement on a bare connection. */
function singleWriters(db: Database, { file }: DatabaseSettings): Contestant[] {
  const alike = {
    name: 'one commit per event',
    write: async (fact: Fact) => void (await insertFactsOnce(db.knex, db.dialect, batchOf([fact]))),
  }
  if (file === undefined) return [alike]
  const connection = new SqliteFile(file)
  connection.pragma('synchronous = FULL')
  const statement = connection.prepare(
    'insert into events (id, organization, kind, at, website, trace, properties) values (?, ?, ?, ?, ?, ?, ?) on conflict (id) do nothing',
  )
  const prepared = async (fact: Fact) => {
    statement.run(fact.id, fact.organization, fact.kind, fact.at, fact.website, fact.trace, JSON.stringify(fact.properties))
    // As a server would: others have their turn before the next request of this writer.
    await new Promise(resolve => setImmediate(resolve))
  }
  return [alike, { name: 'one commit per event, bare prepared statement', write: prepared }]
}

async function race({ write }: Contestant, seconds: number): Promise<Round> {
  const latencies: number[] = []
  const start = performance.now()
  const end = start + seconds * 1000
  const writer = async () => {
    for (let now = performance.now(); now < end; ) {
      await write(event())
      const done = performance.now()
      latencies.push(done - now)
      now = done
    }
  }
  await Promise.all(Array.from({ length: WRITERS }, writer))
  const perSecond = latencies.length / ((performance.now() - start) / 1000)
  latencies.sort((a, b) => a - b)
  return { perSecond, p50: latencies[Math.floor(latencies.length * 0.5)]!, p99: latencies[Math.floor(latencies.length * 0.99)]! }
}

const event = (): Fact => ({
  id: newId('evt'),
  organization: 'org_01kbh2r4t6w8y0a2c4e6g8j0m2',
  kind: 'decision',
  at: Date.now(),
  website: 'site_01kbh2r4t6w8y0a2c4e6g8j0m2',
  trace: newId('req'),
  properties: { allowed: false, country: 'US', region: 'NJ', provider: 'mmdb' },
})

async function describe({ knex, dialect }: Database): Promise<string> {
  const version = dialect.listen
    ? (await knex.raw('show server_version')).rows[0].server_version
    : (await knex.raw('select sqlite_version() as v'))[0].v
  return `${dialect.engine} ${version}, ${dialect.durability}`
}

/** Runs on a new database of the server, which is dropped afterwards. */
async function onDatabase(server: string, act: (settings: DatabaseSettings) => Promise<void>): Promise<void> {
  const name = `throughline_bench_${process.pid}`
  const url = new URL(server)
  url.pathname = `/${name}`
  const admin = openDatabase({ url: server, poolMax: 1 })
  try {
    await admin.knex.raw(`create database ${name}`)
    await act({ url: url.href })
  } finally {
    await admin.knex.raw(`drop database if exists ${name} with (force)`)
    await admin.close()
  }
}
