import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Catalogue } from '../../src/catalogue/catalogue.js'
import { sealSecrets } from '../../src/catalogue/destination-secrets.js'
import { DestinationStore } from '../../src/catalogue/destination-store.js'
import type { Destination } from '../../src/catalogue/tracking.js'
import { json } from '../../src/db/values.js'
import { Journal } from '../../src/journal/journal.js'
import { JournalStore } from '../../src/journal/journal-store.js'
import { parseNetwork } from '../../src/lib/address.js'
import { newId } from '../../src/lib/id.js'
import { createLog } from '../../src/lib/log.js'
import { createVault } from '../../src/lib/vault.js'
import { Outbound } from '../../src/outbound/outbound.js'
import { type DeadLetter, DeadLetterStore } from '../../src/tracking/dead-letter-store.js'
import { DispatchAccess } from '../../src/tracking/dispatch-access.js'
import type { StoredEvent } from '../../src/tracking/dispatch-event.js'
import { DispatchStore } from '../../src/tracking/dispatch-store.js'
import { Dispatcher } from '../../src/tracking/dispatcher.js'
import { platforms } from '../../src/tracking/platforms/all.js'
import type { Platform } from '../../src/tracking/platforms/platform.js'
import { freshDatabase, type TestDatabase } from './database.js'

export const ORGANIZATION = 'org_1'
const HORIZON = 48 * 3_600_000
const log = createLog('silent')
const vault = createVault(['k'.repeat(32)], 'destinations')

export const aDestination = (destination: Partial<Destination> = {}): Destination => ({
  id: 'dest_1',
  organization: ORGANIZATION,
  website: 'site_1',
  platform: 'meta',
  accountId: '1234',
  secrets: sealSecrets(vault, { accessToken: 'token-1' }),
  settings: {},
  enabled: true,
  state: 'ok',
  stateReason: null,
  stateAt: null,
  createdAt: 0,
  updatedAt: 0,
  ...destination,
})

/** What a send is told of, and how it waits; made up where the test says nothing. */
export interface Waiting {
  destination?: string
  conversion?: string
  eventId?: string
  dueAt?: number
  expiresAt?: number
  event?: Partial<StoredEvent>
  eventTime?: number
}

export interface SendRow {
  id: string
  conversion: string
  status: string
  attempts: number
  due_at: number | null
  expires_at: number
  last_error: string | null
  claim: string | null
  sent_at: number | null
}

/** An ad platform's stand-in that answers as the test says, and a platform adapter that speaks to it: one line per event id. */
export class TestPlatform {
  /** Event ids of each request, in the order of their arrival. */
  readonly requests: string[][] = []
  readonly tokens: string[] = []
  /** How the next request is met: a status and reason, or what is done with the response. */
  answer: (ids: string[], response: ServerResponse, request: IncomingMessage) => void = (_ids, response) => void response.end()
  private readonly server: Server

  private constructor() {
    this.server = createServer(async (request, response) => {
      let text = ''
      for await (const chunk of request) text += chunk
      const ids = text.split('\n').map(line => line.split(' ')[0]!)
      this.requests.push(ids)
      this.tokens.push(String(request.headers['access-token']))
      this.answer(ids, response, request)
    })
  }

