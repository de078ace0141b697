import { join } from 'node:path'
import type { Log } from '../lib/log.js'
import { SECOND } from '../lib/time.js'

/** As long as a process that was told to stop may take for it. */
const PATIENCE = 12 * SECOND

const TRY_EVERY_MS = 100

/**
 * Takes a folder for this process alone, waiting for one that is about to end. The lock is the operating system's, so it ends with the process that holds it.
 * @returns gives the folder back
 * @throws Error that says what to do, when another process keeps it
 */
export async function takeFolder(folder: string, log?: Log, patience = PATIENCE): Promise<() => void> {
  const { default: Sqlite } = await import('better-sqlite3')
  const lock = new Sqlite(join(folder, 'throughline.lock'), { timeout: 0 })
  const end = performance.now() + patience
  for (let tries = 0; ; tries++) {
    try {
      lock.exec('begin exclusive')
      return () => lock.close()
    } catch (error) {
      const isTaken = (error as { code?: string }).code === 'SQLITE_BUSY'
      if (isTaken && performance.now() < end) {
        if (tries === 0) log?.warn({ folder }, 'another process uses the data folder: waiting for its end')
        await new Promise(resolve => setTimeout(resolve, TRY_EVERY_MS))
        continue
      }
      lock.close()
      throw isTaken ? Object.assign(new Error(taken(folder)), { code: 'DATA_DIR_IN_USE' }) : error
    }
  }
}

const taken = (folder: string): string =>
  `The data folder ${folder} is in use by another process, and an embedded database has one. Stop the other, give this one a DATA_DIR of its own, or let both share a PostgreSQL (DATABASE_URL).`
