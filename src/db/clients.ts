import SqliteDialect from 'knex/lib/dialects/better-sqlite3/index.js'
import PostgresDialect from 'knex/lib/dialects/postgres/index.js'
import type { Client as PostgresConnection } from 'pg'
import { asUnavailable } from './failures.js'
import type { Guest } from './guest.js'
import { RowList } from './row-list.js'
import { type Answer, READING, SqliteThread } from './sqlite-thread.js'
import { storableText } from './storable.js'
import { typeParsers } from './type-parsers.js'

/*
 * knex's own clients, with every failure of the database below told by its meaning. It is done here, where all statements and all
 * transactions pass, so that no store can forget it: a database that is away is a 503 in every corner, never a 401 or a 500.
 */

type Statement = string | { sql: string }

const textOf = (statement: Statement): string => (typeof statement === 'string' ? statement : statement.sql)

const storable = (bindings: readonly unknown[] | undefined): unknown[] | undefined =>
  bindings?.map(value => (typeof value === 'string' ? storableText(value) : value))

const meaning = (error: unknown): unknown => asUnavailable(error) ?? error

/** A connection to an embedded database, wherever that is. */
export interface SqliteConnection {
  readonly alive: boolean
  /** Begins a transaction with the right to write; where that can't be, its statements fail. */
  begin(): void
  run(sql: string, bindings: readonly unknown[]): Promise<Answer>
  /** Runs a statement for each of the rows, all of them or none. */
  runEach(sql: string, list: RowList): Promise<Answer>
  /** The same within a transaction, for who needs no answer: what goes wrong fails the next statement, if not this one. */
  postEach(sql: string, list: RowList): void
  close(): Promise<void>
}

/** knex's statements over the thread that holds the embedded database. */
export class SqliteClient extends SqliteDialect {
  override prepBindings(bindings: readonly unknown[] | undefined): unknown[] | undefined {
    return storable(bindings)
  }

  /** The only connection there is, see `fileConfig`. */
  private thread: SqliteThread | undefined

  override async acquireRawConnection(): Promise<SqliteConnection> {
    this.thread = await SqliteThread.open((this.connectionSettings as { filename: string }).filename)
    return this.thread
  }

  attend(): void {
    this.thread?.attend()
  }

  /** See `SqliteThread.host`. @throws Unavailable when the file can't be opened */
  async host(module: string): Promise<Guest> {
    // The thread is there once its connection was in use, or it has gone and another takes its place.
    if (!this.thread?.alive) this.releaseConnection(await this.acquireConnection())
    return this.thread!.host(module)
  }

  override async destroyRawConnection(connection: SqliteConnection): Promise<void> {
    await connection.close()
  }

  override async validateConnection(connection: SqliteConnection): Promise<boolean> {
    return connection.alive
  }

  override async acquireConnection(): Promise<SqliteConnection> {
    return super.acquireConnection().catch((error: unknown) => Promise.reject(meaning(error)))
  }

  override async _query(
    connection: SqliteConnection & { readonly __knexTxId?: string },
    statement: { sql: string; bindings?: unknown[]; response?: unknown; context?: unknown },
  ): Promise<unknown> {
    const list = statement.bindings?.[0]
    if (list instanceof RowList && !list.answered && connection.__knexTxId !== undefined) {
      connection.postEach(list.statement(statement.sql), list)
      statement.response = []
      return statement
    }
    const { rows, changes } = await (list instanceof RowList
      ? connection.runEach(list.statement(statement.sql), list)
      : connection.run(statement.sql, this._formatBindings(statement.bindings)))
    statement.response = rows ?? changes
    if (changes) statement.context = { lastID: changes.lastInsertRowid, changes: changes.changes }
    return statement
  }

  override async query(connection: SqliteConnection, statement: Statement): Promise<unknown> {
    const text = textOf(statement)
    // A transaction that reads first and writes later cannot wait for another process's write: it takes the right to write at once.
    try {
      if (text === 'BEGIN;') return connection.begin()
      return await super.query(connection, statement)
    } catch (error) {
      // A commit that failed may leave its transaction open, on the only connection there is.
      if (text === 'COMMIT;') await connection.run('ROLLBACK', [])
      throw meaning(error)
    }
  }
}

/** knex's statements over a thread that reads the embedded database and can't change it. */
export class SqliteReader extends SqliteClient {
  override async acquireRawConnection(): Promise<SqliteConnection> {
    return SqliteThread.open((this.connectionSettings as { filename: string }).filename, READING)
  }
}

/** knex's statements on a connection that is in this thread: for what is hosted in the thread of the database. */
export const clientOn = (connection: SqliteConnection) =>
  class extends SqliteClient {
    override async acquireRawConnection(): Promise<SqliteConnection> {
      return connection
    }
  }

export class PostgresClient extends PostgresDialect {
  /** knex loads the driver here and nowhere else, so that an embedded database starts without it. */
  override initializeDriver(): void {
    super.initializeDriver()
    Object.assign(this.connectionSettings, { types: typeParsers(this.driver.types) })
  }

  override prepBindings(bindings: readonly unknown[] | undefined): unknown[] | undefined {
    return storable(bindings)
  }

  override async acquireConnection(): Promise<PostgresConnection> {
    return super.acquireConnection().catch((error: unknown) => Promise.reject(meaning(error)))
  }

  override async query(connection: PostgresConnection & { __knex__disposed?: unknown }, statement: Statement): Promise<unknown> {
    try {
      return await super.query(connection, statement)
    } catch (error) {
      // The server has ended the session, or no longer answers and the statement may run on: this connection is for nobody else.
      if (error instanceof Error && ((error as { severity?: string }).severity === 'FATAL' || error.message.endsWith('Query read timeout')))
        connection.__knex__disposed = error
      throw meaning(error)
    }
  }
}
