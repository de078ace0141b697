import type { Database } from '../db/database.js'
import type { Transaction } from '../db/transaction.js'
import type { Log } from '../lib/log.js'
import { SECOND } from '../lib/time.js'
import type { AheadLog, Release } from './ahead-log.js'
import type { Fact } from './fact.js'
import { FactWriter, type Projection } from './fact-writer.js'
import { GroupCommit } from './group-commit.js'
import { type PackedFact, packedBatch, packFact, unpackFact } from './journal-store.js'

export interface JournalOptions {
  readonly log?: Log
  readonly project?: Projection
  /** Stores facts in place of a `FactWriter` of this thread. One that is there already stays as it is. @throws Unavailable when none is stored */
  readonly write?: (facts: readonly PackedFact[]) => Promise<void>
  /** Where a fact is durable before it is in the database. */
  readonly ahead?: AheadLog | undefined
  /** Told about every batch: its number of facts, and its milliseconds. */
  readonly onBatch?: (facts: number, ms: number) => void
  /** Characters that may wait or be under way; beyond them facts are refused. */
  readonly maxQueued?: number
}

/**
 * Characters in one batch: some four hundred decisions, which keep the thread of an embedded database, and whoever bills there, for about four milliseconds.
 * With a server the same bound keeps a statement short.
 */
const MAX_BATCH = 128 * 1024

/** Half a minute of two thousand facts a second, while the database is away. */
const MAX_QUEUED = 16 * 1024 * 1024

/** A note rests this long for company: at most forty flushes a second for notes alone. A fact that is waited for takes them along at once. */
const NOTE_REST_MS = 25

/** Facts left behind that are written at a time. */
const RECOVERED_AT_ONCE = 500

/** A fact on its way, and what lets go of it where it was kept ahead. */
interface Item extends PackedFact {
  release?: Promise<Release>
}

/**
 * The append-only log of all that happens: one fact per row, durable before it is acknowledged.
 * Facts are written in groups, see `GroupCommit`. A fact that is written twice under one id is stored once.
 */
export class Journal {
  private readonly writer: FactWriter
  private readonly group: GroupCommit<Item>

  constructor(
    db: Database,
    private readonly options: JournalOptions = {},
  ) {
    this.writer = new FactWriter(db, options.project)
    const write = options.write ?? (facts => this.writer.write(packedBatch(facts)))
    this.group = new GroupCommit<Item>({
      write: async batch => {
        await write(batch)
        for (const { release } of batch)
          release?.then(
            letGo => letGo(),
            () => {}, // whoever appended it was told
          )
        return []
      },
      maxBatch: MAX_BATCH,
      maxQueued: options.maxQueued ?? MAX_QUEUED,
      weigh: ({ row }) => row.length,
      lingerMs: db.dialect.gatherMs,
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
    this.group.post(packFact(fact))
  }

  /**
   * Resolves when the fact is durable. Where it is kept ahead of the database, those who read it there call `flush` first.
   * @throws Unavailable when it is not: the database is away, or too many wait
   */
  async append(fact: Fact): Promise<void> {
    const item: Item = packFact(fact)
    if (!this.options.ahead) return this.group.submit(item)
    this.group.post(item)
    item.release = this.options.ahead.append('fact', item.row)
    await item.release
  }

  /** Writes what processes kept ahead that are gone. @throws Unavailable when the database is away */
  async recover(): Promise<void> {
    const left = this.options.ahead?.left('fact') ?? []
    for (let from = 0; from < left.length; from += RECOVERED_AT_ONCE) {
      for (const { text, release } of left.slice(from, from + RECOVERED_AT_ONCE))
        this.group.post({ ...unpackFact(text), release: Promise.resolve(release) })
      await this.flush()
    }
  }

  /** See `FactWriter.record`. */
  record(trx: Transaction, facts: readonly Fact[]): Promise<void> {
    return this.writer.record(trx, facts)
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
}
