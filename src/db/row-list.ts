import { storableJson } from './storable.js'

/** Rows as lists of values, or as JSON already. */
export type Rows = { readonly rows: readonly (readonly unknown[])[] } | { readonly text: string }

/** Rows as one bound value, where a statement is run once for each: `values ?` stands for the places of one row. */
export class RowList {
  constructor(
    /** Values in a row. */
    private readonly width: number,
    private readonly given: Rows,
    /** Whether its statement returns anything. */
    readonly answered: boolean,
  ) {}

  /** A JSON list of lists: it crosses to another thread for less than the values by themselves. */
  get text(): string {
    return 'text' in this.given ? this.given.text : storableJson(JSON.stringify(this.given.rows))
  }

  /** For who need not cross. */
  get rows(): readonly (readonly unknown[])[] {
    return 'rows' in this.given ? this.given.rows : JSON.parse(this.given.text)
  }

  /** The statement for one row. */
  statement(sql: string): string {
    return sql.replace('values ?', `values (${Array(this.width).fill('?').join(', ')})`)
  }
}
