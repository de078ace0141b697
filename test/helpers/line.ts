import { once } from 'node:events'
import { connect, createServer, type Server, type Socket } from 'node:net'

/** A network between a client and a server on this machine, which can be cut and mended, or lose the server's answers. */
export class Line {
  private readonly sockets = new Set<Socket>()
  private server: Server | undefined
  private deaf = false

  private constructor(
    private readonly target: { host: string; port: number },
    readonly port: number,
  ) {}

  /** `url` is one of a server; `line.through(url)` is the same one over the line. */
  static async to(url: string): Promise<Line> {
    const { hostname, port } = new URL(url)
    const free = createServer().listen(0, '127.0.0.1')
    await once(free, 'listening')
    const line = new Line({ host: hostname, port: Number(port || 5432) }, (free.address() as { port: number }).port)
    free.close()
    await once(free, 'close')
    await line.mend()
    return line
  }

  through(url: string): string {
    const over = new URL(url)
    over.hostname = '127.0.0.1'
    over.port = String(this.port)
    return over.href
  }

  /** Ends all connections and refuses new ones. */
  async cut(): Promise<void> {
    const { server } = this
    this.server = undefined
    server?.close()
    for (const socket of this.sockets) socket.destroy()
    if (server?.listening) await once(server, 'close')
  }

  async mend(): Promise<void> {
    this.deaf = false
    this.server = createServer(client => {
      const upstream = connect(this.target)
      for (const socket of [client, upstream]) {
        this.sockets.add(socket)
        socket.on('error', () => {})
        socket.on('close', () => {
          this.sockets.delete(socket)
          client.destroy()
          upstream.destroy()
        })
      }
      client.pipe(upstream)
      upstream.on('data', data => {
        if (!this.deaf) client.write(data)
      })
    }).listen(this.port, '127.0.0.1')
    await once(this.server, 'listening')
  }

  /** From now on the server hears, and nobody hears it. */
  loseAnswers(): void {
    this.deaf = true
  }
}
