import { randomBytes } from 'node:crypto'
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Database, type DatabaseSettings, openDatabase } from '../../src/db/database.js'
import { migrateUp } from '../../src/db/migrate.js'
import { migrateQueue } from '../../src/jobs/graphile-schema.js'

/*
 * Every test file gets a database of its own, on the engine that TEST_DATABASE_URL names (a server on which we may create databases) or else
 * on SQLite. The first one of a run is migrated and kept as the template of the others. What a test leaves open is closed and dropped at its file's end.
 */

export interface TestDatabase extends Database {
  /**
   * To open the same database a second time, as another process would. On a file the second one has to be in another process indeed:
   * whoever waits for the file's lock blocks the event loop, and with it the one who holds the lock.
   */
  readonly settings: DatabaseSettings
}

const serverUrl = process.env.TEST_DATABASE_URL
const RUN = `throughline_test_${process.pid}_${randomBytes(3).toString('hex')}`

const left = new Set<() => Promise<void>>()
let template: Promise<DatabaseSettings> | undefined
let made = 0

/** An empty database with the schema of today. */
export async function freshDatabase(options: { poolMax?: number } = {}): Promise<TestDatabase> {
  template ??= makeTemplate()
  return opened({ ...(await copyOf(await template)), ...options })
}

/** A database without any table. */
export const bareDatabase = async (): Promise<TestDatabase> => opened(await create())

function opened(settings: DatabaseSettings): TestDatabase {
  const database = openDatabase(settings)
  const close = async () => {
    if (!left.delete(close)) return
    await database.close()
    await remove(settings)
  }
  left.add(close)
  return { ...database, settings, close }
}

async function makeTemplate(): Promise<DatabaseSettings> {
  const settings = await create()
  const database = openDatabase(settings)
  await migrateUp(database)
  await migrateQueue(database, settings.url)
  // A server copies a database only while nobody is connected to it, and a file is whole only when its log has been written back.
  await database.close()
  return settings
}

async function copyOf(settings: DatabaseSettings): Promise<DatabaseSettings> {
  if (settings.url) return create(nameOf(settings.url))
  const copy = await create()
  copyFileSync(settings.file!, copy.file!)
  return copy
}

async function create(from = 'template1'): Promise<DatabaseSettings> {
  if (!serverUrl) return { file: join(mkdtempSync(join(tmpdir(), 'throughline-')), 'throughline.db') }
  const url = new URL(serverUrl)
  url.pathname = `/${RUN}_${++made}`
  await onServer(`create database ${nameOf(url.href)} template ${from}`)
  return { url: url.href }
}

async function remove({ url, file }: DatabaseSettings): Promise<void> {
  if (url) await onServer(`drop database if exists ${nameOf(url)} with (force)`)
  if (file) rmSync(join(file, '..'), { recursive: true, force: true })
}

/** Runs a statement about databases, which has to come from another one. */
export async function onServer(statement: string): Promise<void> {
  const server = openDatabase({ url: serverUrl!, poolMax: 1 })
  try {
    await server.knex.raw(statement)
  } finally {
    await server.close()
  }
}

const nameOf = (url: string): string => new URL(url).pathname.slice(1)

/** Ends something at the end of the test file, before what was there when it began: a server before its database. */
export const closeAtEnd = (close: () => Promise<void>): void => void left.add(close)

/*
 * Each file's last suite ends what its tests left open: kept until the end of the run, the servers of all files would need more connections than
 * a database server has. The suites are known once all files are loaded, which is when this runs.
 */
before(function () {
  const lastOfFile = new Map(this.test!.parent!.suites.map(suite => [suite.file, suite]))
  for (const suite of lastOfFile.values()) {
    suite.afterAll('end what is left open', async function () {
      this.timeout(120_000)
      for (const close of [...left].reverse()) {
        await close()
        left.delete(close)
      }
    })
  }
})

after(async () => {
  if (template) await remove(await template)
})
