import type { Database } from '../db/database.js'
import { transaction } from '../db/transaction.js'

/** Any number that `migrateUp` does not take. */
const LOCK = 20_260_102

/**
 * Brings the tables of graphile-worker up to the version that is installed. It does so over a connection of its own, a transaction per step; the lock keeps
 * other processes that start at this moment waiting. The embedded database needs none of it.
 */
export async function migrateQueue(db: Database, url: string | undefined): Promise<void> {
  if (!db.dialect.jobQueue || url === undefined) return
  const { serverPool } = await import('../db/server-pool.js')
  const { runMigrations } = await import('graphile-worker')
  const { graphileLogger } = await import('./graphile-log.js')
  const pgPool = serverPool(url, { max: 1, name: 'throughline jobs schema' })
  try {
    await transaction(db, async trx => {
      await trx.raw('set local statement_timeout = 0')
      await trx.raw('select pg_advisory_xact_lock(?)', [LOCK])
      await runMigrations({ pgPool, logger: graphileLogger() })
    })
  } finally {
    await pgPool.end()
  }
}
