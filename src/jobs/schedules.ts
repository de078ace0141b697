import { Cron } from 'croner'
import type { Database } from '../db/database.js'
import { transaction } from '../db/transaction.js'
import type { Log } from '../lib/log.js'
import { type Repeated, repeat } from '../lib/repeat.js'
import { type Clock, SECOND } from '../lib/time.js'
import type { Jobs } from './jobs.js'
import { ScheduleStore } from './schedule-store.js'

/** Names of jobs, and when they are added: cron expressions of five fields, in UTC. */
export type Schedules = Readonly<Record<string, string>>

const EVERY = 10 * SECOND

export interface ScheduleNeeds {
  readonly db: Database
  readonly jobs: Jobs
  readonly now: Clock
  readonly log: Log
  /** Milliseconds between two looks at the clock; a job is late by as much. */
  readonly everyMs?: number
}

/**
 * Adds each job when its time comes: once, however many processes look at the clock. What fell due while none of them ran is made up for, once.
 * A job of the schedule that still waits is not added a second time.
 */
export function keepSchedules(schedules: Schedules, { db, jobs, now, log, everyMs = EVERY }: ScheduleNeeds): Repeated {
  const crons = Object.entries(schedules).map(([name, expression]) => ({ name, cron: new Cron(expression, { timezone: 'UTC' }) }))
  const look = async () => {
    const at = now()
    const known = await new ScheduleStore(db.knex).all()
    for (const { name, cron } of crons) {
      const due = known.get(name)
      const next = cron.nextRun(new Date(at))!.getTime()
      if (due === undefined) await new ScheduleStore(db.knex).add(name, next)
      // Where the expression has changed, the next time may be sooner than it was.
      else if (due > at && due > next) await new ScheduleStore(db.knex).move(name, due, next)
      else if (due <= at)
        await transaction(db, async trx => {
          if (await new ScheduleStore(trx).move(name, due, next)) await jobs.add(trx, name, {}, { key: name })
        })
    }
  }
  return repeat(everyMs, look, error => log.warn({ error: String(error) }, 'schedules: the database could not be asked; it is tried again'))
}
