import { Invalid } from '../lib/errors.js'
import { AnsweredBefore, type StoredAnswer } from '../lib/idempotency.js'
import { sha256 } from '../lib/secrets.js'
import type { Operation } from './contract.js'
import type { Failure } from './errors.js'
import type { Envelope, Principal, Reply } from './types.js'

/** Most characters of an `Idempotency-Key`. */
const MAX_KEY = 128

/** Keeps the first answers. */
export interface AnswerStore {
  /** The first answer under a scope, as long as it is to be given again. */
  find(scope: string, now: number): Promise<StoredAnswer | undefined>
  /** Keeps an answer, unless there is one already: then that one is returned. */
  keep(scope: string, answer: StoredAnswer, now: number): Promise<StoredAnswer | undefined>
}

/** An answer, and whether it is one that was given before. */
export interface Answered {
  readonly reply: Pick<Reply, 'status' | 'body' | 'headers'>
  readonly replayed: boolean
}

/**
 * What the first answer is stored under: the API key, the operation's method and path, and the caller's key. Undefined when there is no key, or one that
 * can't be taken.
 */
export function scopeOf(operation: Operation, { headers }: Envelope, path: string, principal: Principal | undefined): string | undefined {
  const key = operation.idempotent ? headers['idempotency-key'] : undefined
  if (typeof key !== 'string' || !isKey(key)) return undefined
  return sha256([principal?.limitKey ?? principal?.organization ?? '', operation.method, path.replace(/\/$/, ''), key].join('\n'))
}

const isKey = (key: string): boolean => key !== '' && key.length <= MAX_KEY

/** @throws Invalid when there is a key that can't be taken */
export function refuseWrongKey({ 'idempotency-key': key }: Envelope['headers']): void {
  if (key !== undefined && !isKey(String(key))) throw new Invalid(`Idempotency-Key: must be 1 to ${MAX_KEY} characters`)
}

/** Not kept: they speak of the moment and not of the request. */
const PASSING = new Set([401, 402, 429])

const isKept = (status: number): boolean => status < 500 && !PASSING.has(status)

/**
 * Lets an operation run once per scope. An operation that succeeds stores its answer itself, in the transaction of what it does, and throws
 * `AnsweredBefore` when it finds the scope taken: so success costs no extra look-up, and two racing processes never both act. Answers of refusals are
 * stored here. Within this process whoever comes while the first is under way waits for it.
 */
export class Idempotency {
  private readonly underWay = new Map<string, Promise<Answered | undefined>>()

  constructor(private readonly store: AnswerStore) {}

  /** @throws what `run` throws, when that is not kept and nothing was answered before */
  async once(scope: string, now: number, run: () => Promise<Reply>, toFailure: (error: unknown) => Failure): Promise<Answered> {
    for (let first = this.underWay.get(scope); first; first = this.underWay.get(scope)) {
      const answered = await first
      if (answered) return { reply: asReplay(answered.reply), replayed: true }
    }
    const mine = this.perform(scope, now, run, toFailure)
    // Those who wait share a failure of ours; of a refusal that speaks of the moment, each has its own.
    const forOthers = mine.catch(error => {
      if (toFailure(error).status >= 500) throw error
      return undefined
    })
    forOthers.catch(() => {})
    this.underWay.set(scope, forOthers)
    try {
      return await mine
    } finally {
      this.underWay.delete(scope)
    }
  }

  private async perform(scope: string, now: number, run: () => Promise<Reply>, toFailure: (error: unknown) => Failure): Promise<Answered> {
    try {
      return { reply: await run(), replayed: false }
    } catch (error) {
      if (error instanceof AnsweredBefore) return replayOf(error.answer)
      const failure = toFailure(error)
      if (failure.status >= 500) throw error
      const before = await this.store.find(scope, now)
      if (before) return replayOf(before)
      if (!isKept(failure.status)) throw error
      const first = await this.store.keep(scope, { status: failure.status, body: JSON.stringify(failure.body) }, now)
      return first ? replayOf(first) : { reply: failure, replayed: false }
    }
  }
}

const replayOf = ({ status, body }: StoredAnswer): Answered => ({
  reply: asReplay({ status, body, headers: { 'Content-Type': 'application/json; charset=utf-8' } }),
  replayed: true,
})

const asReplay = ({ status, body, headers }: Answered['reply']): Answered['reply'] => ({
  status,
  body,
  headers: { ...headers, 'X-Idempotent-Replay': 'true' },
})
