import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type App, createApp } from '../../src/app.js'
import { loadConfig } from '../../src/config.js'
import { type Listener, listen } from '../../src/http/listen.js'
import { createLog } from '../../src/lib/log.js'
import { type Demo, readDemo } from '../../src/platform/demo.js'
import { closeAtEnd, freshDatabase } from './database.js'

/** A whole server in this process, with the demonstration's data, on the engine of the run. */
export interface TestServer {
  readonly baseUrl: string
  readonly app: App
  readonly demo: Demo
  /** The environment it was started with; give it to `startServer` for a second process of the same installation. */
  readonly env: Record<string, string>
  /** Everything it logged, a line each. */
  readonly logged: string[]
  /** A request to a path, from the demonstration's page unless the headers say otherwise. */
  fetch(path: string, init?: RequestInit): Promise<Response>
  /** The path with the demonstration's keys in its query. */
  withKeys(path: string): string
  /** A management request, with the demonstration's secret key unless another is given; the answer's status and JSON. */
  manage<T = Record<string, unknown>>(method: string, path: string, body?: unknown, key?: string): Promise<{ status: number; body: T }>
  close(): Promise<void>
}

const running = new Set<TestServer>()

/** Starts a server; one that the test leaves running is stopped at the end. `now`: its clock. */
export async function startServer(env: Record<string, string> = {}, { now = Date.now }: { now?: () => number } = {}): Promise<TestServer> {
  const settings = { ...(await defaults(env)), ...env }
  const config = loadConfig(settings)
  const logged: string[] = []
  const log = createLog(config.logLevel, { write: line => void logged.push(line) })
  const app = await createApp(config, { log, now })
  const listener: Listener = await listen(app.koa, { port: 0, host: '127.0.0.1' }, log)
  const baseUrl = `http://127.0.0.1:${listener.port}`
  const demo = readDemo(join(config.dataDir, 'demo.json'))!
  const server: TestServer = {
    baseUrl,
    app,
    demo,
    env: settings,
    logged,
    fetch: (path, init = {}) =>
      fetch(baseUrl + path, {
        redirect: 'manual',
        ...init,
        headers: { Origin: 'http://localhost', ...(init.headers as Record<string, string>) },
      }),
    withKeys: path => `${path}${path.includes('?') ? '&' : '?'}pub=${demo.website.pub}&website=${demo.website.website}`,
    async manage(method, path, body, key = demo.project.secretKey) {
      const response = await fetch(`${baseUrl}/api/v1${path}`, {
        method,
        headers: { Authorization: `Bearer ${key}`, ...(body !== undefined && { 'Content-Type': 'application/json' }) },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      })
      return { status: response.status, body: (await response.json()) as never }
    },
    async close() {
      if (!running.delete(server)) return
      await listener.stop(1000)
      await app.close()
      if (env.DATA_DIR === undefined) rmSync(config.dataDir, { recursive: true, force: true })
    },
  }
  running.add(server)
  closeAtEnd(() => server.close())
  return server
}

async function defaults(given: Record<string, string>): Promise<Record<string, string>> {
  const url = given.DATABASE_URL === undefined && process.env.TEST_DATABASE_URL ? (await freshDatabase()).settings.url : undefined
  return {
    DATA_DIR: mkdtempSync(join(tmpdir(), 'throughline-server-')),
    DEMO: 'on',
    TRUST_PROXY: '1',
    RESPONSE_VALIDATION: 'all',
    LOG_LEVEL: 'warn',
    METRICS_TOKEN: 'metrics-token-of-the-tests',
    ...(url !== undefined && { DATABASE_URL: url }),
  }
}
