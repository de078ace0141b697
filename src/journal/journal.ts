import type { Database } from '../db/database.js'
import { isUniqueViolation } from '../db/failures.js'
import { type Queries, type Transaction, transaction } from '../db/transaction.js'
import type { Log } from '../lib/log.js'
import { SECOND } from '../lib/time.js'
import type { Fact } from './fact.js'
import { GroupCommit, gathering } from './group-commit.js'
import { insertFacts, insertNewFacts, packFact } from './journal-store.js'

export interface JournalOptions {
  readonly log?: Log
  /**
   * Writes what is derived from facts, such as counts for reports, in the transaction that stores them. It is called with the facts that are new:
   * one that is written again after a commit whose outcome was unknown is not counted again.
   */
  readonly project?: (trx: Queries, facts: readonly Fact[]) => Promise<void>
  /** Told about every batch: its number of facts, and its milliseconds. */
  readonly onBatch?: (facts: number, ms: number) => void
  /** Characters that may wait or be under way; beyond them facts are refused. */
  readonly maxQueued?: number
}

interface Packed {
  readonly fact: Fact
  readonly row: string
}

/**
 * Characters in one batch: some four hundred decisions, which keep the event loop of an embedded database for about four milliseconds. With a server,
 * whose work is elsewhere, the same bound keeps a statement short.
 */
const MAX_BATCH = 128 * 1024

/** Half a minute of two thousand facts a second, while the database is away. */
const MAX_QUEUED = 16 * 1024 * 1024

/** A note rests this long for company: at most forty flushes a second for notes alone. A fact that is waited for takes them along at once. */
const NOTE_REST_MS = 25

/**
 * The append-only log of all that happens: one fact per row, durable before it is acknowledged.
 * Facts are written in groups, see `GroupCommit`. A fact that is written twice under one id is stored once.
 */
export class Journal {
  private readonly group: GroupCommit<Packed>

  constructor(
    private readonly db: Database,
    private readonly options: JournalOptions = {},
  ) {
    this.group = new GroupCommit<Packed>({
      write: batch => this.write(batch),
      maxBatch: MAX_BATCH,
      maxQueued: options.maxQueued ?? MAX_QUEUED,
      weigh: ({ row }) => row.length,
      ...gathering(db),
      idleMs: NOTE_REST_MS,
      onBatch: options.onBatch,
      onRefused: ({ fact }, error) =>
        options.log?.error({ err: error, fact: fact.id, kind: fact.kind }, 'journal: a noted fact cannot be stored'),
    })
  }

  /** Characters that wait to be written or are under way. */
  get queued(): number {
    return this.group.queued
  }

  /**
   * Takes the fact to be written within milliseconds, for what answers before it is durable. It is kept in memory while the database is away.
   * @throws Unavailable when too many wait: a fact is refused, never dropped
   */
  note(fact: Fact): void {
    this.group.post(pack(fact))
  }

  /** Resolves when the fact is durable. @throws Unavailable when it is not: the database is away, or too many wait */
  async append(fact: Fact): Promise<void> {
    return this.group.submit(pack(fact))
  }

  /**
   * Writes facts inside the caller's transaction: they are there together with what else it writes, or not at all.
   * @param facts with ids that were made for this call, so that what is derived of them need not wait until it is known which are new
   * @throws a unique violation when one is there already, in the end: an embedded database may tell of it at the commit
   */
  async record(trx: Transaction, facts: readonly Fact[]): Promise<void> {
    if (facts.length > 0) await this.storeNew(trx, facts, facts.map(packFact))
  }

  /** Writes all that was noted before this call. @throws Unavailable when the database is away; the notes are kept */
  async flush(): Promise<void> {
    return this.group.flush()
  }

  /** Accepts nothing more, and writes what waits. Notes that find no database until the time is up are lost, and the log says how many. */
  async close(timeoutMs = 5 * SECOND): Promise<void> {
    const lost = await this.group.drain(timeoutMs)
    if (lost > 0) this.options.log?.error({ lost }, 'journal: the database stayed away until the end; noted facts are lost')
  }

  private async write(batch: Packed[]): Promise<[]> {
    const { project } = this.options
    const facts = batch.map(({ fact }) => fact)
    const rows = batch.map(({ row }) => row)
    // One statement is a transaction by itself.
    if (!project) await insertFacts(this.db.knex, this.db.dialect, rows)
    else
      await transaction(this.db, trx => this.storeNew(trx, facts, rows)).catch(error => {
        if (!isUniqueViolation(error)) throw error
        // Its writing was repeated after a commit whose outcome was unknown: what is new is found first, and counted alone.
        return transaction(this.db, async trx => {
          const stored = await insertFacts(trx, this.db.dialect, rows)
          const added = facts.filter(({ id }) => stored.delete(id))
          if (added.length > 0) await project(trx, added)
        })
      })
    return []
  }

  /** Stores facts that are new, side by side with what is derived of them. */
  private async storeNew(trx: Transaction, facts: readonly Fact[], rows: readonly string[]): Promise<void> {
    await Promise.all([insertNewFacts(trx, this.db.dialect, rows), this.options.project?.(trx, facts)])
  }
}

const pack = (fact: Fact): Packed => ({ fact, row: packFact(fact) })
