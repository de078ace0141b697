/* What runs in the thread of an embedded database beside its statements, see `openBooks`. */
import type { SqliteConnection } from './db/clients.js'
import { databaseOn } from './db/database.js'
import { FactWriter } from './journal/fact-writer.js'
import { type Billed, Biller, type Due } from './market/biller.js'
import { projectMarket } from './market/projection.js'
import { TermsCopy, type TermsChange } from './market/terms.js'

/** A batch to be billed. */
export interface BooksCall {
  /** What has changed of the catalogue since the last call. */
  readonly terms: TermsChange | undefined
  /** List of `Due`, as JSON: it crosses for less than the acts by themselves. */
  readonly due: string
}

export function serve(connection: SqliteConnection): (call: BooksCall) => Promise<Billed> {
  const db = databaseOn(connection)
  const facts = new FactWriter(db, projectMarket(db.dialect))
  const copy = new TermsCopy()
  const biller = new Biller({ db, facts, terms: () => copy })
  return ({ terms, due }) => {
    if (terms) copy.take(terms)
    return biller.bill(JSON.parse(due) as Due[])
  }
}
