import pg from 'pg'
import { SECOND } from '../lib/time.js'
import { ACQUIRE_TIMEOUT, STATEMENT_TIMEOUT } from './connections.js'

/**
 * Connections apart from knex, for a library that brings its own statements and reads the driver's own types.
 * @param unsent prepared statements whose names match are answered with no rows, and the server never hears of them
 */
export const serverPool = (url: string, { max, name, unsent }: { max: number; name: string; unsent?: RegExp }): pg.Pool =>
  new pg.Pool({
    connectionString: url,
    application_name: name,
    connectionTimeoutMillis: ACQUIRE_TIMEOUT,
    statement_timeout: STATEMENT_TIMEOUT,
    query_timeout: STATEMENT_TIMEOUT + SECOND,
    keepAlive: true,
    max,
    ...(unsent && { Client: clientWithout(unsent) }),
  })

const clientWithout = (unsent: RegExp): typeof pg.Client =>
  class extends pg.Client {
    constructor(settings?: string | pg.ClientConfig) {
      super(settings)
      const send = this.query.bind(this) as (...call: unknown[]) => unknown
      this.query = ((...call: unknown[]) => {
        const { name } = call[0] as { name?: unknown }
        return typeof name === 'string' && unsent.test(name) ? Promise.resolve({ rows: [], rowCount: 0 }) : send(...call)
      }) as typeof this.query
    }
  }
