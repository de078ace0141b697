import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'
import type { BooksCall } from './books.worker.js'
import type { Database } from './db/database.js'
import type { Guest } from './db/guest.js'
import { FactWriter } from './journal/fact-writer.js'
import { type PackedFact, packedBatch } from './journal/journal-store.js'
import { packAct } from './market/act-keeper.js'
import { type BillBatch, type Billed, Biller, type Due } from './market/biller.js'
import { projectMarket } from './market/projection.js'
import { type Terms, TermsFeed } from './market/terms.js'

/** Where batches are written: facts of the journal, and acts that are billed. */
export interface Books {
  readonly write: (facts: readonly PackedFact[]) => Promise<void>
  readonly bill: BillBatch
}

/**
 * Batches are written where the database is: an embedded one has a thread of its own, which is then asked once for a batch and not for each of its statements.
 * @param terms the catalogue of now
 * @throws Error when what runs in that thread is not built
 */
export function openBooks(db: Database, terms: () => Terms): Books {
  if (db.host) return new HostedBooks(db.host, terms)
  const facts = new FactWriter(db, projectMarket(db.dialect))
  const biller = new Biller({ db, facts, terms })
  return { write: packed => facts.write(packedBatch(packed)), bill: due => biller.bill(due) }
}

class HostedBooks implements Books {
  private readonly module = builtModule()
  private feed = new TermsFeed()
  private opened: Promise<Guest> | undefined
  private guest: Guest | undefined

  constructor(
    private readonly host: NonNullable<Database['host']>,
    private readonly terms: () => Terms,
  ) {}

  readonly write = (facts: readonly PackedFact[]): Promise<void> =>
    this.ask(() => ({ facts: `[${facts.map(({ row }) => row).join(',')}]` }))

  readonly bill: BillBatch = due =>
    this.ask<Billed>(() => ({ terms: this.feed.changesTo(this.terms()), due: `[${due.map(packed).join(',')}]` }))

  private async ask<Answer>(call: () => BooksCall): Promise<Answer> {
    const guest = this.guest?.alive ? this.guest : await this.open()
    return guest.ask<Answer>(call())
  }

  /** A thread that has gone took along what it was told. */
  private open(): Promise<Guest> {
    this.opened ??= this.host(this.module)
      .then(guest => {
        this.guest = guest
        this.feed = new TermsFeed()
        return guest
      })
      .finally(() => {
        this.opened = undefined
      })
    return this.opened
  }
}

/** A `Due` as JSON. */
const packed = ({ act, again, text = packAct(act) }: Due): string => `{"again":${again},"act":${text}}`

/** What `npm run build` makes of `books.worker.ts`: a thread starts from plain JavaScript, also where the rest runs from source. */
function builtModule(): string {
  try {
    return pathToFileURL(createRequire(import.meta.url).resolve('#books')).href
  } catch {
    throw new Error('What writes in the thread of the database is not built: npm run build makes it')
  }
}
