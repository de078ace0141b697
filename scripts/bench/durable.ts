/** Requests that are durable before they are answered, against bare Koa: what POST /v1/events/impression and GET /v1/r have in common. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { BidModel } from '../../src/market/offer.js'
import { type LoadResult, load } from './load.js'
import { addOffers, keysOf, type Shown, show, storageOf } from './market.js'
import { type ServerProcess, startProcess, THROUGHLINE } from './process.js'
import { printTopTen } from './profile.js'
import { machine, median } from './report.js'
import { printRounds } from './rounds.js'

const CONNECTIONS = 64
const SECONDS = 4
const ROUNDS = 5
const OFFERS = 50

/** Acts that are prepared: more than a run can use up, so that each is its pair's first. */
const SHOWN = 600_000

/** Longer than a burst that is acknowledged ahead of its billing, and how long is measured behind it. */
const BURST_SECONDS = 5
const LASTING_SECONDS = 10

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
    const measure = ({ port }: ServerProcess, seconds: number) => load({ port, connections: CONNECTIONS, seconds, request: next })
    const results = { 'bare Koa': [] as LoadResult[], Throughline: [] as LoadResult[] }
    const billed: { perSecond: number; after: number }[] = []
    for (let round = -1; round < ROUNDS; round++) {
      // Bare Koa does not care which request it is: only ours use them up.
      const before = used
      const bare = await measure(koa, SECONDS)
      used = before
      const started = performance.now()
      const answered = await measure(ours, SECONDS)
      const acts = used - before
      const behind = await untilBilled(ours)
      if (round < 0) continue // to warm up
      results['bare Koa'].push(bare)
      results.Throughline.push(answered)
      billed.push({ perSecond: (acts / (performance.now() - started)) * 1000, after: behind })
    }
    printRounds(results)
    const middle = (of: 'perSecond' | 'after') => median(billed.map(round => round[of]))
    console.log(
      `\nAll of a round is billed ${middle('after').toFixed(1)} s after its last answer, ${middle('perSecond').toFixed(0)} a second from its first request on.`,
    )
    await measure(ours, BURST_SECONDS)
    const lasting = await measure(ours, LASTING_SECONDS)
    const ratio = lasting.perSecond / median(results['bare Koa'].map(({ perSecond }) => perSecond))
    console.log(
      `Without a pause, from the ${BURST_SECONDS}th to the ${BURST_SECONDS + LASTING_SECONDS}th second: ${lasting.perSecond.toFixed(0)} a second, ${ratio.toFixed(2)} x; p99 ${lasting.p99.toFixed(0)} ms.`,
    )
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

/** Resolves when nothing waits to be billed, with the seconds that it took. */
async function untilBilled({ port }: ServerProcess): Promise<number> {
  const started = performance.now()
  for (;;) {
    const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text()
    if (/^throughline_billing_behind_acts 0$/m.test(text)) return (performance.now() - started) / 1000
    await new Promise(resolve => setTimeout(resolve, 50))
  }
}

/** Public addresses, a million of them. */
const address = (n: number): string => `81.${n & 255}.${(n >> 8) & 255}.${((n >> 16) & 15) + 1}`
