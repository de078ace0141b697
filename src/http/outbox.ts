import type { ServerResponse } from 'node:http'

/** So many answers wait for company at most: the wait is then bounded by the work of so many requests, and hardly anything is left to gain. */
const MOST = 16

/**
 * Answers that are ready, on their way out together. The event loop takes in all requests that have arrived, one after the other; written one by
 * one, each answer would wake the peer, or the proxy in front, that went back to sleep since the last. Waking an idle processor is most of what a
 * write costs. So the answers of one turn leave back to back at its end, where an answer that is alone leaves as well: nothing is waited for.
 */
export class Outbox {
  private ready: (() => void)[] = []

  /** Ends a response whose head is written, with its payload, when this turn of the event loop has taken in what has arrived. */
  leave(response: ServerResponse, payload: string | Uint8Array | undefined): void {
    const count = this.ready.push(() => response.end(payload))
    if (count === 1) setImmediate(() => this.flush())
    else if (count === MOST) this.flush()
  }

  private flush(): void {
    const { ready } = this
    this.ready = []
    for (const end of ready) end()
  }
}
