import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'
import type { BooksCall } from './books.worker.js'
import type { Database } from './db/database.js'
import type { Guest } from './db/guest.js'
import type { FactWriter } from './journal/fact-writer.js'
import { packAct } from './market/act-keeper.js'
import { type BillBatch, type Billed, Biller, type Due } from './market/biller.js'
import { type Terms, TermsFeed } from './market/terms.js'

interface Needs {
  readonly db: Database
  readonly facts: FactWriter
  readonly terms: () => Terms
}

/**
 * Where batches are billed: on an embedded database in its own thread, which is then asked once for a batch and not for each of its statements; else here.
 * @throws Error when what runs in that thread is not built
 */
export function openBooks({ db, facts, terms }: Needs): BillBatch {
  const { host } = db
  if (!host) {
    const biller = new Biller({ db, facts, terms })
    return due => biller.bill(due)
  }
  const module = builtModule()
  let hosted: { readonly guest: Guest; readonly feed: TermsFeed } | undefined
  return async due => {
    // A thread that has gone takes what it was told along.
    if (!hosted?.guest.alive) hosted = { guest: await host(module), feed: new TermsFeed() }
    const call: BooksCall = { terms: hosted.feed.changesTo(terms()), due: `[${due.map(packed).join(',')}]` }
    return hosted.guest.ask<Billed>(call)
  }
}

/** A `Due` as JSON. */
const packed = ({ act, again, text = packAct(act) }: Due): string => `{"again":${again},"act":${text}}`

/** What `npm run build` makes of `books.worker.ts`: a thread starts from plain JavaScript, also where the rest runs from source. */
function builtModule(): string {
  try {
    return pathToFileURL(createRequire(import.meta.url).resolve('#books')).href
  } catch {
    throw new Error('What bills in the thread of the database is not built: npm run build makes it')
  }
}
