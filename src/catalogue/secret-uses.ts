import type { Log } from '../lib/log.js'
import { type Repeated, repeat } from '../lib/repeat.js'
import { SECOND } from '../lib/time.js'

const WRITE_MS = 2 * SECOND

/** When secrets of one kind were last used: kept at hand and written together, since no call should wait for it. */
export class SecretUses {
  private readonly uses = new Map<string, number>()
  private readonly writing: Repeated

  /**
   * @param what they are, for the log
   * @param used writes the use of one; the latest of all processes stays
   */
  constructor(
    private readonly what: string,
    private readonly used: (id: string, at: number) => Promise<void>,
    private readonly log: Log,
  ) {
    this.writing = repeat(
      WRITE_MS,
      () => this.write(),
      error => this.log.warn({ error: String(error) }, `${what}: their last use can not be written now, it is tried again`),
    )
  }

  note(id: string, at: number): void {
    this.uses.set(id, at)
  }

  /** Writes what was noted. What finds no database is kept for the next time. */
  async write(): Promise<void> {
    for (const [id, at] of [...this.uses]) {
      await this.used(id, at)
      // One that was used meanwhile has a newer time to be written.
      if (this.uses.get(id) === at) this.uses.delete(id)
    }
  }

  async close(): Promise<void> {
    await this.writing.stop()
    await this.write().catch(error => this.log.warn({ error: String(error) }, `${this.what}: their last use is lost`))
  }
}
