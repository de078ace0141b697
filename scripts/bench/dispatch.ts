/** Queued sends to a strict double of Meta on this machine, by one dispatcher; against the bare client that posts the same batches from memory. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Agent, request } from 'undici'
import { Catalogue } from '../../src/catalogue/catalogue.js'
import { sealSecrets } from '../../src/catalogue/destination-secrets.js'
import { DestinationStore } from '../../src/catalogue/destination-store.js'
import type { Destination } from '../../src/catalogue/tracking.js'
import { type Database, openDatabase } from '../../src/db/database.js'
import { migrateUp } from '../../src/db/migrate.js'
import { Journal } from '../../src/journal/journal.js'
import { parseNetwork } from '../../src/lib/address.js'
import { newId } from '../../src/lib/id.js'
import { createLog } from '../../src/lib/log.js'
import { HOUR, SECOND } from '../../src/lib/time.js'
import { createVault } from '../../src/lib/vault.js'
import { Outbound } from '../../src/outbound/outbound.js'
import { type TrackedConversion, TrackedConversionStore } from '../../src/tracking/conversion-store.js'
import { DispatchAccess } from '../../src/tracking/dispatch-access.js'
import { Dispatcher } from '../../src/tracking/dispatcher.js'
import { platforms } from '../../src/tracking/platforms/all.js'
import { SendStore } from '../../src/tracking/send-store.js'
import { freePort, startProcess } from './process.js'
import { machine, median, table } from './report.js'

const SENDS = 10_000
const ROUNDS = 5

const vault = createVault(['k'.repeat(32)], 'destinations')
const log = createLog('warn')

export async function run(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'throughline-bench-'))
  const url = process.env.BENCH_DATABASE_URL
  const db = openDatabase(url ? { url } : { file: join(folder, 'throughline.db') }, log)
  const double = await startProcess(['--import', 'tsx', 'test/doubles/main.ts', 'meta'], await freePort())
  try {
    await migrateUp(db)
    const catalogue = await Catalogue.open(db, undefined, log)
    const destination = aDestination()
    await catalogue.change(trx => new DestinationStore(trx).insert(destination))
    const worker = dispatcherOver(db, catalogue, `http://127.0.0.1:${double.port}`)
    console.log(machine())
    console.log(
      `${db.dialect.engine} (${db.dialect.durability}); ${SENDS} sends a round, ${ROUNDS} rounds in turn, batches of up to ${platforms.meta.maxBatch}\n`,
    )
    const results = { bare: [] as number[], ours: [] as number[] }
    for (let round = 0; round <= ROUNDS; round++) {
      const bare = await postBare(`http://127.0.0.1:${double.port}`)
      await enqueue(db, destination)
      const ours = await worker.drain(destination.id)
      // The first is to warm up.
      if (round > 0) {
        results.bare.push(bare)
        results.ours.push(ours)
      }
    }
    await worker.close()
    await catalogue.close()
    const ratio = median(results.ours.map((rate, round) => rate / results.bare[round]!))
    console.log(
      table([
        ['', 'sends per second', 'x bare client'],
        ['bare client, from memory', median(results.bare), 1],
        ['Throughline', median(results.ours), ratio],
      ]),
    )
    const { n } = (await db.knex('events').where({ kind: 'send_sent' }).count({ n: '*' }).first()) as { n: number }
    console.log(`\n${n} facts say that a send was sent; each send was claimed, sent, settled and told to the journal`)
  } finally {
    await double.stop()
    await db.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

const aDestination = (): Destination => ({
  id: newId('dest'),
  organization: 'org_bench',
  website: 'site_bench',
  platform: 'meta',
  accountId: '1234567890',
  secrets: sealSecrets(vault, { accessToken: 'token' }),
  settings: {},
  enabled: true,
  state: 'ok',
  stateReason: null,
  stateAt: null,
  createdAt: 0,
  updatedAt: 0,
})

function aConversion(n: number, now: number): TrackedConversion {
  const digest = n.toString(16).padStart(64, '0')
  return {
    id: newId('tcv', now),
    organization: 'org_bench',
    website: 'site_bench',
    channel: 'chan_bench',
    telegramUserId: String(n),
    user: newId('usr', now),
    trace: newId('click', now),
    eventType: 'Purchase',
    customEventName: null,
    value: 49_900_000,
    currency: 'USD',
    contentName: 'VIP',
    eventTime: now,
    at: now,
    cold: false,
    source: 'api',
    event: {
      person: { externalId: digest, email: digest, emailGoogle: digest, phone: digest, phoneE164: digest },
      fbc: `fb.1.${now}.IwAR2x`,
      fbp: `fb.1.${now}.1098115397`,
      clientIp: '203.0.113.7',
      userAgent: 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36',
      sourceUrl: 'https://casino.example/vip?utm_source=meta',
    },
    late: null,
  }
}

async function enqueue(db: Database, { id, organization, website, platform }: Destination): Promise<void> {
  const now = Date.now()
  const conversions = Array.from({ length: SENDS }, (_, n) => aConversion(n, now))
  await new TrackedConversionStore(db.knex, db.dialect).insert(conversions)
  await new SendStore(db.knex, db.dialect).insert(
    conversions.map(conversion => ({
      id: newId('snd', now),
      organization,
      website,
      destination: id,
      platform,
      conversion: conversion.id,
      eventId: conversion.id,
      eventType: conversion.eventType,
      eventTime: now,
      createdAt: now,
      expiresAt: now + 48 * HOUR,
    })),
  )
}

/** One worker over the queue. */
function dispatcherOver(db: Database, catalogue: Catalogue, baseUrl: string) {
  const outbound = new Outbound({ allow: [parseNetwork('127.0.0.0/8')!] })
  const baseUrls = { meta: baseUrl, tiktok: baseUrl, snapchat: baseUrl, google: baseUrl }
  const access = new DispatchAccess({ outbound, vault, platforms, baseUrls })
  const journal = new Journal(db, { log })
  const dispatcher = new Dispatcher({ db, catalogue, journal, outbound, access, log })
  return {
    /** Sends per second until nothing waits any more. */
    async drain(destination: string): Promise<number> {
      const started = performance.now()
      await dispatcher.start()
      dispatcher.wake(destination)
      while (await db.knex('sends').whereNotNull('due_at').first('id')) await new Promise(resolve => setTimeout(resolve, 20))
      const rate = SENDS / ((performance.now() - started) / SECOND)
      await dispatcher.stop()
      return rate
    },
    async close() {
      await journal.close()
      await outbound.close()
    },
  }
}

/** The same requests, built beforehand, four under way at once. */
async function postBare(baseUrl: string): Promise<number> {
  const now = Date.now()
  const access = { accountId: '1234567890', settings: {}, secrets: { accessToken: 'token' }, baseUrl }
  const size = platforms.meta.maxBatch
  const batches = Array.from({ length: SENDS / size }, (_, batch) => {
    const conversions = Array.from({ length: size }, (_unused, n) => aConversion(batch * size + n, now))
    const events = conversions.map(({ id, event }) => ({ ...event, eventId: id, eventType: 'Lead' as const, at: now }))
    return platforms.meta.build(events, access)
  })
  const agent = new Agent({ connections: 4 })
  const started = performance.now()
  const post = async () => {
    for (let batch = batches.pop(); batch; batch = batches.pop()) {
      const { url, headers, body = null } = batch
      const answer = await request(url, { method: 'POST', headers, body, dispatcher: agent })
      if (answer.statusCode !== 200) throw new Error(await answer.body.text())
      await answer.body.dump()
    }
  }
  await Promise.all([post(), post(), post(), post()])
  const rate = SENDS / ((performance.now() - started) / SECOND)
  await agent.close()
  return rate
}
