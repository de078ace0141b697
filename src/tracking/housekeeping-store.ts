import type { Queries } from '../db/transaction.js'
import { firstId } from '../lib/id.js'

/** Mark of how far visits have been made anonymous. */
const VISITS = 'visits_anonymous'

/** Lets go of what tracking need not keep. Each call is one short statement or two, over at most `limit` rows, and says how many there were. */
export class HousekeepingStore {
  constructor(private readonly db: Queries) {}

  async purgeAnswers(before: number, limit: number): Promise<number> {
    return this.db
      .from('idempotent_answers')
      .whereIn('scope', this.db('idempotent_answers').select('scope').where('at', '<', before).limit(limit))
      .delete()
  }

  async purgeUpdates(before: number, limit: number): Promise<number> {
    const old = this.db('telegram_updates').select('bot', 'update_id').where('at', '<', before).limit(limit)
    return this.db('telegram_updates').whereIn(['bot', 'update_id'], old).delete()
  }

  /**
   * Empties address and agent of visits made before an instant. Ids grow with time, so that each visit is looked at once; run it within a transaction.
   * @returns visits looked at
   */
  async anonymiseVisits(before: number, limit: number): Promise<number> {
    const mark: { reached: string } | undefined = await this.db('housekeeping_marks').select('reached').where({ name: VISITS }).first()
    const ids: string[] = await this.db('visits')
      .where('id', '>', mark?.reached ?? '')
      .andWhere('id', '<', firstId('vis', before))
      .orderBy('id')
      .limit(limit)
      .pluck('id')
    if (ids.length === 0) return 0
    await this.db('visits')
      .where('id', '>', mark?.reached ?? '')
      .andWhere('id', '<=', ids.at(-1)!)
      .update({ client_ip: null, user_agent: null })
    await this.db('housekeeping_marks')
      .insert({ name: VISITS, reached: ids.at(-1)! })
      .onConflict('name')
      .merge()
    return ids.length
  }
}
