import { ask } from '../db/ask.js'
import type { Dialect } from '../db/dialect.js'
import { type ColumnTypes, insertRows } from '../db/insert-rows.js'
import { matching, rowSource, rowsParameter } from '../db/row-source.js'
import type { Queries } from '../db/transaction.js'
import type { StoredAnswer } from '../lib/idempotency.js'
import { DAY } from '../lib/time.js'

/** A first answer under its scope. `at` in epoch milliseconds. */
export interface FirstAnswer extends StoredAnswer {
  readonly scope: string
  readonly at: number
}

const TYPES: ColumnTypes<FirstAnswer> = { scope: 'text', status: 'integer', body: 'text', at: 'bigint' }

/** First answers, which are given again for a day. Older ones are as if they were not there, and give way to others. */
export class IdempotencyStore {
  constructor(
    private readonly db: Queries,
    private readonly dialect: Dialect,
  ) {}

  async find(scopes: readonly string[], now: number): Promise<FirstAnswer[]> {
    if (scopes.length === 0) return []
    return ask(
      this.db,
      `select a.scope, a.status, a.body, a.at from ${rowSource(this.dialect, ['scope'])} as s
        ${matching(this.dialect, 'join', 'idempotent_answers', 'a', 'a.scope = s.scope and a.at > ?')}`,
      [rowsParameter(scopes.map(scope => [scope])), now - DAY],
    )
  }

  /** Keeps answers whose scopes are free. A scope that another transaction is about to take is waited for. @returns the scopes that were free */
  async keep(answers: readonly FirstAnswer[]): Promise<Set<string>> {
    const kept = await insertRows<FirstAnswer, { scope: string }>(
      this.db,
      this.dialect,
      'idempotent_answers',
      TYPES,
      // In one order, so that no two transactions wait for each other.
      [...answers].sort((a, b) => (a.scope < b.scope ? -1 : 1)),
      `on conflict (scope) do update set status = excluded.status, body = excluded.body, at = excluded.at
        where idempotent_answers.at <= excluded.at - ${DAY} returning scope`,
    )
    return new Set(kept.map(({ scope }) => scope))
  }
}
