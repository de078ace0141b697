import { createRequire } from 'node:module'
import { MessageChannel, type MessagePort, receiveMessageOnPort, Worker } from 'node:worker_threads'
import { Guest } from './guest.js'
import type { RowList } from './row-list.js'

/** What a statement answered: the rows of one that reads, else how many rows it changed. */
export type Answer =
  | { readonly rows: unknown[]; readonly changes?: undefined }
  | { readonly rows?: undefined; readonly changes: { changes: number; lastInsertRowid: number | bigint } }

interface Failure {
  readonly message: string
  readonly code?: string
}

type Message = { readonly inTransaction: boolean } & (Answer | { readonly error: Failure })

/** A statement with its values, or one to be run for each row of a JSON list of lists. One that is posted is not answered. */
type Question = { readonly sql: string; readonly posted?: boolean } & (
  | { readonly bindings: readonly unknown[] }
  | { readonly list: string }
)

interface Waiting {
  resolve(answer: Answer): void
  reject(error: Error): void
}

interface ThreadSettings {
  /** Negative sizes are in KiB. */
  readonly pragmas: readonly string[]
  /** How far its thread stands back behind others, as `nice` counts. */
  readonly niceness: number
}

/** Of a connection that writes. The last is what the log keeps after a checkpoint, in bytes. */
const WRITING: ThreadSettings = {
  pragmas: [
    'synchronous = FULL',
    'foreign_keys = ON',
    'busy_timeout = 5000',
    'cache_size = -64000',
    'temp_store = MEMORY',
    'journal_size_limit = 67108864',
  ],
  niceness: 10,
}

/** Of one that does not. */
export const READING: ThreadSettings = {
  pragmas: ['query_only = ON', 'busy_timeout = 5000', 'cache_size = -16000', 'temp_store = MEMORY'],
  niceness: 0,
}

/** A connection to an embedded database that lives in a thread of its own, so that no statement and no flush holds up the event loop. */
export class SqliteThread {
  /** Whether the last statement left a transaction open. */
  inTransaction = false
  private readonly waiting: Waiting[] = []
  /** Statements that go over together: a message costs as much as running a statement. */
  private leaving: Question[] = []
  private readonly guests: Guest[] = []
  private received = 0
  private fault: Error | undefined

  private constructor(
    private readonly worker: Worker,
    private readonly port: MessagePort,
    /** How many messages the thread has sent. */
    private readonly sent: Int32Array,
  ) {
    port.on('message', (messages: Message[]) => this.receive(messages))
    worker.unref()
    worker.on('error', error => this.fail(error))
    worker.on('exit', () => this.fail(new Error('Connection terminated')))
  }

  /** Opens the file, which is made when it is not there. @throws the driver's error when it can't be used */
  static async open(file: string, settings = WRITING): Promise<SqliteThread> {
    const { port1, port2 } = new MessageChannel()
    const sent = new Int32Array(new SharedArrayBuffer(4))
    // None of this process's loaders: the worker is plain JavaScript, and starts in a fraction of the time.
    const worker = new Worker(createRequire(import.meta.url).resolve('#db/sqlite.worker.mjs'), {
      workerData: { file, ...settings, port: port2, sent },
      transferList: [port2],
      execArgv: [],
    })
    const thread = new SqliteThread(worker, port1, sent)
    await thread.answer()
    return thread
  }

  get alive(): boolean {
    return this.fault === undefined
  }

  run(sql: string, bindings: readonly unknown[]): Promise<Answer> {
    return this.ask({ sql, bindings })
  }

  /** Runs a statement for each of the rows, all of them or none. */
  runEach(sql: string, { text }: RowList): Promise<Answer> {
    return this.ask({ sql, list: text })
  }

  /**
   * The same within a transaction, without an answer to wait for: what goes wrong is said of the statement that is asked for next, of the commit at the latest.
   * So the commit goes over with what it commits.
   */
  postEach(sql: string, { text }: RowList): void {
    if (!this.fault) this.leave({ sql, list: text, posted: true })
  }

  /**
   * Starts a program in the thread. Its module exports `serve`, which is given the connection there and answers calls, each between two transactions of
   * others: no statement crosses for what it does.
   */
  host(module: string): Guest {
    const { port1, port2 } = new MessageChannel()
    const guest = new Guest(port1)
    if (this.fault) guest.fail(this.fault)
    else this.port.postMessage({ guest: module, port: port2 }, [port2])
    this.guests.push(guest)
    return guest
  }

  /**
   * Begins a transaction with the right to write, on the way of its first statement: an answer of its own would be waited for once more each time. Where it can't
   * begin, its statements fail with the reason.
   */
  begin(): void {
    this.run('BEGIN IMMEDIATE;', []).catch(() => {})
  }

  private ask(question: Question): Promise<Answer> {
    if (this.fault) return Promise.reject(this.fault)
    this.leave(question)
    return this.answer()
  }

  /** After everything that is ready to run: what is asked for side by side is one message. */
  private leave(question: Question): void {
    if (this.leaving.push(question) === 1) process.nextTick(() => this.send())
  }

  private send(): void {
    if (this.leaving.length === 0) return
    this.port.postMessage(this.leaving)
    this.leaving = []
  }

  /** Runs what was asked for, then ends the thread. */
  async close(): Promise<void> {
    if (this.fault) return
    await Promise.all(this.guests.map(guest => guest.idle()))
    this.send()
    this.worker.ref()
    const ended = new Promise<void>(resolve => this.worker.once('exit', () => resolve()))
    this.port.postMessage('close')
    await ended
  }

  /** Takes in the answers that are there, ahead of their turn in the event loop. To be called often: it costs next to nothing while there are none. */
  attend(): void {
    while (Atomics.load(this.sent, 0) !== this.received) {
      const next = receiveMessageOnPort(this.port)
      if (next === undefined) return
      this.receive(next.message)
    }
  }

  private receive(messages: Message[]): void {
    this.received = (this.received + 1) | 0
    for (const message of messages) this.settle(message)
  }

  /** Answers come in the order of the questions. An idle thread does not keep the process alive, one that is waited for does. */
  private answer(): Promise<Answer> {
    return new Promise((resolve, reject) => {
      if (this.waiting.push({ resolve, reject }) === 1) this.port.ref()
    })
  }

  private settle(message: Message): void {
    const next = this.waiting.shift()
    if (this.waiting.length === 0) this.port.unref()
    this.inTransaction = message.inTransaction
    if ('error' in message) next?.reject(Object.assign(new Error(message.error.message), { code: message.error.code }))
    else next?.resolve(message)
  }

  private fail(error: Error): void {
    this.fault ??= error
    for (const { reject } of this.waiting.splice(0)) reject(this.fault)
    for (const guest of this.guests.splice(0)) guest.fail(this.fault)
  }
}
