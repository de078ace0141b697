import type { Dialect } from './dialect.js'

/**
 * A list of rows of text as a table, for a join: takes one parameter, made by `rowsParameter` of lists in the order of these columns. So any number of keys is looked up
 * by one statement whose text is always the same.
 */
export const rowSource = ({ jsonRows }: Dialect, columns: readonly string[]): string =>
  `(select ${columns.map((column, at) => `value->>${at} as "${column}"`).join(', ')} from ${jsonRows}(?) as rows)`

/** What stands for the rows of a `rowSource`. */
export const rowsParameter = (rows: readonly (readonly string[])[]): string => JSON.stringify(rows)
