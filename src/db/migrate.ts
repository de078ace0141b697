import type { Database } from './database.js'
import { MIGRATIONS } from './migrations/all.js'
import type { Migration } from './migrations/migration.js'
import { type Transaction, transaction } from './transaction.js'

const TABLE = 'migrations'

/** Any number, as long as all versions of the program take the same. */
const LOCK = 20_260_101

/**
 * Brings the schema up to this version of the program and names the steps taken. All of them happen in one transaction that holds a lock:
 * of two processes that start at once one migrates and the other finds it done, and one that is killed leaves neither half a schema nor a lock.
 * @throws Error when the database was written by a newer version
 */
export const migrateUp = (db: Database, known: readonly Migration[] = MIGRATIONS): Promise<string[]> =>
  exclusively(db, async trx => {
    const done = await refuseNewer(trx, known)
    const steps = known.filter(step => !done.includes(step.name))
    for (const step of steps) {
      await step.up(trx, db.dialect)
      await trx(TABLE).insert({ name: step.name, applied_at: Date.now() })
    }
    return steps.map(step => step.name)
  })

/** Takes back the last steps, newest first, and names them. */
export const migrateDown = (db: Database, count = 1, known: readonly Migration[] = MIGRATIONS): Promise<string[]> =>
  exclusively(db, async trx => {
    const done = await refuseNewer(trx, known)
    const steps = known
      .filter(step => done.includes(step.name))
      .reverse()
      .slice(0, count)
    for (const step of steps) {
      await step.down(trx, db.dialect)
      await trx(TABLE).where({ name: step.name }).delete()
    }
    return steps.map(step => step.name)
  })

/** Each known step, and whether it has been taken. */
export async function migrationStatus(db: Database, known: readonly Migration[] = MIGRATIONS): Promise<{ name: string; done: boolean }[]> {
  const done = (await db.knex.schema.hasTable(TABLE)) ? await names(db.knex) : []
  return known.map(({ name }) => ({ name, done: done.includes(name) }))
}

/** No step is missing. Steps of a newer version do not count: during a rolling update the older processes serve on. */
export const migrationsCurrent = async (db: Database): Promise<boolean> => (await migrationStatus(db)).every(step => step.done)

const exclusively = <T>(db: Database, act: (trx: Transaction) => Promise<T>): Promise<T> =>
  transaction(db, async trx => {
    // Where there is no such lock, the transaction itself is the only writer.
    if (db.dialect.advisoryLocks) {
      await trx.raw('set local statement_timeout = 0')
      await trx.raw('select pg_advisory_xact_lock(?)', [LOCK])
    }
    if (!(await trx.schema.hasTable(TABLE)))
      await trx.schema.createTable(TABLE, table => {
        table.text('name').notNullable().primary()
        table.bigInteger('applied_at').notNullable()
      })
    return act(trx)
  })

async function refuseNewer(trx: Transaction, known: readonly Migration[]): Promise<string[]> {
  const done = await names(trx)
  const newer = done.filter(name => !known.some(step => step.name === name))
  if (newer.length > 0)
    throw new Error(
      `The database was written by a newer version of the program (it has ${newer.join(', ')}). Start that version, or restore a backup made before it.`,
    )
  return done
}

const names = (db: Database['knex']): Promise<string[]> => db(TABLE).orderBy('name').pluck('name')
