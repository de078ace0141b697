import type { Database } from '../db/database.js'
import type { Log } from '../lib/log.js'
import type { Clock } from '../lib/time.js'
import { EmbeddedJobs } from './embedded.js'
import { migrateQueue } from './graphile-schema.js'
import type { JobQueue } from './jobs.js'
import { WORKER_SETTINGS, type WorkerSettings } from './worker-settings.js'

/** The queue of the database's engine, ready to be added to. `url`: of the server, absent for an embedded database. @throws Unavailable when the database is away */
export async function openJobs(
  db: Database,
  url: string | undefined,
  { now, log, settings = WORKER_SETTINGS }: { now: Clock; log: Log; settings?: WorkerSettings },
): Promise<JobQueue> {
  if (!db.dialect.jobQueue || url === undefined) return new EmbeddedJobs(db, settings, now, log)
  await migrateQueue(db, url)
  // Loaded where it is used: an embedded database starts without it.
  const { GraphileJobs } = await import('./graphile.js')
  return new GraphileJobs(db, url, settings, log)
}
