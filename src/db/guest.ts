import type { MessagePort } from 'node:worker_threads'
import { asUnavailable } from './failures.js'

type Answer =
  | { readonly answer: unknown }
  | { readonly error: { readonly message: string; readonly code?: string; readonly stack?: string } }

interface Waiting {
  resolve(answer: unknown): void
  reject(error: unknown): void
}

/** A program that runs in the thread of an embedded database, see `SqliteThread.host`: asked from here, it answers in the order of the calls. */
export class Guest {
  private readonly waiting: Waiting[] = []
  private last: Promise<unknown> = Promise.resolve()
  private fault: Error | undefined

  constructor(private readonly port: MessagePort) {
    port.on('message', (answer: Answer) => this.settle(answer))
    port.unref()
  }

  get alive(): boolean {
    return this.fault === undefined
  }

  /** @param call what can be cloned. @throws Unavailable when the database can't be used now; else what the program threw */
  ask<T>(call: unknown): Promise<T> {
    if (this.fault) return Promise.reject(meaning(this.fault))
    this.port.postMessage(call)
    const answer = new Promise<T>((resolve, reject) => {
      // One that is waited for keeps the process alive.
      if (this.waiting.push({ resolve: resolve as Waiting['resolve'], reject }) === 1) this.port.ref()
    })
    this.last = answer.catch(() => {})
    return answer
  }

  /** Resolves when all calls so far are answered. */
  idle(): Promise<unknown> {
    return this.last
  }

  /** The program is gone. */
  fail(error: Error): void {
    this.fault ??= error
    this.port.close()
    for (const { reject } of this.waiting.splice(0)) reject(meaning(this.fault))
  }

  private settle(answer: Answer): void {
    const next = this.waiting.shift()
    if (this.waiting.length === 0) this.port.unref()
    if ('error' in answer) next?.reject(meaning(Object.assign(new Error(answer.error.message), answer.error)))
    else next?.resolve(answer.answer)
  }
}

const meaning = (error: Error): Error => asUnavailable(error) ?? error
