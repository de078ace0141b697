import { ask } from '../db/ask.js'
import type { Dialect } from '../db/dialect.js'
import { type ColumnTypes, insertMade, packedRows, packRow, valuesOf } from '../db/insert-rows.js'
import type { Rows } from '../db/row-list.js'
import { matching, rowSource, rowsParameter } from '../db/row-source.js'
import type { Queries } from '../db/transaction.js'
import { fromJson } from '../db/values.js'
import { firstId } from '../lib/id.js'
import type { Fact } from './fact.js'
import type { Kind } from './kinds.js'

interface EventRow {
  id: string
  organization: string
  kind: Kind
  at: number
  user_id: string | null
  website: string | null
  wall: string | null
  offer: string | null
  trace: string | null
  cause: string | null
  /** Written as it is, read as text. */
  properties: unknown
}

const TYPES: ColumnTypes<EventRow> = {
  id: 'text',
  organization: 'text',
  kind: 'text',
  at: 'bigint',
  user_id: 'text',
  website: 'text',
  wall: 'text',
  offer: 'text',
  trace: 'text',
  cause: 'text',
  properties: 'json',
}

const COLUMNS = Object.keys(TYPES)

/** Which facts of a long list to read: `from` inclusive and `to` exclusive, in epoch milliseconds, and how many, the newest first. */
export interface Span {
  readonly from?: number
  readonly to?: number
  readonly limit?: number
}

const LIMIT = 100

const NEWEST_FIRST = ['at', 'id'].map(column => ({ column, order: 'desc' }))

/** Longer than the chain behind any one id. */
const TRACE_LIMIT = 10_000

/** Reads the journal, always within one organization but for those who go through all of it; and lets go of what is too old. */
export class JournalStore {
  constructor(private readonly db: Queries) {}

  /** All that followed from one id, oldest first. */
  async byTrace(organization: string, trace: string): Promise<Fact[]> {
    const chain = await this.newest<EventRow>(organization, COLUMNS, [{ trace }], { limit: TRACE_LIMIT })
    return chain.reverse().map(toFact)
  }

  async byUser(organization: string, user: string, span: Span = {}): Promise<Fact[]> {
    return this.read(organization, [{ organization, user_id: user }], span)
  }

  async byWebsite<K extends Kind>(organization: string, website: string, kinds: readonly K[], span: Span = {}): Promise<Fact<K>[]> {
    const filters = kinds.map(kind => ({ website, kind }))
    return this.read(organization, filters, span)
  }

  /** When each of the websites last had a fact of this kind; those that never had are absent. */
  async lastByWebsite(organization: string, kind: Kind, websites: readonly string[]): Promise<Map<string, number>> {
    const filters = websites.map(website => ({ website, kind }))
    const rows = await this.newest<{ website: string; at: number }>(organization, ['organization', 'website', 'at'], filters, { limit: 1 })
    return new Map(rows.map(({ website, at }) => [website, at]))
  }

  /** The facts of every organization in the order of their ids, from behind one of them ('': the first): to go through all there is. */
  async after(id: string, limit: number): Promise<Fact[]> {
    const rows: EventRow[] = await this.db('events').select(COLUMNS).where('id', '>', id).orderBy('id').limit(limit)
    return rows.map(toFact)
  }

  /**
   * Deletes at most `limit` facts that were recorded before an instant, the oldest first, and answers how many there were.
   * It goes by the time in the id, whose index holds the oldest ones side by side.
   */
  async purge(before: number, limit: number): Promise<number> {
    const old = this.db('events')
      .select('id')
      .where('id', '>=', 'evt_')
      .andWhere('id', '<', firstId('evt', before))
      .orderBy('id')
      .limit(limit)
    return this.db('events').whereIn('id', old).delete()
  }

  private async read<K extends Kind>(organization: string, filters: Partial<EventRow>[], span: Span): Promise<Fact<K>[]> {
    const rows = await this.newest<EventRow>(organization, COLUMNS, filters, span)
    const newest = rows.sort((a, b) => b.at - a.at || (a.id < b.id ? 1 : -1)).slice(0, span.limit ?? LIMIT)
    return newest.map(toFact) as Fact<K>[]
  }

