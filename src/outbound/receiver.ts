import type { Dispatcher } from 'undici'
import { AddressRefused } from './address-guard.js'
import type { Exchange } from './exchange.js'

/** Bytes of an answer that are read. */
const MAX_BODY = 64 * 1024

class TimeUp extends Error {}

/** Watches one request from its queue to its end, and tells what came of it: whether it left at all is what decides between the two kinds of failure. */
export class Receiver implements Dispatcher.DispatchHandler {
  readonly exchange: Promise<Exchange>
  private settle!: (exchange: Exchange) => void
  private readonly timer: NodeJS.Timeout
  private controller: Dispatcher.DispatchController | undefined
  private timeUp = false
  private status = 0
  private headers: Record<string, string> = {}
  private readonly chunks: Buffer[] = []
  private size = 0

  constructor(timeoutMs: number) {
    this.exchange = new Promise(resolve => {
      this.settle = resolve
    })
    this.timer = setTimeout(() => this.expire(timeoutMs), timeoutMs)
  }

  /** Called right before the first byte is written. */
  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.controller = controller
    if (this.timeUp) controller.abort(new TimeUp())
  }

  onResponseStart(_: Dispatcher.DispatchController, status: number, headers: Record<string, string | string[] | undefined>): void {
    this.status = status
    this.headers = Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : (value ?? '')]),
    )
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.chunks.push(chunk)
    this.size += chunk.length
    if (this.size <= MAX_BODY) return
    this.finish()
    controller.abort(new Error('the answer is longer than is read'))
  }

  onResponseEnd(): void {
    this.finish()
  }

  onResponseError(_: Dispatcher.DispatchController | undefined, error: Error): void {
    if (error instanceof AddressRefused) this.end({ kind: 'refused', reason: error.message })
    else if (codeOf(error) === 'UND_ERR_INVALID_ARG')
      this.end({ kind: 'refused', reason: 'the request can not be written: a value is malformed' })
    else this.end({ kind: this.controller ? 'unanswered' : 'unreached', reason: reasonOf(error) })
  }

  private expire(timeoutMs: number): void {
    this.timeUp = true
    const within = `within ${Math.round(timeoutMs / 100) / 10} s`
    if (this.controller) this.end({ kind: 'unanswered', reason: `no answer ${within}` })
    else this.end({ kind: 'unreached', reason: `no connection ${within}` })
    this.controller?.abort(new TimeUp())
  }

  private finish(): void {
    const body = Buffer.concat(this.chunks).subarray(0, MAX_BODY).toString('utf8')
    this.end({ kind: 'answered', answer: { status: this.status, headers: this.headers, body } })
  }

  private end(exchange: Exchange): void {
    clearTimeout(this.timer)
    this.settle(exchange)
  }
}

const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connection refused',
  ECONNRESET: 'connection lost',
  EPIPE: 'connection lost',
  UND_ERR_SOCKET: 'connection lost',
  UND_ERR_DESTROYED: 'the server is stopping',
  UND_ERR_CLOSED: 'the server is stopping',
  UND_ERR_CONNECT_TIMEOUT: 'no connection in time',
  ETIMEDOUT: 'no connection in time',
  EHOSTUNREACH: 'no way to the host',
  ENETUNREACH: 'no way to the host',
  ENOTFOUND: 'the name is not known',
  EAI_AGAIN: 'the name can not be looked up now',
}

const codeOf = (error: Error): string => (error as NodeJS.ErrnoException).code ?? ''

/** In words that hold nothing of the request. */
const reasonOf = (error: Error): string => REASONS[codeOf(error)] ?? (codeOf(error) || 'the exchange failed')
