import { connect, type Socket } from 'node:net'

/** What a load saw. Latencies in milliseconds. */
export interface LoadResult {
  readonly perSecond: number
  readonly p50: number
  readonly p99: number
  /** Answers by status. */
  readonly statuses: Record<number, number>
}

export interface Load {
  readonly port: number
  readonly connections: number
  readonly seconds: number
  /** The text of the n-th request, headers and body. */
  request(n: number): string
  /** Stop after so many requests, whatever the time. */
  readonly most?: number
}

/**
 * Sends requests over kept-alive connections, one at a time on each, as fast as answers come. Made of raw sockets and no HTTP client, so that
 * on a machine of two cores the server is what is measured.
 */
export async function load({ port, connections, seconds, request, most = Number.POSITIVE_INFINITY }: Load): Promise<LoadResult> {
  const latencies: number[] = []
  const statuses: Record<number, number> = {}
  const end = performance.now() + seconds * 1000
  let sent = 0
  const started = performance.now()

  const drive = (socket: Socket) =>
    new Promise<void>((resolve, reject) => {
      let held = Buffer.alloc(0)
      let at = 0
      const next = () => {
        if (sent >= most || performance.now() >= end) {
          socket.destroy()
          resolve()
          return
        }
        at = performance.now()
        socket.write(request(sent++))
      }
      socket.on('data', chunk => {
        held = held.length === 0 ? chunk : Buffer.concat([held, chunk])
        const whole = answerLength(held)
        if (whole === undefined || held.length < whole) return
        latencies.push(performance.now() - at)
        const status = Number(held.toString('latin1', 9, 12))
        statuses[status] = (statuses[status] ?? 0) + 1
        held = held.subarray(whole)
        next()
      })
      socket.on('error', reject)
      socket.on('close', () => resolve())
      next()
    })

  const sockets = await Promise.all(Array.from({ length: connections }, () => open(port)))
  await Promise.all(sockets.map(drive))
  const took = (performance.now() - started) / 1000
  latencies.sort((a, b) => a - b)
  const quantile = (q: number) => latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * q))] ?? Number.NaN
  return { perSecond: latencies.length / took, p50: quantile(0.5), p99: quantile(0.99), statuses }
}

const open = (port: number): Promise<Socket> =>
  new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true }, () => resolve(socket))
    socket.once('error', reject)
  })

/** Bytes of the first answer in the buffer, or undefined while its head is not there. Every server here says its Content-Length, or 204. */
function answerLength(buffer: Buffer): number | undefined {
  const head = buffer.indexOf('\r\n\r\n')
  if (head < 0) return undefined
  const length = /\r\ncontent-length: *(\d+)/i.exec(buffer.toString('latin1', 0, head))?.[1]
  return head + 4 + Number(length ?? 0)
}
