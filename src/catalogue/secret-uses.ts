import type { Database } from '../db/database.js'
import type { Log } from '../lib/log.js'
import { type Repeated, repeat } from '../lib/repeat.js'
import { SECOND } from '../lib/time.js'
import { TriggerSecretStore } from './key-store.js'

const WRITE_MS = 2 * SECOND

/** When trigger secrets were last used: kept at hand and written together, since no call should wait for it. */
export class SecretUses {
  private readonly uses = new Map<string, number>()
  private readonly writing: Repeated

  constructor(
    private readonly db: Database,
    private readonly log: Log,
  ) {
    this.writing = repeat(
      WRITE_MS,
      () => this.write(),
      error => this.log.warn({ error: String(error) }, 'trigger secrets: their last use can not be written now, it is tried again'),
    )
  }

  note(id: string, at: number): void {
    this.uses.set(id, at)
  }

  /** Writes what was noted. What finds no database is kept for the next time. */
  async write(): Promise<void> {
    for (const [id, at] of [...this.uses]) {
      await new TriggerSecretStore(this.db.knex).used(id, at)
      // One that was used meanwhile has a newer time to be written.
      if (this.uses.get(id) === at) this.uses.delete(id)
    }
  }

  async close(): Promise<void> {
    await this.writing.stop()
    await this.write().catch(error => this.log.warn({ error: String(error) }, 'trigger secrets: their last use is lost'))
  }
}
