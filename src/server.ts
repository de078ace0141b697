import { join, resolve } from 'node:path'
import { createApp } from './app.js'
import { ConfigError, loadConfig } from './config.js'
import { listen } from './http/listen.js'
import { createLog } from './lib/log.js'
import { greeting } from './platform/greeting.js'

/** How long running requests may take to finish when the process is told to stop; the rest of ten seconds is for the last writes. */
const STOP_MS = 6000

async function main(): Promise<void> {
  const config = loadConfig()
  const log = createLog(config.logLevel)
  if (!config.rateLimits) log.warn('rate limits are off (RATE_LIMITS=off): for benchmarks and load tests only')
  if (config.role === 'api' && config.database.url === undefined)
    log.warn('nobody does jobs (ROLE=api on an embedded database): no other process can share it')
  const app = await createApp(config, { log })
  const listener = await listen(app.koa, config, log)
  const baseUrl = config.publicUrl ?? `http://localhost:${listener.port}`
  log.info({ baseUrl, role: config.role }, 'listening')
  if (config.role !== 'worker') process.stdout.write(greeting(baseUrl, resolve(join(config.dataDir, 'demo.json'))))

  let stopping = false
  const stop = async (signal: string) => {
    if (stopping) return
    stopping = true
    log.info({ signal }, 'stopping: running requests finish, then everything is written')
    await Promise.all([listener.stop(STOP_MS), app.stopWork()])
    await app.close()
    log.info('stopped')
    process.exit(0)
  }
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void stop(signal))
  process.on('SIGHUP', () => void app.reload())
  process.on('unhandledRejection', error => log.error({ error: String(error) }, 'a promise was rejected and nobody listened'))
}

main().catch((error: unknown) => {
  // Nothing serves yet: say what a person must mend, without a stack where it is not our code that failed, as when the port is taken.
  const plain = error instanceof ConfigError || (error instanceof Error && 'code' in error)
  process.stderr.write(`${plain ? error.message : error instanceof Error ? error.stack : String(error)}\n`)
  process.exit(1)
})
