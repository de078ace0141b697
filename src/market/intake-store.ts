import { ask } from '../db/ask.js'
import type { Database } from '../db/database.js'
import { type ColumnTypes, insertMade, packedRows, packRow } from '../db/insert-rows.js'
import { rowSource, rowsParameter } from '../db/row-source.js'
import { fromJson } from '../db/values.js'
import { GroupCommit } from '../journal/group-commit.js'
import type { Log } from '../lib/log.js'
import { type ActKeeper, type KeptAct, SLICE } from './act-keeper.js'
import type { VisitorAct } from './billing-acts.js'

interface ActRow {
  readonly fact: string
  /** Written as it is, read as text. */
  readonly act: unknown
}

const TYPES: ColumnTypes<ActRow> = { fact: 'text', act: 'json' }

/** Acts that may be on their way in; beyond them callers are told to come again. */
const MAX_QUEUED = 10_000

/** What comes in a burst gathers a little before it is written: half as many flushes to the disk let a fifth more redirects through on a slow machine. */
const LINGER_MS = 3

/** Acts in a table of the database that several processes share. */
export class TabledActs implements ActKeeper {
  private readonly group: GroupCommit<string>
  /** Facts of acts that are billed, and not deleted yet. */
  private billed: string[] = []
  private deleting: Promise<unknown> = Promise.resolve()

  constructor(
    private readonly db: Database,
    private readonly log?: Log,
  ) {
    this.group = new GroupCommit<string>({
      write: async packed => {
        await insertMade(db.knex, db.dialect, 'intake', TYPES, packedRows(packed))
        return []
      },
      maxBatch: 1000,
      maxQueued: MAX_QUEUED,
      lingerMs: LINGER_MS,
    })
  }

  get queued(): number {
    return this.group.queued
  }

  async keep(act: VisitorAct): Promise<KeptAct> {
    await this.group.submit(packRow(TYPES, { fact: act.fact, act }))
    return { act, release: () => this.forget(act.fact) }
  }

  async *left(until: string): AsyncIterable<readonly KeptAct[]> {
    for (let after = ''; ; ) {
      const rows: ActRow[] = await this.db
        .knex('intake')
        .select('fact', 'act')
        .where('fact', '>', after)
        .andWhere('fact', '<', until)
        .orderBy('fact')
        .limit(SLICE)
      if (rows.length === 0) return
      yield rows.map(({ fact, act }) => ({ act: fromJson<VisitorAct>(act)!, release: () => this.forget(fact) }))
      await this.deleting
      after = rows.at(-1)!.fact
    }
  }

  drain(withinMs: number): Promise<unknown> {
    return this.group.drain(withinMs)
  }

  settled(): Promise<unknown> {
    return this.deleting
  }

  /** What is forgotten side by side is deleted together. */
  private forget(fact: string): void {
    if (this.billed.push(fact) > 1) return
    this.deleting = this.deleting
      .then(() => this.delete(this.billed.splice(0)))
      .catch(error => this.log?.warn({ error: String(error) }, 'billing: billed acts stay in the intake until it is looked through again'))
  }

  private async delete(facts: readonly string[]): Promise<void> {
    await ask(this.db.knex, `delete from intake where fact in (select fact from ${rowSource(this.db.dialect, ['fact'])} as billed)`, [
      rowsParameter(facts.map(fact => [fact])),
    ])
  }
}