  /**
   * The newest of each filter. Every part walks one index from its end, however long the journal is; the organization is asked outside of it, since
   * among the conditions it would tempt an engine without statistics to walk through all that the organization has.
   */
  private async newest<Row>(
    organization: string,
    columns: string[],
    filters: Partial<EventRow>[],
    { from, to, limit = LIMIT }: Span,
  ): Promise<Row[]> {
    const [first, ...others] = filters.map(filter => {
      const part = this.db('events').select(columns).where(filter).orderBy(NEWEST_FIRST).limit(limit)
      if (from !== undefined) part.where('at', '>=', from)
      if (to !== undefined) part.where('at', '<', to)
      return this.db.select('*').from(part.as('newest')).where({ organization })
    })
    return first ? first.unionAll(others) : []
  }
}

/** A fact, and as text what it was when it was packed: what the caller changes later is not written. */
export interface PackedFact {
  readonly fact: Fact
  readonly row: string
}

export const packFact = (fact: Fact): PackedFact => ({ fact, row: packRow(TYPES, toRow(fact)) })

/** Facts that are stored together, at least one, and their rows. */
export interface FactBatch {
  readonly facts: readonly Fact[]
  readonly rows: Rows
}

export const batchOf = (facts: readonly Fact[]): FactBatch => ({ facts, rows: valuesOf(TYPES, facts.map(toRow)) })

export const packedBatch = (packed: readonly PackedFact[]): FactBatch => ({
  facts: packed.map(({ fact }) => fact),
  rows: packedRows(packed.map(({ row }) => row)),
})

/** Of rows as `packFact` makes them, as a JSON list. */
export function parsedBatch(list: string): FactBatch {
  const rows = JSON.parse(list) as unknown[][]
  return { facts: rows.map(factOf), rows: { rows } }
}

/** A fact of its row as `packFact` makes it. */
export const unpackFact = (row: string): PackedFact => ({ fact: factOf(JSON.parse(row) as unknown[]), row })

/** Stores facts. @throws a unique violation when one is there already */
export async function insertNewFacts(db: Queries, dialect: Dialect, { rows }: FactBatch): Promise<void> {
  await insertMade(db, dialect, 'events', TYPES, rows)
}

/** Stores facts, and answers the ids of those that were not there before. */
export async function insertFactsOnce(db: Queries, dialect: Dialect, { rows }: FactBatch): Promise<Set<string>> {
  const ending = 'on conflict (id) do nothing returning id'
  const stored = await insertMade<EventRow, { id: string }>(db, dialect, 'events', TYPES, rows, ending)
  return new Set(stored.map(({ id }) => id))
}

/** Which of these ids are those of facts that are stored. */
export async function storedFacts(db: Queries, dialect: Dialect, ids: readonly string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set()
  const rows = await ask<{ id: string }>(
    db,
    `select e.id from ${rowSource(dialect, ['id'])} as k ${matching(dialect, 'join', 'events', 'e', 'e.id = k.id')}`,
    [rowsParameter(ids.map(id => [id]))],
  )
  return new Set(rows.map(({ id }) => id))
}

function toRow({ id, organization, kind, at, user, website, wall, offer, trace, cause, properties }: Fact): EventRow {
  // Retention finds old facts by the time that such an id begins with.
  if (!id.startsWith('evt_')) throw new Error(`${id} is no id of a fact: newId('evt') makes them`)
  return {
    id,
    organization,
    kind,
    at,
    user_id: user ?? null,
    website: website ?? null,
    wall: wall ?? null,
    offer: offer ?? null,
    trace: trace ?? null,
    cause: cause ?? null,
    properties,
  }
}

/** Of values in the order of the columns. */
const factOf = (values: readonly unknown[]): Fact =>
  toFact(Object.fromEntries(COLUMNS.map((column, at) => [column, values[at] ?? null])) as unknown as EventRow)

const toFact = (row: EventRow): Fact => {
  const { id, organization, kind, at, user_id: user, website, wall, offer, trace, cause, properties } = row
  return {
    id,
    organization,
    kind,
    at,
    ...(user !== null && { user }),
    ...(website !== null && { website }),
    ...(wall !== null && { wall }),
    ...(offer !== null && { offer }),
    ...(trace !== null && { trace }),
    ...(cause !== null && { cause }),
    ...(properties !== null && { properties: typeof properties === 'string' ? fromJson(properties) : properties }),
  } as Fact
}
