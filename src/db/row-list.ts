/**
 * Rows as one bound value, where a statement is run once for each: `values ?` stands for the places of one row. Its text is a JSON list of lists, since
 * that crosses to another thread for less than the values by themselves.
 */
export class RowList {
  constructor(
    /** Values in a row. */
    private readonly width: number,
    readonly text: string,
    /** Whether its statement returns anything. */
    readonly answered: boolean,
  ) {}

  /** The statement for one row. */
  statement(sql: string): string {
    return sql.replace('values ?', `values (${Array(this.width).fill('?').join(', ')})`)
  }
}
