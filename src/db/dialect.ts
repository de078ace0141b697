/** What the engine below can do, by name. Stores ask for a capability, never for a product. */
export interface Dialect {
  /** Name of the engine, and how a committed write survives: for people, `/readyz` shows both. No code decides by them. */
  readonly engine: 'sqlite' | 'postgresql'
  readonly durability: string
  /** One transaction writes at a time, and whatever else wants to write waits for its end. */
  readonly oneWriter: boolean
  /** Several connections write at once, and a claim can pass over rows that another holds: `for update skip locked`. */
  readonly skipLocked: boolean
  /** Transactions can choose what they see of each other. */
  readonly isolationLevels: boolean
  /** `LISTEN`/`NOTIFY` carry notices between processes. */
  readonly listen: boolean
  /** Locks by number exist, and end with the session or the transaction that took them. */
  readonly advisoryLocks: boolean
  /** A queue of jobs exists that knows how to hand each to one of many processes. */
  readonly jobQueue: boolean
  /**
   * Milliseconds to gather company for a write that is waited for. A file is written within a turn or two of the event loop, which bring a group by
   * themselves: waiting longer costs 5 %. With a server the loop turns more often, and half of the group would miss the next statement: 25 %.
   */
  readonly gatherMs: number
  /** Column type of a JSON value. */
  readonly jsonColumn: 'text' | 'jsonb'
  /** A statement is run once for each row of a `RowList`. It is there where the next row is a call away, and its own JSON costs twice as much. */
  readonly rowByRow: boolean
  /** A part of a join can speak of the parts before it, and be planned by itself: `lateral`. */
  readonly lateral: boolean
  /** Table function that turns a JSON array into rows. */
  readonly jsonRows: 'json_each' | 'jsonb_array_elements'
  /** SQL for the object in a JSON column without some of its names. */
  readonly jsonWithout: (column: string, names: readonly string[]) => string
}

/** One file and one connection, which every statement waits for in turn. */
export const embedded: Dialect = {
  engine: 'sqlite',
  durability: 'WAL, synchronous=FULL',
  oneWriter: true,
  skipLocked: false,
  isolationLevels: false,
  listen: false,
  advisoryLocks: false,
  jobQueue: false,
  gatherMs: 0,
  jsonColumn: 'text',
  rowByRow: true,
  lateral: false,
  jsonRows: 'json_each',
  jsonWithout: (column, names) => `json_remove(${[column, ...names.map(name => `'$.${name}'`)].join(', ')})`,
}

/** A server that several processes share. */
export const shared: Dialect = {
  engine: 'postgresql',
  durability: 'WAL, synchronous_commit=on',
  oneWriter: false,
  skipLocked: true,
  isolationLevels: true,
  listen: true,
  advisoryLocks: true,
  jobQueue: true,
  gatherMs: 1,
  jsonColumn: 'jsonb',
  rowByRow: false,
  lateral: true,
  jsonRows: 'jsonb_array_elements',
  jsonWithout: (column, names) => [column, ...names.map(name => `'${name}'`)].join(' - '),
}
