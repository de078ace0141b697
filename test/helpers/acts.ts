import { dirname, join } from 'node:path'
import { AheadLog, readSegments } from '../../src/journal/ahead-log.js'
import { type ActKeeper, LoggedActs } from '../../src/market/act-keeper.js'
import type { VisitorAct } from '../../src/market/billing-acts.js'
import { TabledActs } from '../../src/market/intake-store.js'
import type { TestDatabase } from './database.js'

/** Where acts are kept beside a database, as the engine of the run has it. */
export interface TestKeeper {
  readonly keeper: ActKeeper
  /** The facts of all acts that are kept, in their order. */
  kept(): Promise<string[]>
  /** As a process that takes over from one that is gone finds them. */
  next(): TestKeeper
  close(): Promise<void>
}

export function keeperOf(db: TestDatabase): TestKeeper {
  const next = () => keeperOf(db)
  const { file } = db.settings
  if (file === undefined)
    return { keeper: new TabledActs(db), kept: () => db.knex('intake').orderBy('fact').pluck('fact'), next, close: async () => {} }
  const folder = join(dirname(file), 'ahead')
  const log = AheadLog.open(folder)
  const kept = async () => readSegments(folder).flatMap(({ records }) => records.map(({ text }) => (JSON.parse(text) as VisitorAct).fact))
  return { keeper: new LoggedActs(log), kept, next, close: () => log.close(1000) }
}
