import type { Database } from '../db/database.js'
import { type Queries, type Transaction, transaction } from '../db/transaction.js'
import { json } from '../db/values.js'
import { newId } from '../lib/id.js'
import type { JobOptions, Payload, Standing } from './jobs.js'
import type { Held } from './under-way.js'

interface JobRow {
  id: string
  name: string
  key: string | null
  payload: string
  due_at: number | null
  attempts: number
  token: string | null
  last_error: string | null
  created_at: number
}

const WAITS = 'token is null and due_at is not null'

/** The table `jobs`: what the embedded database has for a queue. */
export class EmbeddedJobStore {
  constructor(private readonly db: Database) {}

  async add(trx: Transaction, name: string, payload: Payload, { key, runAt }: JobOptions, now: number): Promise<void> {
    await trx.raw(
      `insert into jobs (id, name, key, payload, due_at, attempts, created_at) values (?, ?, ?, ?, ?, 0, ?)
       on conflict (name, key) where ${WAITS}
       do update set due_at = min(due_at, excluded.due_at), payload = excluded.payload, attempts = 0, last_error = null`,
      [newId('job', now), name, key ?? null, json(payload)!, runAt ?? now, now],
    )
  }

  /** Takes the earliest jobs that are due, and those whose holder let his lease run out. */
  async claim(names: readonly string[], limit: number, token: string, now: number, until: number): Promise<Held[]> {
    const rows: JobRow[] = await this.db.knex.raw(
      `update jobs set token = ? || '_' || id, due_at = ?, attempts = attempts + 1
       where id in (select id from jobs where due_at <= ? and name in (select value from json_each(?)) order by due_at limit ?)
       returning *`,
      [token, until, now, JSON.stringify(names), limit],
    )
    return rows.map(toHeld).sort((one, other) => (one.id < other.id ? -1 : 1))
  }

  /** Prolongs leases. @returns the claims that still hold */
  async renew(claims: readonly string[], until: number): Promise<string[]> {
    const rows: { token: string }[] = await this.db.knex('jobs').whereIn('token', claims).update({ due_at: until }).returning('token')
    return rows.map(row => row.token)
  }

  async finish({ id, claim }: Held): Promise<boolean> {
    return (await this.db.knex('jobs').where({ id, token: claim }).delete()) > 0
  }

  /** Lets the job wait until `dueAt`, or gives it up when that is null. One whose key waits again already has been asked for anew, and goes. */
  async fail({ id, claim }: Pick<Held, 'id' | 'claim'>, error: string, dueAt: number | null): Promise<boolean> {
    return transaction(this.db, async trx => {
      const job: JobRow | undefined = await trx('jobs').where({ id, token: claim }).first()
      if (!job) return false
      if (job.key !== null && dueAt !== null && (await waits(trx, job.name, job.key))) await trx('jobs').where({ id }).delete()
      else await trx('jobs').where({ id }).update({ token: null, due_at: dueAt, last_error: error })
      return true
    })
  }

  /** Lets go of jobs that are still under way, so that others need not wait for the lease. */
  async giveBack(claims: readonly string[], now: number): Promise<void> {
    const rows: { id: string; token: string }[] = await this.db.knex('jobs').select('id', 'token').whereIn('token', claims)
    for (const { id, token } of rows) await this.fail({ id, claim: token }, 'The worker stopped', now)
  }

  async standing(now: number): Promise<Standing> {
    const waiting: { name: string; count: number; first: number }[] = await this.db.knex.raw(
      `select name, count(*) as count, min(due_at) as first from jobs where ${WAITS} group by name`,
    )
    const [failed] = await this.db.knex('jobs').count<{ count: number }[]>({ count: '*' }).whereNull('due_at')
    return {
      waiting: waiting.map(({ name, count, first }) => ({ name, count, lateMs: Math.max(0, now - first) })),
      failed: failed!.count,
    }
  }

  async purgeFailed(before: number, limit: number): Promise<number> {
    const old = this.db.knex('jobs').select('id').whereNull('due_at').andWhere('created_at', '<', before).limit(limit)
    return this.db.knex('jobs').whereIn('id', old).delete()
  }
}

const waits = async (db: Queries, name: string, key: string): Promise<boolean> =>
  (await db('jobs').select('id').where({ name, key }).whereRaw(WAITS).first()) !== undefined

const toHeld = (row: JobRow): Held => ({
  id: row.id,
  name: row.name,
  payload: JSON.parse(row.payload) as Payload,
  attempts: row.attempts,
  claim: row.token!,
})
