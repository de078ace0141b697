import { mkdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { type Database, type DatabaseSettings, openDatabase } from './db/database.js'
import { migrateUp } from './db/migrate.js'
import { takeFolder } from './db/sole-user.js'
import { AheadLog } from './journal/ahead-log.js'
import type { Log } from './lib/log.js'
import { SECOND } from './lib/time.js'

interface Storage {
  readonly db: Database
  /** Beside an embedded database, whose one process this is. */
  readonly ahead: AheadLog | undefined
}

/** Opens the database of this process, brought up to date. @throws when it is away, newer than this program, or a file of another process */
export async function openStorage(settings: DatabaseSettings, log: Log, onClose: (end: () => unknown) => void): Promise<Storage> {
  const folder = settings.url === undefined && settings.file !== undefined ? dirname(settings.file) : undefined
  if (folder !== undefined) {
    mkdirSync(folder, { recursive: true })
    onClose(await takeFolder(folder, log))
  }
  const db = openDatabase(settings, log)
  onClose(() => db.close())
  await migrateUp(db)
  const ahead = folder === undefined ? undefined : AheadLog.open(join(folder, 'ahead'), log)
  onClose(() => ahead?.close(SECOND))
  return { db, ahead }
}
