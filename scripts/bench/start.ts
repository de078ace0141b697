/** How soon the server is ready, on a new and on a used data folder, and what memory it then holds; a bare Node process of the same run beside it. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort, type ServerProcess, startProcess, THROUGHLINE } from './process.js'
import { machine, median, table } from './report.js'

const ROUNDS = 5
/** After which a process that nobody asks anything counts as idle. */
const IDLE_MS = 3000

const EMPTY = 'require("node:http").createServer((_, res) => res.end("ok")).listen(process.env.PORT, "127.0.0.1")'

interface Round {
  readonly readyMs: number
  readonly idleMegabytes: number
}

export async function run(): Promise<void> {
  const rounds: Record<string, Round[]> = {
    'bare Node, one http server': [],
    'first start: schema and demonstration': [],
    'later start': [],
  }
  console.log(machine())
  console.log(
    `${ROUNDS} rounds, each start in turn; medians. Ready: from the spawn of the process to its first answer, polled every 20 ms.`,
  )
  console.log(`Idle: resident memory ${IDLE_MS / 1000} s after that. No variable is set but DATA_DIR, PORT and LOG_LEVEL.\n`)
  for (let round = 0; round < ROUNDS; round++) {
    const folder = mkdtempSync(join(tmpdir(), 'throughline-bench-'))
    const settings = { DATA_DIR: folder, DATABASE_URL: '', LOG_LEVEL: 'warn' }
    try {
      for (const [name, taken] of Object.entries(rounds))
        taken.push(await start(taken === rounds['bare Node, one http server'] ? ['-e', EMPTY] : THROUGHLINE, name, settings))
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  }
  const of = (taken: Round[], figure: keyof Round) => median(taken.map(round => round[figure]))
  const rows = Object.entries(rounds).map(([name, taken]) => [name, of(taken, 'readyMs'), of(taken, 'idleMegabytes')])
  console.log(table([['', 'ready ms', 'idle MB'], ...rows]))
}

async function start(args: string[], name: string, settings: Record<string, string>): Promise<Round> {
  const began = performance.now()
  const server = await startProcess(args, await freePort(), settings)
  const readyMs = performance.now() - began
  await new Promise(resolve => setTimeout(resolve, IDLE_MS))
  const idleMegabytes = residentMegabytes(server, name)
  await server.stop()
  return { readyMs, idleMegabytes }
}

/** As Linux counts it: pages that are in memory now. */
function residentMegabytes({ child }: ServerProcess, name: string): number {
  const kilobytes = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1]
  if (kilobytes === undefined) throw new Error(`${name}: its memory can't be read`)
  return Number(kilobytes) / 1024
}
