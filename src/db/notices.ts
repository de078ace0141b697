import pg from 'pg'
import { newId } from '../lib/id.js'
import type { Log } from '../lib/log.js'
import type { Transaction } from './transaction.js'

/** Tells the processes of one installation that the catalogue changed, and learns who has loaded the change. */
export interface Notices {
  /** `load` is called with each version another process wrote, and with undefined when notices may have been missed. */
  onChange(load: (version: number | undefined) => Promise<void>): void
  /** Tells everyone, when and only when the transaction commits. */
  tell(trx: Transaction, version: number): Promise<void>
  /** Waits until every live process has loaded the version; answers the names of those that have not within the time. */
  loadedByAll(version: number, withinMs: number): Promise<string[]>
  close(): Promise<void>
}

const CHANNEL = 'throughline_catalogue'
const NAME = 'throughline notices '
const RECONNECT_MS = 500

/** The listeners that are connected now: a killed process leaves this list as its connection closes. */
const PEERS = 'select application_name as name from pg_stat_activity where datname = current_database() and application_name like $1'

/** Over LISTEN/NOTIFY, which is transactional and needs no other service. Messages are `changed <version> <process>` and `loaded <version> <process>`. */
export class PostgresNotices implements Notices {
  private readonly self = newId('proc')
  private readonly loaded = new Map<string, number>()
  private client: pg.Client | undefined
  private load: ((version: number | undefined) => Promise<void>) | undefined
  private retry: NodeJS.Timeout | undefined
  private closed = false
  private acknowledged: (() => void)[] = []
  private asked: Promise<unknown> = Promise.resolve()

  private constructor(
    private readonly url: string,
    private readonly log: Log,
  ) {}

  static async open(url: string, log: Log): Promise<PostgresNotices> {
    const notices = new PostgresNotices(url, log)
    await notices.connect()
    return notices
  }

  onChange(load: (version: number | undefined) => Promise<void>): void {
    this.load = load
  }

  async tell(trx: Transaction, version: number): Promise<void> {
    await trx.raw('select pg_notify(?, ?)', [CHANNEL, `changed ${version} ${this.self}`])
  }

  async loadedByAll(version: number, withinMs: number): Promise<string[]> {
    const deadline = Date.now() + withinMs
    for (;;) {
      const late = await this.behind(version)
      if (late.length === 0 || Date.now() >= deadline) return late
      await this.nextAcknowledgement(100)
    }
  }

  async close(): Promise<void> {
    this.closed = true
    clearTimeout(this.retry)
    await this.client?.end().catch(() => {})
  }

  private async behind(version: number): Promise<string[]> {
    try {
      const rows = await this.ask<{ name: string }>(PEERS, [`${NAME}%`])
      const peers = rows.map(({ name }) => name.slice(NAME.length))
      return peers.filter(peer => peer !== this.self && (this.loaded.get(peer) ?? 0) < version)
    } catch {
      return ['unknown: the connection for notices is away']
    }
  }

  /** One statement after the other, as the connection wants them. @throws Error when it is lost */
  private ask<Row extends pg.QueryResultRow>(statement: string, values: string[]): Promise<Row[]> {
    const answer = this.asked.then(async () => {
      if (!this.client) throw new Error('no connection')
      return (await this.client.query<Row>(statement, values)).rows
    })
    this.asked = answer.catch(() => {})
    return answer
  }

  private nextAcknowledgement(withinMs: number): Promise<void> {
    return new Promise(resolve => {
      const timer = setTimeout(resolve, withinMs)
      this.acknowledged.push(() => {
        clearTimeout(timer)
        resolve()
      })
    })
  }

  private async connect(): Promise<void> {
    const client = new pg.Client({
      connectionString: this.url,
      application_name: NAME + this.self,
      connectionTimeoutMillis: 3000,
      keepAlive: true,
    })
    client.on('notification', ({ payload }) => void this.hear(payload ?? ''))
    client.on('error', error => this.lost(client, error))
    client.on('end', () => this.lost(client, new Error('connection ended')))
    try {
      await client.connect()
      await client.query(`listen ${CHANNEL}`)
    } catch (error) {
      await client.end().catch(() => {})
      throw error
    }
    this.client = client
  }

  private lost(client: pg.Client, error: Error): void {
    if (this.closed || this.client !== client) return
    this.client = undefined
    this.log.warn({ error: error.message }, 'catalogue: the connection for notices is lost, trying again')
    this.reconnectSoon()
  }

  private reconnectSoon(): void {
    this.retry = setTimeout(async () => {
      try {
        await this.connect()
        this.log.info('catalogue: notices arrive again')
        await this.load?.(undefined)
      } catch {
        if (!this.closed && !this.client) this.reconnectSoon()
      }
    }, RECONNECT_MS).unref()
  }

  private async hear(payload: string): Promise<void> {
    const [what, text, from = ''] = payload.split(' ')
    const version = Number(text)
    if (from === this.self) return
    if (what === 'loaded') {
      this.loaded.set(from, Math.max(version, this.loaded.get(from) ?? 0))
      for (const wake of this.acknowledged.splice(0)) wake()
      return
    }
    try {
      await this.load?.(version)
      await this.ask('select pg_notify($1, $2)', [CHANNEL, `loaded ${version} ${this.self}`])
    } catch (error) {
      this.log.warn({ error: String(error), version }, 'catalogue: a change could not be loaded yet')
    }
  }
}
