/** Calls with a tracking key that are durable before they are answered, against bare Koa that reads the same body: what visits and conversions have in common. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Demo, readDemo } from '../../src/platform/demo.js'
import { type LoadResult, load } from './load.js'
import { startProcess, THROUGHLINE } from './process.js'
import { printTopTen } from './profile.js'
import { machine } from './report.js'
import { printRounds } from './rounds.js'

const CONNECTIONS = 64
const SECONDS = 4
const ROUNDS = 5

export interface TrackedBench {
  readonly path: string
  /** What is prepared once the server is there, on `baseUrl`. */
  readonly prepare?: (demo: Demo, baseUrl: string) => Promise<void>
  /** Further headers (each with its line's end) and the body of the n-th call. */
  request(n: number, demo: Demo): { readonly headers?: string; readonly body: string }
  /** What the calls are, for the reader of the figures. */
  readonly about: string
}

export async function runTracked({ path, prepare, request, about }: TrackedBench): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'throughline-bench-'))
  try {
    const settings = {
      DATA_DIR: join(folder, 'data'),
      LOG_LEVEL: 'warn',
      DEMO: 'on',
      DATABASE_URL: process.env.BENCH_DATABASE_URL ?? '',
      // One key would be let through five times a second.
      RATE_LIMITS: 'off',
      // Sends are written and left where they are; and were one tried, it would not leave the machine.
      ROLE: 'api',
      META_BASE_URL: 'http://127.0.0.1:9',
    }
    const first = await startProcess(THROUGHLINE, 18_081, settings)
    const demo = readDemo(join(settings.DATA_DIR, 'demo.json'))!
    await prepare?.(demo, `http://127.0.0.1:${first.port}`)
    await first.stop()

    let used = 0
    const next = () => {
      const { headers = '', body } = request(used++, demo)
      return `POST ${path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${demo.tracking.key}\r\nContent-Type: application/json\r\n${headers}Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`
    }
    const koa = await startProcess(['--import', 'tsx', 'scripts/bench/servers/bare-koa.ts'], 18_082, {
      METHOD: 'POST',
      ANSWER: '{"success":true}',
    })
    const ours = await startProcess(THROUGHLINE, 18_081, settings)
    console.log(machine())
    console.log(
      `${settings.DATABASE_URL ? 'PostgreSQL' : 'SQLite'}; ${CONNECTIONS} connections, ${ROUNDS} rounds of ${SECONDS} s each in turn; medians`,
    )
    console.log(`${about}\n`)
    const results: Record<string, LoadResult[]> = { 'bare Koa': [], Throughline: [] }
    for (const { port } of [koa, ours]) await load({ port, connections: CONNECTIONS, seconds: 2, request: next })
    for (let round = 0; round < ROUNDS; round++)
      for (const [name, { port }] of Object.entries({ 'bare Koa': koa, Throughline: ours }))
        results[name]!.push(await load({ port, connections: CONNECTIONS, seconds: SECONDS, request: next }))
    printRounds(results)
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
