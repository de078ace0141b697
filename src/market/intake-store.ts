import { ask } from '../db/ask.js'
import type { Dialect } from '../db/dialect.js'
import { type ColumnTypes, insertPacked, packRow } from '../db/insert-rows.js'
import { rowSource, rowsParameter } from '../db/row-source.js'
import type { Queries } from '../db/transaction.js'
import { fromJson } from '../db/values.js'
import type { VisitorAct } from './billing-acts.js'

interface IntakeRow {
  readonly fact: string
  /** Written as it is, read as text. */
  readonly act: unknown
}

const TYPES: ColumnTypes<IntakeRow> = { fact: 'text', act: 'json' }

/** An act as the text that `IntakeStore.insert` writes. */
export const packAct = (act: VisitorAct): string => packRow(TYPES, { fact: act.fact, act })

/** Acts that are acknowledged and not known to be billed. They are of all organizations, since each goes where it belongs when it is billed. */
export class IntakeStore {
  constructor(
    private readonly db: Queries,
    private readonly dialect: Dialect,
  ) {}

  /** @param packed acts that `packAct` made */
  async insert(packed: readonly string[]): Promise<void> {
    await insertPacked(this.db, this.dialect, 'intake', TYPES, packed)
  }

  /** The first ones in the order of their facts' ids, from behind one id up to another, both exclusive. */
  async between(after: string, until: string, limit: number): Promise<VisitorAct[]> {
    const rows: Pick<IntakeRow, 'act'>[] = await this.db('intake')
      .select('act')
      .where('fact', '>', after)
      .andWhere('fact', '<', until)
      .orderBy('fact')
      .limit(limit)
    return rows.map(({ act }) => fromJson<VisitorAct>(act)!)
  }

  async delete(facts: readonly string[]): Promise<void> {
    if (facts.length === 0) return
    await ask(this.db, `delete from intake where fact in (select fact from ${rowSource(this.dialect, ['fact'])} as billed)`, [
      rowsParameter(facts.map(fact => [fact])),
    ])
  }
}
