import { execFileSync } from 'node:child_process'
import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '../bench/process.js'

/** A PostgreSQL of our own, as durable as an operator's, which may be stopped. */
export interface PrivatePostgres {
  readonly url: string
  start(): void
  /** `immediate` ends it as a power failure would: it recovers from its log at the next start. */
  stop(how: 'fast' | 'immediate'): void
  remove(): void
}

/** @returns undefined where PostgreSQL's programs are not installed */
export async function privatePostgres(): Promise<PrivatePostgres | undefined> {
  const bin = programs()
  if (bin === undefined) return undefined
  const port = await freePort()
  const scratch = mkdtempSync(join(tmpdir(), 'throughline-postgres-'))
  const data = join(scratch, 'data')
  mkdirSync(data)
  // PostgreSQL refuses to run as root.
  const owner = process.getuid?.() === 0 ? Number(execFileSync('id', ['-u', 'postgres'])) : undefined
  const group = owner === undefined ? undefined : Number(execFileSync('id', ['-g', 'postgres']))
  if (owner !== undefined && group !== undefined) {
    chmodSync(scratch, 0o711)
    chownSync(data, owner, group)
  }
  const identity = owner !== undefined && group !== undefined ? { uid: owner, gid: group } : {}
  const run = (program: string, args: string[]) => execFileSync(join(bin, program), args, { ...identity, cwd: '/', stdio: 'ignore' })
  const options = `-p ${port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c max_connections=100`
  run('initdb', ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C'])
  const server: PrivatePostgres = {
    url: `postgres://postgres@127.0.0.1:${port}/postgres`,
    start: () => void run('pg_ctl', ['start', '-w', '-t', '60', '-D', data, '-l', join(data, 'log'), '-o', options]),
    stop: how => void run('pg_ctl', ['stop', '-w', '-D', data, '-m', how]),
    remove() {
      if (existsSync(join(data, 'postmaster.pid'))) server.stop('immediate')
      rmSync(scratch, { recursive: true, force: true })
    },
  }
  return server
}

/** The folder of the newest installed version, as Debian lays them out, or of the one in the search path. */
function programs(): string | undefined {
  const root = '/usr/lib/postgresql'
  const versions = existsSync(root) ? readdirSync(root).sort((a, b) => Number(b) - Number(a)) : []
  const folders = [...versions.map(version => join(root, version, 'bin')), ...(process.env.PATH ?? '').split(':')]
  return folders.find(folder => ['initdb', 'pg_ctl', 'postgres'].every(program => existsSync(join(folder, program))))
}
