/** GET /v1/decision with everything on, against bare Koa answering the same bytes and stock openapi-backend with the same handler. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type LoadResult, load } from './load.js'
import { type ServerProcess, startProcess, THROUGHLINE } from './process.js'
import { printTopTen } from './profile.js'
import { machine, median, table } from './report.js'

const CONNECTIONS = 64
const SECONDS = 4
const ROUNDS = 5
const OPERATIONS = 160
const ADDRESSES = 20_000

interface DemoFile {
  website: { pub: string; website: string }
}

export async function run(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'throughline-bench-'))
  try {
    const settings = { DATA_DIR: join(folder, 'data'), TRUST_PROXY: '1', LOG_LEVEL: 'warn', DATABASE_URL: '' }
    const ours = await startProcess(THROUGHLINE, 18_081, settings)
    const { website } = JSON.parse(readFileSync(join(settings.DATA_DIR, 'demo.json'), 'utf8')) as DemoFile
    const path = `/v1/decision?pub=${website.pub}&website=${website.website}`
    const answer = await (await fetch(`http://127.0.0.1:${ours.port}${path}`, { headers: { Origin: 'http://localhost' } })).text()
    const document = join(folder, 'padded.json')
    writeFileSync(document, JSON.stringify(padded()))
    const tsx = ['--import', 'tsx']
    const servers: Record<string, ServerProcess> = {
      'bare Koa': await startProcess([...tsx, 'scripts/bench/servers/bare-koa.ts'], 18_082, { ANSWER: answer }),
      'stock openapi-backend': await startProcess([...tsx, 'scripts/bench/servers/stock-openapi-backend.ts'], 18_083, {
        ANSWER: answer,
        DOCUMENT: document,
      }),
      Throughline: ours,
    }
    const request = (n: number) =>
      `GET ${path} HTTP/1.1\r\nHost: localhost\r\nOrigin: http://localhost\r\nUser-Agent: Mozilla/5.0 (X11; Linux x86_64) Chrome/140.0\r\nX-Forwarded-For: ${address(n % ADDRESSES)}\r\n\r\n`

    console.log(machine())
    console.log(`${CONNECTIONS} connections, ${ROUNDS} rounds of ${SECONDS} s each in turn, ${ADDRESSES} addresses; medians`)
    console.log('limits are counted for every request; a decision refused by its limit (429) is counted apart\n')
    const results: Record<string, LoadResult[]> = {}
    for (const { port } of Object.values(servers)) await load({ port, connections: CONNECTIONS, seconds: 2, request })
    for (let round = 0; round < ROUNDS; round++)
      for (const [name, { port }] of Object.entries(servers)) {
        results[name] = [...(results[name] ?? []), await load({ port, connections: CONNECTIONS, seconds: SECONDS, request })]
      }
    print(results)
    for (const server of Object.values(servers)) await server.stop()
    await profile(folder, settings, request)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function print(results: Record<string, LoadResult[]>): void {
  const base = results['bare Koa']!
  const rows = Object.entries(results).map(([name, rounds]) => {
    const ratio = median(rounds.map((round, i) => round.perSecond / base[i]!.perSecond))
    const tail = median(rounds.map((round, i) => round.p99 / base[i]!.p99))
    return [
      name,
      median(rounds.map(r => r.perSecond)),
      median(rounds.map(r => r.p50)),
      median(rounds.map(r => r.p99)),
      ratio,
      tail,
      statuses(rounds),
    ]
  })
  console.log(table([['', 'per second', 'p50 ms', 'p99 ms', 'x bare Koa', 'p99 x bare', 'answers'], ...rows]))
  const stock = results['stock openapi-backend']!
  const times = median(results.Throughline!.map((round, i) => round.perSecond / stock[i]!.perSecond))
  console.log(`\nThroughline is ${times.toFixed(1)} x stock openapi-backend`)
}

const statuses = (rounds: LoadResult[]): string => {
  const sum: Record<string, number> = {}
  for (const round of rounds) for (const [status, n] of Object.entries(round.statuses)) sum[status] = (sum[status] ?? 0) + n
  return Object.entries(sum)
    .map(([status, n]) => `${status}: ${n}`)
    .join(' ')
}

/** Where the time goes, by the sampling profiler of the same program under the same load. */
async function profile(folder: string, settings: Record<string, string>, request: (n: number) => string): Promise<void> {
  const profiles = join(folder, 'profiles')
  const server = await startProcess(['--cpu-prof', `--cpu-prof-dir=${profiles}`, ...THROUGHLINE], 18_084, settings)
  await load({ port: server.port, connections: CONNECTIONS, seconds: 5, request })
  await server.stop()
  printTopTen(profiles)
}

/** Public addresses of several countries, each an own key of the limiter. */
const address = (n: number): string => `${[8, 81, 133, 200][n % 4]}.${(n >> 2) & 255}.${(n >> 10) & 255}.7`

/** The contract with copies of its operations under other paths, as large as it will be when all areas are in. */
function padded(): unknown {
  const document = JSON.parse(readFileSync('generated/openapi.json', 'utf8'))
  // openapi-backend refuses query parameters that are not declared, and does not count those of a security scheme.
  for (const name of ['pub', 'website'])
    document.paths['/v1/decision'].get.parameters.push({ name, in: 'query', required: true, schema: { type: 'string' } })
  const items = Object.entries<Record<string, { operationId?: string }>>(document.paths)
  let count = items.flatMap(([, item]) => Object.values(item)).length
  for (let copy = 1; count < OPERATIONS; copy++)
    for (const [path, item] of items) {
      if (count >= OPERATIONS) break
      const copied = structuredClone(item)
      for (const operation of Object.values(copied)) {
        if (operation.operationId) operation.operationId += `Copy${copy}`
        count++
      }
      document.paths[`/copy${copy}${path}`] = copied
    }
  return document
}
