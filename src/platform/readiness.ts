import type { Database } from '../db/database.js'
import { migrationsCurrent } from '../db/migrate.js'
import { reply } from '../http/reply.js'
import type { Handler } from '../http/types.js'

/** Whether requests may be sent here: what the server stands on is asked each time. */
export const getReadiness =
  ({ db, redis }: { db: Database; redis: { ping(): Promise<void> } | undefined }): Handler<'getReadiness'> =>
  async () => {
    const [database, migrations, limits] = await Promise.all([
      succeeds(() => db.ping()),
      migrationsCurrent(db).then(
        current => (current ? ('ok' as const) : ('failed' as const)),
        () => 'unknown' as const,
      ),
      redis ? succeeds(() => redis.ping()) : ('absent' as const),
    ])
    // Redis is left out of the verdict: without it the limits are counted per process and everything else goes on.
    const ready = database === 'ok' && migrations === 'ok'
    const body = {
      status: ready ? ('ready' as const) : ('unready' as const),
      checks: { database, migrations, redis: limits },
      storage: { engine: db.dialect.engine, durability: db.dialect.durability },
    }
    return reply(ready ? 200 : 503, body)
  }

const succeeds = (ask: () => Promise<void>): Promise<'ok' | 'failed'> =>
  ask().then(
    () => 'ok',
    () => 'failed',
  )
