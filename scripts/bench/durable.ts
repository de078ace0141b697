/** Requests that are durable before they are answered, against bare Koa: what POST /v1/events/impression and GET /v1/r have in common. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { BidModel } from '../../src/market/offer.js'
import { type LoadResult, load } from './load.js'
import { addOffers, keysOf, type Shown, show, storageOf } from './market.js'
import { startProcess, THROUGHLINE } from './process.js'
import { printTopTen } from './profile.js'
import { machine } from './report.js'
import { printRounds } from './rounds.js'

const CONNECTIONS = 64
const SECONDS = 4
const ROUNDS = 5
const OFFERS = 50

/** Acts that are prepared: more than a run can use up, so that each is its pair's first. */
const SHOWN = 300_000

const BROWSER = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36'

export interface DurableBench {
  readonly models: readonly BidModel[]
  /** Environment of bare Koa, so that it reads and answers the same. */
  readonly baseline: Readonly<Record<string, string>>
  /** First line, further headers and body of a request; the keys are a query. */
  request(shown: Shown, keys: string): { readonly line: string; readonly headers?: string; readonly body?: string }
}

export async function runDurable({ models, baseline, request }: DurableBench): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'throughline-bench-'))
  try {
    const settings = {
      DATA_DIR: join(folder, 'data'),
      TRUST_PROXY: '1',
      LOG_LEVEL: 'warn',
      DEMO: 'on',
      DATABASE_URL: process.env.BENCH_DATABASE_URL ?? '',
    }
    // The first start makes the storage, the demonstration and the key.
    await (await startProcess(THROUGHLINE, 18_081, settings)).stop()
    const db = storageOf(settings)
    const shown = await show(db, settings, await addOffers(db, settings, models, OFFERS), SHOWN)
    const { engine, durability } = db.dialect
    await db.close()

    const keys = keysOf(settings)
    let used = 0
    const next = () => {
      const n = used++
      const { line, headers = '', body } = request(shown[n % shown.length]!, keys)
      const length = body === undefined ? '' : `Content-Length: ${Buffer.byteLength(body)}\r\n`
      return `${line} HTTP/1.1\r\nHost: localhost\r\nOrigin: http://localhost\r\nUser-Agent: ${BROWSER}\r\nX-Forwarded-For: ${address(n)}\r\n${headers}${length}\r\n${body ?? ''}`
    }
    const koa = await startProcess(['--import', 'tsx', 'scripts/bench/servers/bare-koa.ts'], 18_082, baseline)
    const ours = await startProcess(THROUGHLINE, 18_081, settings)
    console.log(machine())
    console.log(`${engine} (${durability}); ${CONNECTIONS} connections, ${ROUNDS} rounds of ${SECONDS} s each in turn; medians`)
    console.log(
      `${OFFERS} offers (${models.join(', ')}) with budgets and caps; each request is the first of its pair, by a visitor of his own\n`,
    )
    const results: Record<string, LoadResult[]> = { 'bare Koa': [], Throughline: [] }
    for (const { port } of [koa, ours]) await load({ port, connections: CONNECTIONS, seconds: 2, request: next })
    for (let round = 0; round < ROUNDS; round++)
      for (const [name, { port }] of Object.entries({ 'bare Koa': koa, Throughline: ours })) {
        // Bare Koa does not care which request it is: only ours use them up.
        const before = used
        results[name]!.push(await load({ port, connections: CONNECTIONS, seconds: SECONDS, request: next }))
        if (name === 'bare Koa') used = before
      }
    printRounds(results)
    if (used > shown.length) console.log(`\n${used - shown.length} of the requests were repeats`)
    await koa.stop()
    await ours.stop()

    const profiles = join(folder, 'profiles')
    const profiled = await startProcess(['--cpu-prof', `--cpu-prof-dir=${profiles}`, ...THROUGHLINE], 18_084, settings)
    await load({ port: profiled.port, connections: CONNECTIONS, seconds: 5, request: next })
    await profiled.stop()
    printTopTen(profiles)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Public addresses, a million of them. */
const address = (n: number): string => `81.${n & 255}.${(n >> 8) & 255}.${((n >> 16) & 15) + 1}`
