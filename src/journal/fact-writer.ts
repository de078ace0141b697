import type { Database } from '../db/database.js'
import { isUniqueViolation } from '../db/failures.js'
import { type Queries, type Transaction, transaction } from '../db/transaction.js'
import type { Fact } from './fact.js'
import { batchOf, type FactBatch, insertFactsOnce, insertNewFacts } from './journal-store.js'

/**
 * Writes what is derived from facts, such as counts for reports, in the transaction that stores them. It is called with the facts that are new:
 * one that is written again after a commit whose outcome was unknown is not counted again.
 */
export type Projection = (trx: Queries, facts: readonly Fact[]) => Promise<void>

/** Stores facts, and what is derived of them. */
export class FactWriter {
  constructor(
    private readonly db: Database,
    private readonly project?: Projection,
  ) {}

  /**
   * Writes facts inside the caller's transaction: they are there together with what else it writes, or not at all.
   * @param facts with ids that were made for this call, so that what is derived of them need not wait until it is known which are new
   * @throws a unique violation when one is there already, in the end: an embedded database may tell of it at the commit
   */
  async record(trx: Transaction, facts: readonly Fact[]): Promise<void> {
    if (facts.length > 0) await this.storeNew(trx, batchOf(facts))
  }

  /** Writes facts in a transaction of their own. One that is there already stays as it is. */
  async write(batch: FactBatch): Promise<void> {
    const { db, project } = this
    // One statement is a transaction by itself.
    if (!project) return void (await insertFactsOnce(db.knex, db.dialect, batch))
    await transaction(db, trx => this.storeNew(trx, batch)).catch(error => {
      if (!isUniqueViolation(error)) throw error
      // Its writing was repeated after a commit whose outcome was unknown: what is new is found first, and counted alone.
      return transaction(db, async trx => {
        const stored = await insertFactsOnce(trx, db.dialect, batch)
        const added = batch.facts.filter(({ id }) => stored.delete(id))
        if (added.length > 0) await project(trx, added)
      })
    })
  }

  /** Stores facts that are new, side by side with what is derived of them. */
  private async storeNew(trx: Transaction, batch: FactBatch): Promise<void> {
    await Promise.all([insertNewFacts(trx, this.db.dialect, batch), this.project?.(trx, batch.facts)])
  }
}