  static async start(): Promise<TestPlatform> {
    const platform = new TestPlatform()
    platform.server.listen(0, '127.0.0.1')
    await once(platform.server, 'listening')
    return platform
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`
  }

  /** Ids in the order in which they first arrived. */
  get received(): string[] {
    return [...new Set(this.requests.flat())]
  }

  close(): void {
    this.server.closeAllConnections()
    this.server.close()
  }

  /** 2xx delivered, 401 credentials, 429 and 5xx retry, 207 each by its line, else rejected as a whole. */
  readonly adapter: Platform = {
    ...platforms.meta,
    maxBatch: 8,
    skip: ({ contentName }) => (contentName === 'malformed' ? { status: 'failed', reason: 'it is malformed' } : undefined),
    build: (events, { baseUrl, secrets }) => ({
      method: 'POST',
      url: `${baseUrl}/events`,
      headers: { 'access-token': secrets.accessToken ?? '' },
      body: events.map(({ eventId, clientIp = '', userAgent = '' }) => `${eventId} ${clientIp} ${userAgent}`).join('\n'),
      secrets: [secrets.accessToken ?? ''],
    }),
    read: ({ status, body }, events) => {
      if (status === 207) {
        const bad = new Set(body.split(','))
        return {
          of: 'each',
          outcomes: events.map(({ eventId }) => (bad.has(eventId) ? { kind: 'rejected', reason: 'bad' } : { kind: 'delivered' })),
        }
      }
      if (status < 300) return { of: 'all', outcome: { kind: 'delivered' } }
      const kind = status === 401 ? 'credentials' : status === 429 || status >= 500 ? 'retry' : 'rejected'
      return { of: 'all', outcome: { kind, reason: `${status} ${body}` } }
    },
  }
}

/** A database with destinations and sends, and dispatchers over it. */
export class TestDispatch {
  readonly journal: Journal
  private readonly opened: (() => Promise<void>)[] = []

  private constructor(
    readonly db: TestDatabase,
    readonly catalogue: Catalogue,
    readonly platform: TestPlatform,
  ) {
    this.journal = new Journal(db)
  }

  static async open(): Promise<TestDispatch> {
    const db = await freshDatabase()
    return new TestDispatch(db, await Catalogue.open(db, undefined, log), await TestPlatform.start())
  }

  async close(): Promise<void> {
    for (const close of this.opened.splice(0)) await close()
    this.platform.close()
    await this.db.close()
  }

  access(outbound: Outbound): DispatchAccess {
    const baseUrls = { meta: this.platform.url, tiktok: this.platform.url, snapchat: this.platform.url, google: this.platform.url }
    return new DispatchAccess({ outbound, vault, baseUrls, platforms: { ...platforms, meta: this.platform.adapter } })
  }

  /** A dispatcher as a process of its own would have. It has begun. */
  async dispatcher({ now = Date.now, begun = true }: { now?: () => number; begun?: boolean } = {}): Promise<Dispatcher> {
    const outbound = new Outbound({ allow: [parseNetwork('127.0.0.0/8')!] })
    const { db, catalogue, journal } = this
    const dispatcher = new Dispatcher({ db, catalogue, journal, outbound, access: this.access(outbound), log, now, random: () => 0 })
    this.opened.push(async () => {
      await dispatcher.stop()
      await outbound.close()
    })
    if (begun) await dispatcher.start()
    return dispatcher
  }

  async addDestination(destination: Partial<Destination> = {}): Promise<Destination> {
    const added = aDestination(destination)
    await this.catalogue.change(trx => new DestinationStore(trx).insert(added))
    return added
  }

  async changeDestination(
    destination: Destination,
    { token, ...changes }: Partial<Destination> & { token?: string },
  ): Promise<Destination> {
    const changed = { ...destination, ...changes, ...(token !== undefined && { secrets: sealSecrets(vault, { accessToken: token }) }) }
    await this.catalogue.change(trx => new DestinationStore(trx).update(changed))
    return changed
  }

  /** Puts a conversion's send into the queue; answers its id. */
  async enqueue({ destination = 'dest_1', conversion = newId('tcv'), ...waiting }: Waiting = {}): Promise<string> {
    const now = Date.now()
    const { eventId = conversion, dueAt = now, expiresAt = now + HORIZON, eventTime = now, event = {} } = waiting
    const known = await this.db.knex('tracked_conversions').where({ id: conversion }).first('id')
    if (!known) {
      await this.db.knex('tracked_conversions').insert({
        id: conversion,
        organization: ORGANIZATION,
        website: 'site_1',
        telegram_user_id: '42',
        user: 'usr_1',
        trace: 'click_1',
        event_type: 'Lead',
        event_time: eventTime,
        at: now,
        cold: false,
        source: 'api',
        event: json({ person: { externalId: 'a'.repeat(64) }, ...event }),
      })
    }
    const id = newId('snd')
    await this.db.knex('sends').insert({
      id,
      organization: ORGANIZATION,
      website: 'site_1',
      destination,
      platform: 'meta',
      conversion,
      event_id: eventId,
      event_type: 'Lead',
      status: 'pending',
      attempts: 0,
      due_at: dueAt,
      expires_at: expiresAt,
      event_time: eventTime,
      created_at: now,
    })
    return id
  }

  async enqueueMany(count: number, waiting: Waiting = {}): Promise<string[]> {
    const ids: string[] = []
    for (let i = 0; i < count; i++) ids.push(await this.enqueue(waiting))
    return ids
  }

  store(): DispatchStore {
    return new DispatchStore(this.db.knex, this.db.dialect)
  }

  async send(id: string): Promise<SendRow> {
    return this.db.knex('sends').where({ id }).first()
  }

  /** How many sends stand how. */
  async standing(): Promise<Record<string, number>> {
    const rows: { status: string; n: number }[] = await this.db.knex('sends').select('status').count({ n: '*' }).groupBy('status')
    return Object.fromEntries(rows.map(({ status, n }) => [status, Number(n)]))
  }

  async letters(): Promise<DeadLetter[]> {
    return (await new DeadLetterStore(this.db.knex, this.db.dialect).list(ORGANIZATION, {}, { offset: 0, limit: 100 })).items
  }

  async kinds(): Promise<string[]> {
    return (await new JournalStore(this.db.knex).byTrace(ORGANIZATION, 'click_1')).map(({ kind }) => kind)
  }
}
