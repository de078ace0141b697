import type { Queries } from './transaction.js'

/**
 * Runs a statement in the words of the database, with a `?` for each value, and answers its rows; of one that returns none, nothing.
 * It goes to the connection itself: what a query builder does for each statement took a fortieth of a click, and engines answer it in two forms.
 */
export async function ask<Row>({ client }: Queries, sql: string, bindings: readonly unknown[]): Promise<Row[]> {
  // Within a transaction, the one that it holds.
  const connection = await client.acquireConnection()
  try {
    const { response } = await client.query(connection, { sql, bindings })
    return Array.isArray(response) ? response : (response.rows ?? [])
  } finally {
    void client.releaseConnection(connection)
  }
}
