import { ask } from './ask.js'
import type { Dialect } from './dialect.js'
import { RowList, type Rows } from './row-list.js'
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
export async function insertRows<Row extends object, Returned = never>(
  db: Queries,
  dialect: Dialect,
  table: string,
  types: ColumnTypes<Row>,
  rows: readonly Row[],
  ending = '',
): Promise<Returned[]> {
  return rows.length === 0 ? [] : insertMade(db, dialect, table, types, valuesOf(types, rows), ending)
}

/** `insertRows` for rows that are made already: at least one, by `valuesOf` or `packRow`. */
export async function insertMade<Row extends object, Returned = never>(
  db: Queries,
  { rowByRow, jsonRows }: Dialect,
  table: string,
  types: ColumnTypes<Row>,
  rows: Rows,
  ending = '',
): Promise<Returned[]> {
  const list = new RowList(Object.keys(types).length, rows, ending.includes('returning'))
  const columns = Object.keys(types)
  const into = `insert into ${table} (${columns.map(column => `"${column}"`).join(', ')})`
  if (rowByRow) return ask(db, `${into} values ? ${ending}`, [list])
  // Without `where`, `on conflict` would be read as the condition of a join.
  return ask(db, `${into} select ${selected(types)} from ${jsonRows}(?) as rows where true ${ending}`, [list.text])
}

/** The columns of a row that is a JSON array. */
const selected = <Row extends object>(types: ColumnTypes<Row>): string =>
  Object.values<string>(types)
    .map((type, at) => {
      if (type === 'json') return `nullif(value->${at}, 'null')`
      return type === 'text' ? `value->>${at}` : `cast(value->>${at} as ${type})`
    })
    .join(', ')

/** Rows as lists of their values. */
export const valuesOf = <Row extends object>(types: ColumnTypes<Row>, rows: readonly Row[]): Rows => ({ rows: rows.map(valuesBy(types)) })

/** Rows that `packRow` has made. */
export const packedRows = (packed: readonly string[]): Rows => ({ text: `[${packed.join(',')}]` })

/** A row as text. What a database can't keep of what visitors send is replaced: one such row would take its whole batch along. */
export const packRow = <Row extends object>(types: ColumnTypes<Row>, row: Row): string => storableJson(JSON.stringify(valuesBy(types)(row)))

/** Lists a row's values in the order of its columns. */
function valuesBy<Row extends object>(types: ColumnTypes<Row>): (row: Row) => unknown[] {
  const columns = Object.keys(types) as (keyof Row & string)[]
  return row => {
    // A loop takes four fifths of the time of a map, for every row of every act.
    const values: unknown[] = []
    for (const column of columns) values.push(row[column])
    return values
  }
}
