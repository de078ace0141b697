import type { Dialect } from '../db/dialect.js'
import type { Queries } from '../db/transaction.js'
import type { Fact } from '../journal/fact.js'
import { servedPairs } from './served.js'
import { ServedStore } from './served-store.js'
import { StatStore } from './stat-store.js'
import { countFacts } from './stats.js'

/** What the market derives from facts in the transaction that stores them: which offers were served to whom, and all counts of reports and rates. */
export const projectMarket =
  (dialect: Dialect) =>
  async (trx: Queries, facts: readonly Fact[]): Promise<void> => {
    await Promise.all([new ServedStore(trx, dialect).insert(servedPairs(facts)), new StatStore(trx, dialect).insert(countFacts(facts))])
  }
