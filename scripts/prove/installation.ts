import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Database, openDatabase } from '../../src/db/database.js'
import { readSegments } from '../../src/journal/ahead-log.js'
import { storedFacts } from '../../src/journal/journal-store.js'
import type { Demo } from '../../src/platform/demo.js'
import { type ServerProcess, startProcess, THROUGHLINE } from '../bench/process.js'

/** One installation of the server under test: its folder, its database and the processes that serve it. */
export interface Installation {
  readonly dataDir: string
  /** Starts a process as an operator would; several on different ports share the database. */
  start(port: number, env?: Record<string, string>): Promise<ServerProcess>
  demo(): Demo
  /** Looks into the database behind the server's back. */
  look<T>(read: (db: Database) => Promise<T>): Promise<T>
  /** How many acts are acknowledged and not billed, while nobody serves. */
  unbilled(): Promise<number>
  remove(): Promise<void>
}

let made = 0

/** @param folder becomes the data folder, and is left to the caller; else one is made and removed */
export async function install(engine: 'sqlite' | 'postgresql', folder?: string): Promise<Installation> {
  if (engine === 'sqlite') return installOn(undefined, folder)
  const url = await createDatabase()
  const installation = installOn(url)
  return {
    ...installation,
    async remove() {
      await installation.remove()
      await onServer(`drop database if exists ${new URL(url).pathname.slice(1)} with (force)`)
    },
  }
}

/** An installation on an empty database that is there already; undefined: a file in the data folder. */
export function installOn(url: string | undefined, folder?: string): Installation {
  const dataDir = folder ?? mkdtempSync(join(tmpdir(), 'throughline-prove-'))
  const env = {
    DATA_DIR: dataDir,
    DATABASE_URL: url ?? '',
    DEMO: 'on',
    LOG_LEVEL: 'warn',
    RATE_LIMITS: 'off',
    RESPONSE_VALIDATION: 'all',
  }
  const settings = url ? { url } : { file: join(dataDir, 'throughline.db') }
  return {
    dataDir,
    start: (port, more = {}) => startProcess(THROUGHLINE, port, { ...env, ...more }),
    demo: () => JSON.parse(readFileSync(join(dataDir, 'demo.json'), 'utf8')),
    async look(read) {
      const db = openDatabase(settings)
      try {
        return await read(db)
      } finally {
        await db.close()
      }
    },
    unbilled() {
      return this.look(async ({ knex, dialect }) => {
        const facts: string[] = url
          ? await knex('intake').pluck('fact')
          : readSegments(join(dataDir, 'ahead')).flatMap(({ records }) =>
              records.flatMap(({ kind, text }) => (kind === 'act' ? JSON.parse(text).fact : [])),
            )
        return facts.length - (await storedFacts(knex, dialect, facts)).size
      })
    },
    async remove() {
      if (folder === undefined) rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

async function createDatabase(): Promise<string> {
  const url = new URL(process.env.TEST_DATABASE_URL!)
  const name = `throughline_prove_${process.pid}_${++made}`
  await onServer(`create database ${name}`)
  url.pathname = `/${name}`
  return url.href
}

async function onServer(statement: string): Promise<void> {
  const server = openDatabase({ url: process.env.TEST_DATABASE_URL!, poolMax: 1 })
  try {
    await server.knex.raw(statement)
  } finally {
    await server.close()
  }
}
