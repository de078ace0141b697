import type { Database } from '../db/database.js'
import type { Notices } from '../db/notices.js'
import { atOneMoment, type Transaction, transaction } from '../db/transaction.js'
import type { Log } from '../lib/log.js'
import { CatalogueStore } from './catalogue-store.js'
import { compileSnapshot, type Snapshot } from './snapshot.js'

/** How long a write waits for the other processes to have loaded it. A process that hangs longer is named in the log. */
const PEERS_MS = 2000

/** How often a process looks whether it missed a notice, as after a lost connection. */
const POLL_MS = 2000

/**
 * The catalogue in memory. A write raises the version in its own transaction and is answered only when every live process has loaded it,
 * so that it holds from the very next request, wherever that request goes.
 */
export class Catalogue {
  private snapshot: Snapshot
  private loading: Promise<void> | undefined
  private readonly poll: NodeJS.Timeout | undefined
  private pollFailed = false
  private readonly followers: (() => Promise<void>)[] = []

  private constructor(
    private readonly db: Database,
    private readonly notices: Notices | undefined,
    private readonly log: Log,
    first: Snapshot,
  ) {
    this.snapshot = first
    notices?.onChange(version => (version === undefined ? this.lookForMissed() : this.reach(version)))
    if (notices) this.poll = setInterval(() => void this.lookForMissed(), POLL_MS).unref()
  }

  /** @param notices tells other processes; undefined when the storage engine serves one process only */
  static async open(db: Database, notices: Notices | undefined, log: Log): Promise<Catalogue> {
    return new Catalogue(db, notices, log, compileSnapshot(await readRows(db)))
  }

  /** The snapshot of now. Take it once per request. */
  get current(): Snapshot {
    return this.snapshot
  }

  /** Work that each new version waits for before it is in use, on every process, and with it the write that made the version. */
  follow(work: () => Promise<void>): void {
    this.followers.push(work)
  }

  /** Runs a write of the catalogue in a transaction, as of its next version; resolves when every process decides by it. */
  async change<T>(write: (trx: Transaction, version: number) => Promise<T>): Promise<T> {
    const [result, version] = await transaction(this.db, async trx => {
      const version = await new CatalogueStore(trx).raise()
      const result = await write(trx, version)
      await this.notices?.tell(trx, version)
      return [result, version] as const
    })
    await this.reach(version)
    const late = (await this.notices?.loadedByAll(version, PEERS_MS)) ?? []
    if (late.length > 0) this.log.warn({ version, late }, 'catalogue: some processes have not loaded a change yet')
    return result
  }

  /** Loads until the snapshot is at least this version. Loads that are under way are joined, not repeated. */
  private async reach(version: number): Promise<void> {
    while (this.snapshot.version < version) {
      this.loading ??= this.load().finally(() => {
        this.loading = undefined
      })
      await this.loading
    }
  }

  private async load(): Promise<void> {
    const rows = await readRows(this.db, this.snapshot)
    if (rows.version <= this.snapshot.version) return
    for (const work of this.followers) await work()
    this.snapshot = compileSnapshot(rows)
  }

  private async lookForMissed(): Promise<void> {
    try {
      await this.reach(await new CatalogueStore(this.db.knex).version())
      this.pollFailed = false
    } catch (error) {
      // Said once per outage: the database's own log line tells the rest.
      if (!this.pollFailed) this.log.warn({ error: String(error) }, 'catalogue: can not be refreshed now, the last known state serves')
      this.pollFailed = true
    }
  }

  async close(): Promise<void> {
    clearInterval(this.poll)
    await this.loading?.catch(() => {})
  }
}

/** Everything of one moment. */
const readRows = (db: Database, known?: Snapshot) => atOneMoment(db, trx => new CatalogueStore(trx).rows(known))
