import type { Queries, Transaction } from '../db/transaction.js'
import { json } from '../db/values.js'
import type { JobOptions, Payload, Standing } from './jobs.js'
import { MAX_ATTEMPTS } from './retry.js'
import type { Held } from './under-way.js'

/*
 * The tables and functions of graphile-worker 0.16. Its `_private` tables are private indeed: the version is pinned, and the conformance tests say at once
 * when an update changes them.
 */

const JOBS = 'graphile_worker._private_jobs'

/** Of the server: workers on several machines must mean the same by it. */
const NOW_MS = 'cast(extract(epoch from clock_timestamp()) * 1000 as bigint)'

/** Marks jobs that have a key: one that has lost it was asked for anew while it ran, and need not be tried again. */
const KEYED = 'keyed'
const SUPERSEDED = `key is null and attempts >= max_attempts and flags->>'${KEYED}' is not null`

/** It adds nothing when a worker takes the job of that key between two of its statements; then the next try finds the key free. */
const ADD_TRIES = 10

export class GraphileStore {
  constructor(private readonly db: Queries) {}

  /** Adds a job, or moves the one of that key forward, within the transaction that the store was made with. */
  async add(trx: Transaction, name: string, payload: Payload, { key, runAt }: JobOptions): Promise<void> {
    const at = runAt === undefined ? null : new Date(runAt).toISOString()
    for (let tries = 0; tries < ADD_TRIES; tries++) {
      // Who finds the job waiting holds it until the end of the transaction, so that its time can't change under him. Who does not find it may
      // meet one that was added meanwhile, and keeps its time.
      const { rows } = await trx.raw<{ rows: { id: number | null; late: boolean }[] }>(
        `with waiting as materialized (select run_at from ${JOBS} where key = :key and is_available for update)
         select id, run_at > coalesce(cast(:at as timestamptz), now()) as late
         from graphile_worker.add_job(
           :name, cast(:payload as json),
           run_at => least(coalesce(cast(:at as timestamptz), now()), (select run_at from waiting)),
           max_attempts => :most, job_key => :key, flags => cast(:flags as text[]),
           job_key_mode => case when exists (select from waiting) then 'replace' else 'preserve_run_at' end)`,
        {
          name,
          payload: json(payload),
          at,
          key: key === undefined ? null : `${name}:${key}`,
          flags: key === undefined ? null : `{${KEYED}}`,
          most: MAX_ATTEMPTS,
        },
      )
      const [added] = rows
      if (added?.id == null) continue
      if (added.late)
        await trx.raw(`update ${JOBS} set run_at = least(run_at, coalesce(cast(? as timestamptz), now())) where id = ?`, [at, added.id])
      return
    }
    throw new Error(`jobs: ${name} could not be added`)
  }

  async finish({ id, claim }: Held): Promise<boolean> {
    return changed(await this.db.raw(`delete from ${JOBS} where id = ? and locked_by = ?`, [id, claim]))
  }

  /** Lets the job wait for `delayMs`, or gives it up when that is null. */
  async fail({ id, claim }: Held, error: string, delayMs: number | null): Promise<boolean> {
    const held = changed(
      await this.db.raw(
        `update ${JOBS} set last_error = ?, run_at = now() + cast(? as float) * interval '1 ms', locked_by = null, locked_at = null, updated_at = now()
         where id = ? and locked_by = ?`,
        [error, delayMs ?? 0, id, claim],
      ),
    )
    if (held) await this.db.raw(`delete from ${JOBS} where id = ? and locked_by is null and ${SUPERSEDED}`, [id])
    return held
  }

  /** These workers are alive. @returns those that were believed dead, or not known yet: what they held is not theirs any more */
  async beat(workers: readonly string[]): Promise<string[]> {
    const { rows } = await this.db.raw<{ rows: { id: string }[] }>(
      `update job_workers set seen_at = ${NOW_MS} where id = any(?) returning id`,
      [[...workers]],
    )
    const known = new Set(rows.map(row => row.id))
    const unknown = workers.filter(worker => !known.has(worker))
    if (unknown.length > 0)
      await this.db.raw(
        `insert into job_workers (id, seen_at) select id, ${NOW_MS} from unnest(cast(? as text[])) as id on conflict (id) do update set seen_at = excluded.seen_at`,
        [unknown],
      )
    return unknown
  }

  /** Frees the jobs of workers that were silent for this long. @returns their names */
  async bury(silentMs: number): Promise<string[]> {
    const { rows } = await this.db.raw<{ rows: { id: string }[] }>(
      `select distinct locked_by as id from ${JOBS}
       where locked_at < now() - cast(? as float) * interval '1 ms'
         and not exists (select from job_workers where job_workers.id = locked_by and seen_at > ${NOW_MS} - ?)`,
      [silentMs, silentMs],
    )
    const dead = rows.map(row => row.id)
    await this.db.raw(`delete from job_workers where id = any(?) or seen_at < ${NOW_MS} - ?`, [dead, silentMs])
    if (dead.length > 0) await this.free(dead)
    return dead
  }

  /** Lets go of all that these workers hold, and of the workers. */
  async leave(workers: readonly string[]): Promise<void> {
    await this.free(workers)
    await this.db.raw('delete from job_workers where id = any(?)', [[...workers]])
  }

  private async free(workers: readonly string[]): Promise<void> {
    await this.db.raw('select graphile_worker.force_unlock_workers(?)', [[...workers]])
    await this.db.raw(`delete from ${JOBS} where locked_by is null and ${SUPERSEDED}`)
  }

  async standing(): Promise<Standing> {
    const { rows } = await this.db.raw<{ rows: { name: string; waiting: number; late: number; failed: number }[] }>(
      `select identifier as name, count(*) filter (where is_available) as waiting,
         coalesce(extract(epoch from now() - min(run_at) filter (where is_available)) * 1000, 0) as late,
         count(*) filter (where attempts >= max_attempts and locked_at is null and not (${SUPERSEDED})) as failed
       from ${JOBS} join graphile_worker._private_tasks as tasks on tasks.id = task_id group by identifier`,
    )
    return {
      waiting: rows
        .filter(row => row.waiting > 0)
        .map(({ name, waiting, late }) => ({ name, count: waiting, lateMs: Math.max(0, Math.round(late)) })),
      failed: rows.reduce((sum, row) => sum + row.failed, 0),
    }
  }

  async purgeFailed(before: number, limit: number): Promise<number> {
    const { rowCount } = await this.db.raw<{ rowCount: number }>(
      `delete from ${JOBS} where id in (
         select id from ${JOBS} where attempts >= max_attempts and locked_at is null and created_at < to_timestamp(cast(? as float) / 1000) limit ?)`,
      [before, limit],
    )
    return rowCount
  }
}

const changed = ({ rowCount }: { rowCount: number }): boolean => rowCount > 0
