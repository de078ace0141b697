// knex documents these classes as the way to extend a dialect, and ships no types for their paths.
declare module 'knex/lib/dialects/postgres/index.js' {
  import { Knex } from 'knex'

  class Client extends Knex.Client {}
  export = Client
}

declare module 'knex/lib/dialects/better-sqlite3/index.js' {
  import { Knex } from 'knex'

  class Client extends Knex.Client {
    _query(connection: unknown, statement: unknown): Promise<unknown>
    _formatBindings(bindings: readonly unknown[] | undefined): unknown[]
  }
  export = Client
}
