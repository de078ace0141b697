import type { Dialect } from '../db/dialect.js'
import { type ColumnTypes, insertRows } from '../db/insert-rows.js'
import type { Queries } from '../db/transaction.js'
import { fromJson } from '../db/values.js'
import type { AnswerRecord, RequestRecord } from '../outbound/redact.js'

interface DeadLetterRow {
  id: string
  organization: string
  kind: 'send'
  target: string
  subject: string
  status: 'open' | 'replayed'
  reason: string
  attempts: number
  /** Written as they are, read as text. */
  request: unknown
  answer: unknown
  created_at: number
  replayed_at: number | null
}

const TYPES: ColumnTypes<DeadLetterRow> = {
  id: 'text',
  organization: 'text',
  kind: 'text',
  target: 'text',
  subject: 'text',
  status: 'text',
  reason: 'text',
  attempts: 'integer',
  request: 'json',
  answer: 'json',
  created_at: 'bigint',
  replayed_at: 'bigint',
}

const COLUMNS = Object.keys(TYPES)

/** What could not be delivered, with what was said: for people to look at, and to replay. */
export interface DeadLetter {
  readonly id: string
  readonly organization: string
  readonly kind: 'send'
  /** Id of the destination. */
  readonly target: string
  /** Id of the send. */
  readonly subject: string
  readonly status: 'open' | 'replayed'
  readonly reason: string
  readonly attempts: number
  /** The request as far as it concerns this send; null: none was made. */
  readonly request: RequestRecord | null
  readonly answer: AnswerRecord | null
  readonly createdAt: number
  readonly replayedAt: number | null
}

export interface DeadLetterFilter {
  readonly status?: DeadLetter['status'] | undefined
  readonly target?: string | undefined
}

export class DeadLetterStore {
  constructor(
    private readonly db: Queries,
    private readonly dialect: Dialect,
  ) {}

  async insert(letters: readonly DeadLetter[]): Promise<void> {
    await insertRows(this.db, this.dialect, 'dead_letters', TYPES, letters.map(toRow))
  }

  /** The newest first. */
  async list(
    organization: string,
    { status, target }: DeadLetterFilter,
    { offset, limit }: { offset: number; limit: number },
  ): Promise<{ items: DeadLetter[]; total: number }> {
    const mine = this.db('dead_letters').where({ organization, ...(status && { status }), ...(target && { target }) })
    const [count] = await mine.clone().count<{ n: number }[]>({ n: '*' })
    const rows: DeadLetterRow[] = await mine.select(COLUMNS).orderBy('id', 'desc').offset(offset).limit(limit)
    return { items: rows.map(toDeadLetter), total: Number(count?.n ?? 0) }
  }

  async find(organization: string, id: string): Promise<DeadLetter | undefined> {
    const row: DeadLetterRow | undefined = await this.db('dead_letters').first(COLUMNS).where({ organization, id })
    return row && toDeadLetter(row)
  }

  /** Answers false when it was replayed before. */
  async replayed(organization: string, id: string, at: number): Promise<boolean> {
    const changed = await this.db('dead_letters')
      .where({ organization, id, status: 'open' })
      .update({ status: 'replayed', replayed_at: at })
    return changed > 0
  }
}

const toRow = (letter: DeadLetter): DeadLetterRow => ({
  id: letter.id,
  organization: letter.organization,
  kind: letter.kind,
  target: letter.target,
  subject: letter.subject,
  status: letter.status,
  reason: letter.reason,
  attempts: letter.attempts,
  request: letter.request,
  answer: letter.answer,
  created_at: letter.createdAt,
  replayed_at: letter.replayedAt,
})

const toDeadLetter = (row: DeadLetterRow): DeadLetter => ({
  id: row.id,
  organization: row.organization,
  kind: row.kind,
  target: row.target,
  subject: row.subject,
  status: row.status,
  reason: row.reason,
  attempts: row.attempts,
  request: fromJson(row.request) ?? null,
  answer: fromJson(row.answer) ?? null,
  createdAt: row.created_at,
  replayedAt: row.replayed_at,
})
