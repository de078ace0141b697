import type { Knex } from 'knex'
import type { Database } from './database.js'

/** What a store asks its questions through: the database, or a transaction on it. */
export type Queries = Knex

/** A connection inside a transaction: what one act writes, state, journal row, ledger entry and job, goes through the same one. */
export type Transaction = Knex.Transaction

/**
 * Runs one act: all that it writes is there together when the promise resolves, or none of it when it rejects.
 * Inside, use `trx` alone: the embedded database has one connection, and `db.knex` would wait for it in vain.
 * @throws Unavailable when the database is away or full; after a connection lost during the commit itself the act may have been written
 */
export const transaction = <T>(db: Database, act: (trx: Transaction) => Promise<T>): Promise<T> => db.knex.transaction(act)

/** Reads that must agree with each other: all of them see the database as it was at the first. Nothing can be written. */
export const atOneMoment = <T>(db: Database, read: (trx: Transaction) => Promise<T>): Promise<T> =>
  // Where transactions run one after the other, each is isolated by itself.
  db.knex.transaction(read, db.dialect.isolationLevels ? { isolationLevel: 'repeatable read', readOnly: true } : undefined)
