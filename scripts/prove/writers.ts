import type { Database } from '../../src/db/database.js'

interface Target {
  /** Of the server, without a slash at its end. */
  readonly baseUrl: string
  readonly keys: { readonly pub: string; readonly website: string }
}

interface Manner {
  readonly count?: number
  /** Makes the marks of these writers differ from those of others. */
  readonly name?: string
  /** Characters of each mark, for whoever wants to fill a disk. */
  readonly length?: number
}

/** A refused or unanswered event is followed by the next one after this pause, as of a client that is not hasty. */
const PAUSE_MS = 5

/** Writers that send snippet pings, each with a mark of its own, and keep account of what was acknowledged. */
export class Writers {
  readonly acknowledged = new Set<string>()
  /** Answers by status; 0 counts requests that got none. */
  readonly statuses = new Map<number, number>()
  /** Faults of answers that refuse, as a missing `Retry-After`. */
  readonly faults: string[] = []
  private running = true
  private sent = 0
  private readonly ended: Promise<unknown>

  constructor({ baseUrl, keys }: Target, { count = 32, name = 'mark', length = 0 }: Manner = {}) {
    const url = `${baseUrl}/v1/events/snippet-ping?pub=${keys.pub}&website=${keys.website}`
    const write = async () => {
      while (this.running) {
        const status = await this.send(url, `https://example.com/${name}/${this.sent++}/`.padEnd(length, 'x'))
        this.statuses.set(status, this.count(status) + 1)
        if (status !== 204) await new Promise(resolve => setTimeout(resolve, PAUSE_MS))
      }
    }
    this.ended = Promise.all(Array.from({ length: count }, write))
  }

  count(status: number): number {
    return this.statuses.get(status) ?? 0
  }

  /** Waits until it holds. @throws Error when it does not within the time, with what was answered so far */
  async until(holds: () => boolean, what: string, withinMs = 20_000): Promise<void> {
    for (const deadline = performance.now() + withinMs; !holds(); ) {
      if (performance.now() > deadline) throw new Error(`waited in vain: ${what}; answers by status: ${JSON.stringify([...this.statuses])}`)
      await new Promise(resolve => setTimeout(resolve, 10))
    }
  }

  /** Waits until so many more were acknowledged. */
  async acknowledge(more: number): Promise<void> {
    const goal = this.acknowledged.size + more
    await this.until(() => this.acknowledged.size >= goal, `${more} more events to be acknowledged`)
  }

  async stop(): Promise<void> {
    this.running = false
    await this.ended
  }

  private async send(url: string, mark: string): Promise<number> {
    const headers = { Origin: 'http://localhost', 'Content-Type': 'text/plain' }
    try {
      const answer = await fetch(url, { method: 'POST', headers, body: JSON.stringify({ url: mark }) })
      const text = await answer.text()
      if (answer.status === 204) this.acknowledged.add(mark)
      else if (answer.status !== 503) this.faults.push(`status ${answer.status}: ${text}`)
      else if (!answer.headers.has('retry-after')) this.faults.push('status 503 without Retry-After')
      return answer.status
    } catch {
      return 0
    }
  }
}

/** @throws Error when an acknowledged mark is not in the journal, or any mark is there twice */
export async function checkMarks({ knex }: Database, acknowledged: ReadonlySet<string>): Promise<void> {
  const rows: { properties: string | { url: string } }[] = await knex('events').select('properties').where({ kind: 'snippet_ping' })
  const counts = new Map<string, number>()
  for (const { properties } of rows) {
    const { url } = typeof properties === 'string' ? (JSON.parse(properties) as { url: string }) : properties
    counts.set(url, (counts.get(url) ?? 0) + 1)
  }
  const lost = [...acknowledged].filter(mark => !counts.has(mark))
  const doubled = [...counts].filter(([, count]) => count > 1)
  if (lost.length > 0 || doubled.length > 0)
    throw new Error(
      `${lost.length} of ${acknowledged.size} acknowledged events are lost (${lost.slice(0, 3)}), ${doubled.length} are stored twice`,
    )
}
