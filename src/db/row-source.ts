import type { Dialect } from './dialect.js'

/**
 * A list of rows of text as a table, for a join: takes one parameter, made by `rowsParameter` of lists in the order of these columns. So any number of keys is looked up
 * by one statement whose text is always the same.
 */
export const rowSource = ({ jsonRows }: Dialect, columns: readonly string[]): string =>
  `(select ${columns.map((column, at) => `value->>${at} as "${column}"`).join(', ')} from ${jsonRows}(?) as rows)`

/** What stands for the rows of a `rowSource`. */
export const rowsParameter = (rows: readonly (readonly string[])[]): string => JSON.stringify(rows)

/**
 * Joins to each row of a `rowSource` what goes with it in a table, found by an index. A server plans by its statistics, and of a table that has just
 * been filled it has none: it would read all of it each time. A part with an offset of its own is planned by itself, for one row.
 */
export const matching = ({ lateral }: Dialect, join: 'join' | 'left join', table: string, alias: string, condition: string): string =>
  lateral
    ? `${join} lateral (select * from ${table} as ${alias} where ${condition} offset 0) as ${alias} on true`
    : `${join} ${table} as ${alias} on ${condition}`
