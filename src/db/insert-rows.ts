import type { Dialect } from './dialect.js'
import { RowList } from './row-list.js'
import { storableJson } from './storable.js'
import type { Queries } from './transaction.js'

/** Types of the columns that are written, in their order. A `json` value is given as what it holds. */
export type ColumnTypes<Row> = {
  readonly [Column in keyof Row & string]: 'text' | 'integer' | 'bigint' | 'double precision' | 'boolean' | 'json'
}

/**
 * Adds any number of rows by one statement of one parameter, in their order. A statement of one parameter per value is a third slower, its
 * text is another for each batch, and the embedded engine takes no more than 500 rows that way.
 * @param ending what follows the rows, such as `on conflict ... do nothing returning id`
 * @returns the rows that `returning` names; none without it
 */
export const insertRows = <Row extends object, Returned = never>(
  db: Queries,
  dialect: Dialect,
  table: string,
  types: ColumnTypes<Row>,
  rows: readonly Row[],
  ending = '',
): Promise<Returned[]> =>
  insertPacked(
    db,
    dialect,
    table,
    types,
    rows.map(row => packRow(types, row)),
    ending,
  )

/** `insertRows` for rows that `packRow` has made into text before. */
export async function insertPacked<Row extends object, Returned = never>(
  db: Queries,
  { rowByRow, jsonRows }: Dialect,
  table: string,
  types: ColumnTypes<Row>,
  rows: readonly string[],
  ending = '',
): Promise<Returned[]> {
  if (rows.length === 0) return []
  const columns = Object.keys(types) as (keyof Row & string)[]
  const into = `insert into ${table} (${columns.map(column => `"${column}"`).join(', ')})`
  const text = `[${rows.join(',')}]`
  const answer = rowByRow
    ? await db.raw(`${into} values ? ${ending}`, [new RowList(columns.length, text, ending.includes('returning')) as unknown as string])
    : // Without `where`, `on conflict` would be read as the condition of a join.
      await db.raw(`${into} select ${selected(types)} from ${jsonRows}(?) as rows where true ${ending}`, [text])
  return Array.isArray(answer) ? answer : (answer.rows ?? [])
}

/** The columns of a row that is a JSON array. */
const selected = <Row extends object>(types: ColumnTypes<Row>): string =>
  Object.values<string>(types)
    .map((type, at) => {
      if (type === 'json') return `nullif(value->${at}, 'null')`
      return type === 'text' ? `value->>${at}` : `cast(value->>${at} as ${type})`
    })
    .join(', ')

/** A row as text. What a database can't keep of what visitors send is replaced: one such row would take its whole batch along. */
export function packRow<Row extends object>(types: ColumnTypes<Row>, row: Row): string {
  const values: unknown[] = []
  for (const column of Object.keys(types) as (keyof Row & string)[]) {
    values.push(row[column])
  }
  return storableJson(JSON.stringify(values))
}
