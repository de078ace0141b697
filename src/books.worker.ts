/* What runs in the thread of an embedded database beside its statements, see `openBooks`. */
import type { SqliteConnection } from './db/clients.js'
import { databaseOn } from './db/database.js'
import { FactWriter } from './journal/fact-writer.js'
import { parsedBatch } from './journal/journal-store.js'
import { Biller, type Due } from './market/biller.js'
import { projectMarket } from './market/projection.js'
import { type TermsChange, TermsCopy } from './market/terms.js'

/** What is to be written, as JSON: it crosses for less than the objects by themselves. */
export type BooksCall =
  | {
      /** List of rows as `packFact` makes them. */
      readonly facts: string
    }
  | {
      /** List of `Due`. */
      readonly due: string
      /** What has changed of the catalogue since the last call. */
      readonly terms: TermsChange | undefined
    }

export function serve(connection: SqliteConnection): (call: BooksCall) => Promise<unknown> {
  const db = databaseOn(connection)
  const facts = new FactWriter(db, projectMarket(db.dialect))
  const copy = new TermsCopy()
  const biller = new Biller({ db, facts, terms: () => copy })
  return call => {
    if ('facts' in call) return facts.write(parsedBatch(call.facts))
    if (call.terms) copy.take(call.terms)
    return biller.bill(JSON.parse(call.due) as Due[])
  }
}
