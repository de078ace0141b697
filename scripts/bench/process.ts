import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'

/** Our server as `npm start` runs it, once it is built. */
export const THROUGHLINE = ['--enable-source-maps', '--max-semi-space-size=64', '.build/server.js']

/** A server that runs as a process of its own. */
export interface ServerProcess {
  readonly port: number
  readonly child: ChildProcess
  stop(): Promise<void>
}

/** Starts a program that listens on `PORT` and waits until it answers. Its output goes to our standard error when it fails to. */
export async function startProcess(args: string[], port: number, env: Record<string, string> = {}): Promise<ServerProcess> {
  const child = spawn(process.execPath, args, { env: { ...process.env, ...env, PORT: String(port) }, stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', data => {
      output = (output + data).slice(-10_000)
    })
  const deadline = performance.now() + 20_000
  while (!(await answers(port))) {
    if (child.exitCode !== null || performance.now() > deadline) {
      child.kill('SIGKILL')
      throw new Error(`${args.join(' ')} did not come up:\n${output}`)
    }
    await new Promise(resolve => setTimeout(resolve, 20))
  }
  return {
    port,
    child,
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return
      child.kill('SIGTERM')
      await once(child, 'exit')
    },
  }
}

const answers = (port: number): Promise<boolean> =>
  fetch(`http://127.0.0.1:${port}/healthz`, { redirect: 'manual' }).then(
    async response => {
      await response.arrayBuffer()
      return true
    },
    () => false,
  )

/** A port on which nothing listens now. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  server.close()
  await once(server, 'close')
  return port
}
