import type { Queries } from '../db/transaction.js'

/** When the jobs of a schedule are to be added next, for all processes together. */
export class ScheduleStore {
  constructor(private readonly db: Queries) {}

  /** Epoch milliseconds by name. */
  async all(): Promise<Map<string, number>> {
    const rows: { name: string; next_at: number }[] = await this.db('schedules').select('name', 'next_at')
    return new Map(rows.map(row => [row.name, row.next_at]))
  }

  async add(name: string, nextAt: number): Promise<void> {
    await this.db('schedules').insert({ name, next_at: nextAt }).onConflict('name').ignore()
  }

  /** @returns false when another process was first */
  async move(name: string, from: number, to: number): Promise<boolean> {
    return (await this.db('schedules').where({ name, next_at: from }).update({ next_at: to })) > 0
  }
}
