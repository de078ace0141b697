import type { Database } from '../db/database.js'
import { type Transaction, transaction } from '../db/transaction.js'
import type { AnswerStore } from '../http/idempotency.js'
import { AnsweredBefore, type StoredAnswer } from '../lib/idempotency.js'
import { type FirstAnswer, IdempotencyStore } from './idempotency-store.js'

/** Something that a call asks for. */
export interface Asked {
  /** When it was asked, epoch milliseconds. */
  readonly at: number
  /** `request.idempotency`: what the first answer is stored under. Undefined: each call is a first one. */
  readonly answerTo?: string | undefined
}

/** What came of an act: the body of its 200, or an answer that was given before. */
export type Outcome<Body> = { readonly body: Body } | { readonly before: StoredAnswer }

/**
 * One transaction in which each act is done once under its scope, however many processes are asked. An act whose scope is taken is left out of `write` and
 * gets the first answer; of the others the answer is stored together with what `write` did. A service with group commit calls this as its `write`:
 *
 *     new GroupCommit({ write: acts => writeOnce(db, acts, (trx, open) => this.save(trx, open)), ... })
 *     const body = bodyOf(await this.group.submit({ ..., answerTo: request.idempotency }))
 *
 * where `save` answers a body for each of its acts, in their order: exactly what the handler then replies with status 200. An act that can't be done answers
 * a `Fault` in its place, which `bodyOf` throws: its answer is stored by the exchange. `write` may be run twice, when another process took a scope meanwhile.
 */
export async function writeOnce<Act extends Asked, Body>(
  db: Database,
  acts: readonly Act[],
  write: (trx: Transaction, open: Act[]) => Promise<readonly (Body | Error)[]>,
): Promise<Outcome<Body | Error>[]> {
  for (;;) {
    try {
      return await transaction(db, trx => attempt(trx, db, acts, write))
    } catch (error) {
      if (!(error instanceof ScopeTaken)) throw error
    }
  }
}

/** The body, for a handler to reply. @throws AnsweredBefore when it was answered before, the act's own fault when there is one */
export function bodyOf<Body>(outcome: Outcome<Body | Error>): Body {
  if ('before' in outcome) throw new AnsweredBefore(outcome.before)
  if (outcome.body instanceof Error) throw outcome.body
  return outcome.body
}

/** Another process was first: what was done is rolled back, and the next attempt finds its answer. */
class ScopeTaken extends Error {}

async function attempt<Act extends Asked, Body>(
  trx: Transaction,
  { dialect }: Database,
  acts: readonly Act[],
  write: (trx: Transaction, open: Act[]) => Promise<readonly (Body | Error)[]>,
): Promise<Outcome<Body | Error>[]> {
  const store = new IdempotencyStore(trx, dialect)
  const scopes = acts.flatMap(({ answerTo }) => answerTo ?? [])
  const before = new Map<string, StoredAnswer>()
  for (const { scope, status, body } of await store.find(scopes, Math.max(...acts.map(({ at }) => at)))) before.set(scope, { status, body })

  const firstUnder = new Map<string, Act>()
  for (const act of acts) if (act.answerTo !== undefined && !firstUnder.has(act.answerTo)) firstUnder.set(act.answerTo, act)
  const open = acts.filter(act => act.answerTo === undefined || (!before.has(act.answerTo) && firstUnder.get(act.answerTo) === act))
  const bodies = open.length === 0 ? [] : await write(trx, open)
  const answers: FirstAnswer[] = []
  const outcomes = new Map<Act, Outcome<Body | Error>>()
  for (const [index, act] of open.entries()) {
    const body = bodies[index] as Body | Error
    outcomes.set(act, { body })
    if (act.answerTo === undefined || body instanceof Error) continue
    const answer = { status: 200, body: JSON.stringify(body) }
    answers.push({ scope: act.answerTo, at: act.at, ...answer })
    before.set(act.answerTo, answer)
  }
  if (answers.length > 0 && (await store.keep(answers)).size < answers.length) throw new ScopeTaken()
  // One that asks for the same as another of this batch gets what that got.
  return acts.map(act => outcomes.get(act) ?? repeated(before.get(act.answerTo!)) ?? outcomes.get(firstUnder.get(act.answerTo!)!)!)
}

const repeated = (answer: StoredAnswer | undefined) => answer && { before: answer }

/** Where the exchange looks for first answers, and keeps those of refusals. */
export const createAnswerStore = ({ knex, dialect }: Database): AnswerStore => {
  const store = new IdempotencyStore(knex, dialect)
  const find = async (scope: string, now: number): Promise<StoredAnswer | undefined> => {
    const [first] = await store.find([scope], now)
    return first && { status: first.status, body: first.body }
  }
  return {
    find,
    async keep(scope, answer, now) {
      const kept = await store.keep([{ scope, at: now, ...answer }])
      return kept.size > 0 ? undefined : find(scope, now)
    },
  }
}
