import { dirname, join } from 'node:path'
import type { Log } from '../lib/log.js'
import { SECOND } from '../lib/time.js'
import { type Database, type DatabaseSettings, openDatabase } from './database.js'
import { migrateUp } from './migrate.js'
import { INTAKE_FILE } from './migrations/016-intake.js'

/**
 * Opens where acts are taken in that are billed later: the table of that name in the database itself, or in a file beside it where the table would have to wait for
 * every transaction. Between bursts, which are rare, nothing of that file is kept in memory. @throws Unavailable when it can't be used
 */
export async function openIntake(db: Database, { file }: DatabaseSettings, log?: Log): Promise<Database> {
  if (!db.dialect.oneWriter) return { ...db, close: async () => {} }
  const intake = openDatabase({ file: join(dirname(file!), 'intake.db'), letGoAfter: SECOND }, log)
  try {
    await migrateUp(intake, INTAKE_FILE)
    return intake
  } catch (error) {
    await intake.close()
    throw error
  }
}
