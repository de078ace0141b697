/** GET /v1/offers, durable before the answer, against bare Koa answering the same bytes; then how it grows with the number of offers. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Database } from '../../src/db/database.js'
import { createRequestIds } from '../../src/delivery/request-id.js'
import { utcDay } from '../../src/lib/time.js'
import type { StoredOffer } from '../../src/market/offer.js'
import { StatStore } from '../../src/market/stat-store.js'
import { seeded } from '../prove/random.js'
import { load } from './load.js'
import { addOffers, demoOf, keysOf, secretOf, storageOf } from './market.js'
import { startProcess, THROUGHLINE } from './process.js'
import { printTopTen } from './profile.js'
import { machine, median, table } from './report.js'

const CONNECTIONS = 64
const SECONDS = 4
const ROUNDS = 5
const SIZES = [100, 1000, 10_000]
/** The size that is measured in full. */
const SIZE = 1000
const REQUESTS = 20_000
const COUNTRIES = ['DE', 'AT', 'CH', 'FR', 'BR']

const BROWSER = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36'

type Settings = Record<string, string>

export async function run(): Promise<void> {
  console.log(machine())
  console.log(`${CONNECTIONS} connections, ${ROUNDS} rounds of ${SECONDS} s each in turn with bare Koa; medians`)
  console.log(
    'all offers eligible, with bids, budgets, caps and rates of their own, a tenth with a frequency cap; 3 winners; each visitor his own\n',
  )
  const rows: (string | number)[][] = []
  for (const size of SIZES) rows.push(await measure(size))
  console.log(table([['', 'per second', 'p50 ms', 'p99 ms', 'x bare Koa', 'answers'], ...rows]))
}

async function measure(size: number): Promise<(string | number)[]> {
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
    await stock(db, settings, size)
    await db.close()
    const next = requestsOf(settings)
    const ours = await startProcess(THROUGHLINE, 18_081, settings)
    const koa = await startProcess(['--import', 'tsx', 'scripts/bench/servers/bare-koa.ts'], 18_082, {
      ANSWER: await answerOf(ours.port, next),
    })
    for (const { port } of [koa, ours]) await load({ port, connections: CONNECTIONS, seconds: 2, request: next })
    const rounds = []
    for (let round = 0; round < ROUNDS; round++) {
      const base = await load({ port: koa.port, connections: CONNECTIONS, seconds: SECONDS, request: next })
      rounds.push({ base, result: await load({ port: ours.port, connections: CONNECTIONS, seconds: SECONDS, request: next }) })
    }
    await koa.stop()
    await ours.stop()
    if (size === SIZE) await profile(folder, settings, next)
    return [
      `${size} offers`,
      median(rounds.map(({ result }) => result.perSecond)),
      median(rounds.map(({ result }) => result.p50)),
      median(rounds.map(({ result }) => result.p99)),
      median(rounds.map(({ base, result }) => result.perSecond / base.perSecond)),
      [...new Set(rounds.flatMap(({ result }) => Object.keys(result.statuses)))].join(' '),
    ]
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Offers that differ, and what was learned of them. */
async function stock(db: Database, settings: Settings, size: number): Promise<void> {
  const random = seeded(size)
  const vary = (offer: StoredOffer, n: number): StoredOffer => ({
    ...offer,
    bid: { ...offer.bid, micros: Math.ceil(offer.bid.micros * (0.5 + random())) },
    frequencyCap: n % 10 === 0 ? { count: 3, hours: 24 } : null,
  })
  const offers = await addOffers(db, settings, ['CPC', 'CPA', 'ECPM'], size, vary)
  const { website, project } = demoOf(settings)
  const day = utcDay(Date.now())
  const counts = offers.flatMap(({ id: offer }) =>
    COUNTRIES.flatMap(country =>
      (['impressions', 'clicks', 'conversions'] as const).map((metric, place) => ({
        organization: project.id,
        website: website.id,
        offer,
        country,
        surface: 'overlay',
        day,
        metric,
        n: Math.floor(random() * [2000, 50, 3][place]!),
        revenue: 0,
        earnings: 0,
      })),
    ),
  )
  await new StatStore(db.knex, db.dialect).insert(counts)
}

/** Requests for offers, of visitors who were blocked a moment ago. */
function requestsOf(settings: Settings): (n: number) => string {
  const requestIds = createRequestIds([secretOf(settings)])
  const { website } = demoOf(settings)
  const keys = keysOf(settings)
  const now = Date.now()
  const ids = Array.from({ length: REQUESTS }, (_, n) =>
    requestIds.mint(
      {
        website: website.id,
        country: COUNTRIES[n % COUNTRIES.length]!,
        region: null,
        allowed: false,
        section: false,
        supportOnly: false,
        visitor: n.toString(16).padStart(16, '0'),
        sub: '',
      },
      now,
    ),
  )
  return n =>
    `GET /v1/offers?${keys}&requestId=${ids[n % REQUESTS]} HTTP/1.1\r\nHost: localhost\r\nOrigin: http://localhost\r\nUser-Agent: ${BROWSER}\r\nX-Forwarded-For: 81.${n & 255}.${(n >> 8) & 255}.${((n >> 16) & 15) + 1}\r\n\r\n`
}

/** What one request is answered, for bare Koa to answer the same bytes. */
async function answerOf(port: number, request: (n: number) => string): Promise<string> {
  const path = request(0).split(' ')[1]!
  const response = await fetch(`http://127.0.0.1:${port}${path}`, { headers: { Origin: 'http://localhost', 'User-Agent': BROWSER } })
  return response.text()
}

/** Where the time goes, by the sampling profiler of the same program under the same load. */
async function profile(folder: string, settings: Settings, request: (n: number) => string): Promise<void> {
  const profiles = join(folder, 'profiles')
  const server = await startProcess(['--cpu-prof', `--cpu-prof-dir=${profiles}`, ...THROUGHLINE], 18_084, settings)
  await load({ port: server.port, connections: CONNECTIONS, seconds: 5, request })
  await server.stop()
  console.log(`\nWith ${SIZE} offers:`)
  printTopTen(profiles)
}
