import { createServer, type Server, STATUS_CODES } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import type Koa from 'koa'
import { newId } from '../lib/id.js'
import type { Log } from '../lib/log.js'
import { errorBody } from './errors.js'

/** A listening server. */
export interface Listener {
  readonly port: number
  /** Takes no new connection, lets running requests finish, and resolves when the last is answered or `withinMs` has passed. */
  stop(withinMs: number): Promise<void>
}

/** Milliseconds. Slow or silent clients hold a socket no longer than this; a whole request must arrive within `request`. */
export interface Timeouts {
  readonly headers: number
  readonly request: number
  readonly keepAlive: number
  /** How often the first two are looked at. */
  readonly check: number
}

const TIMEOUTS: Timeouts = { headers: 10_000, request: 20_000, keepAlive: 65_000, check: 1000 }

const MAX_HEADER_BYTES = 16_384

/** Node's names for what a client did wrong before there was a request to answer. */
const CLIENT_ERRORS: Record<string, [status: 408 | 431, message: string]> = {
  ERR_HTTP_REQUEST_TIMEOUT: [408, 'The request did not arrive in time'],
  HPE_HEADER_OVERFLOW: [431, `Headers: must be at most ${MAX_HEADER_BYTES} bytes`],
}

/** Serves the application on a port (0: any free one). @throws when the port is taken. */
export async function listen(
  app: Koa,
  { port, host }: { port: number; host: string | undefined },
  log: Log,
  timeouts: Timeouts = TIMEOUTS,
): Promise<Listener> {
  const server = createServer(
    {
      maxHeaderSize: MAX_HEADER_BYTES,
      headersTimeout: timeouts.headers,
      requestTimeout: timeouts.request,
      keepAliveTimeout: timeouts.keepAlive,
      connectionsCheckingInterval: timeouts.check,
    },
    app.callback(),
  )
  server.on('clientError', answerClientError)
  const sockets = new Set<Socket>()
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen({ port, host, backlog: 1024 }, () => resolve())
  })
  server.on('error', error => log.error({ error: error.message }, 'the listening socket failed'))
  return { port: (server.address() as AddressInfo).port, stop: withinMs => stop(server, sockets, withinMs) }
}

function answerClientError(error: Error & { code?: string }, socket: Socket): void {
  if (!socket.writable || error.code === 'ECONNRESET') {
    socket.destroy()
    return
  }
  const [status, message] = CLIENT_ERRORS[error.code ?? ''] ?? [400 as const, 'This is not an HTTP/1.1 request']
  const body = JSON.stringify(errorBody('engagement', status, message))
  socket.end(
    [
      `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
      `X-Request-Id: ${newId('xid')}`,
      'Content-Type: application/json; charset=utf-8',
      `Content-Length: ${Buffer.byteLength(body)}`,
      'Connection: close',
      '',
      body,
    ].join('\r\n'),
  )
}

async function stop(server: Server, sockets: ReadonlySet<Socket>, withinMs: number): Promise<void> {
  const closed = new Promise<void>(resolve => server.close(() => resolve()))
  // Kept-alive connections that wait for a next request would hold the server open: they are told to go. So are those that never sent a byte,
  // as browsers open them in advance: Node does not count them as idle.
  const dismiss = () => {
    server.closeIdleConnections()
    for (const socket of sockets) if (socket.bytesRead === 0) socket.destroy()
  }
  const sweep = setInterval(dismiss, 50)
  dismiss()
  const limit = setTimeout(() => server.closeAllConnections(), withinMs)
  await closed
  clearInterval(sweep)
  clearTimeout(limit)
}
