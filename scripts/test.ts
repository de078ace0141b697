/**
 * The whole suite, once per engine: always on SQLite, and on PostgreSQL when TEST_DATABASE_URL names a server. Arguments go to mocha:
 * `npm test -- test/geo/mmdb.test.ts`, `npm test -- -g 'refuses'`. The last line is the sum of the runs.
 */
import { execFileSync, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { Tally } from './tally-reporter.js'

// Mocha's program itself, not its launcher: that one starts a further process, which could not send us its counts.
const MOCHA = ['--import', 'tsx', fileURLToPath(import.meta.resolve('mocha/lib/cli/cli.js'))]

interface Engine {
  name: string
  databaseUrl: string | undefined
}

/** What is wrong with a run in which no test failed, if anything. */
const faultOf = (tally: Tally | undefined, end: string): string | undefined => {
  if (!tally) return `mocha ended with ${end} before its last test`
  if (tally.failed > 0) return undefined
  if (end !== 'exit code 0') return `mocha ended with ${end} after its last test`
  return tally.passed === 0 ? 'no test ran' : undefined
}

/** Runs mocha to its end. A run that broke off, or left no test behind, is one failure more than it counted. */
const run = ({ name, databaseUrl }: Engine, args: string[]): Promise<Tally> =>
  new Promise((resolve, reject) => {
    console.log(`\n=== ${name}`)
    // Browsers and killed processes depend on a shared machine's mood: in CI a test may have a second try, and the end of the report names it.
    const ours = ['--reporter', 'scripts/tally-reporter.ts', ...(process.env.CI ? ['--forbid-only', '--retries', '1'] : [])]
    const mocha = spawn(process.execPath, [...MOCHA, ...args, ...ours], {
      env: { ...process.env, TEST_DATABASE_URL: databaseUrl },
      stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    })
    const stop = () => mocha.kill('SIGTERM')
    process.once('SIGTERM', stop)

    let tally: Tally | undefined
    mocha.on('message', (message: { tally?: Tally }) => {
      tally = message.tally ?? tally
    })
    mocha.on('error', reject)
    mocha.on('close', (code, signal) => {
      process.off('SIGTERM', stop)
      const counted: Tally = tally ?? { passed: 0, failed: 0, skipped: 0, failures: [], shaky: [] }
      const fault = faultOf(tally, signal ?? `exit code ${code}`)
      if (fault) console.error(`${name}: ${fault}`)
      resolve({ ...counted, failed: fault ? counted.failed + 1 : counted.failed })
    })
  })

const serverUrl = process.env.TEST_DATABASE_URL
const engines: Engine[] = [{ name: 'SQLite', databaseUrl: undefined }]
if (serverUrl) engines.push({ name: 'PostgreSQL', databaseUrl: serverUrl })

// A thread starts from what is built, also where the rest runs from source.
execFileSync(process.execPath, ['scripts/build.mjs'], { stdio: 'inherit' })

const tallies: Tally[] = []
for (const engine of engines) tallies.push(await run(engine, process.argv.slice(2)))
// Once more, since thousands of lines may lie between a failure and the end of the log.
for (const [at, { failures, shaky }] of tallies.entries()) {
  for (const title of shaky) console.log(`${engines[at]!.name}, passed at its second try: ${title}`)
  for (const title of failures) console.log(`${engines[at]!.name}, failed: ${title}`)
}

const sum = (count: 'passed' | 'failed' | 'skipped') => tallies.reduce((total, tally) => total + tally[count], 0)
if (!serverUrl)
  console.log('PostgreSQL left out: TEST_DATABASE_URL=postgres://user:password@host:5432/database runs the same tests on it too.')
console.log(`${sum('passed')} passed, ${sum('failed')} failed${sum('skipped') > 0 ? `, ${sum('skipped')} skipped` : ''}`)
process.exitCode = sum('failed') > 0 ? 1 : 0
