import type { Queries } from '../db/transaction.js'

/** How the sends to all ad platforms stand, over the index that holds the waiting ones alone. */
export class SendQueueStore {
  constructor(private readonly db: Queries) {}

  /** Sends that are not final yet, and epoch milliseconds at which the earliest of them was made. */
  async standing(): Promise<{ waiting: number; oldest: number | null }> {
    const row = await this.db('sends').whereNotNull('due_at').count({ waiting: '*' }).min({ oldest: 'created_at' }).first()
    return row as { waiting: number; oldest: number | null }
  }
}
