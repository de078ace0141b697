import assert from 'node:assert/strict'
import { type Failure, failureOf } from '../../src/http/errors.js'
import { type AnswerStore, Idempotency } from '../../src/http/idempotency.js'
import type { Reply } from '../../src/http/types.js'
import { type Fault, Invalid, Limited, NotFound, Paused, Unavailable } from '../../src/lib/errors.js'
import { AnsweredBefore, type StoredAnswer } from '../../src/lib/idempotency.js'

const toFailure = (error: unknown): Failure => failureOf(error, 'tracking', 'xid')
const ok = (n: number): Reply => ({ status: 200, body: { n }, headers: {} })

class Kept implements AnswerStore {
  readonly answers = new Map<string, StoredAnswer>()
  asked = 0

  async find(scope: string) {
    this.asked++
    return this.answers.get(scope)
  }

  async keep(scope: string, answer: StoredAnswer) {
    const first = this.answers.get(scope)
    if (!first) this.answers.set(scope, answer)
    return first
  }
}

describe('Idempotency', () => {
  let store: Kept
  let idempotency: Idempotency
  beforeEach(() => {
    store = new Kept()
    idempotency = new Idempotency(store)
  })
  const once = (run: () => Promise<Reply>, scope = 's') => idempotency.once(scope, 0, run, toFailure)
  const fail = (error: unknown) =>
    once(async () => {
      throw error
    })

  it('lets the first act, without a look-up', async () => {
    assert.deepEqual(await once(async () => ok(1)), { reply: ok(1), replayed: false })
    assert.equal(store.asked, 0)
  })

  it('gives the first answer again to an operation that finds it was done before', async () => {
    const { reply, replayed } = await fail(new AnsweredBefore({ status: 200, body: '{"n":1}' }))
    assert.deepEqual([reply.status, reply.body, replayed], [200, '{"n":1}', true])
    assert.deepEqual(reply.headers, { 'Content-Type': 'application/json; charset=utf-8', 'X-Idempotent-Replay': 'true' })
  })

  it('lets those who come while the first is under way wait, and gives them its answer', async () => {
    let runs = 0
    const slowly = async () => {
      runs++
      await new Promise(resolve => setTimeout(resolve, 5))
      return ok(runs)
    }
    const all = await Promise.all(Array.from({ length: 20 }, () => once(slowly)))
    assert.equal(runs, 1)
    assert.equal(all.filter(({ replayed }) => replayed).length, 19)
    for (const { reply } of all) assert.deepEqual(reply.body, { n: 1 })
    assert.deepEqual((await once(slowly, 'other')).reply.body, { n: 2 }, 'another scope does not wait')
  })

  for (const error of [new Invalid('x'), new NotFound('x')] satisfies Fault[])
    it(`keeps the answer of a refusal: ${error.name}`, async () => {
      const first = await fail(error)
      assert.equal(first.replayed, false)
      const again = await fail(new Invalid('another'))
      assert.deepEqual(
        [again.reply.status, JSON.parse(String(again.reply.body)), again.replayed],
        [first.reply.status, first.reply.body, true],
      )
    })

  for (const error of [new Paused('x'), new Limited('x'), new Unavailable('x'), new TypeError('x')])
    it(`keeps no answer that speaks of the moment: ${error.name}`, async () => {
      await assert.rejects(fail(error), error)
      assert.equal(store.answers.size, 0)
      assert.equal((await once(async () => ok(1))).replayed, false)
    })

  it('gives the first answer again to one who is let in no more', async () => {
    store.answers.set('s', { status: 200, body: '{"n":1}' })
    for (const error of [new Paused('x'), new Limited('x')]) assert.equal((await fail(error)).reply.body, '{"n":1}')
    await assert.rejects(fail(new Unavailable('x')), 'what failed on our side may be tried again')
  })

  it('shares a failure of ours with those who wait, and no limit of another', async () => {
    const broken = async () => {
      await new Promise(resolve => setTimeout(resolve, 5))
      throw new Unavailable('away')
    }
    const outcomes = await Promise.allSettled([once(broken), once(async () => ok(1))])
    assert.deepEqual(
      outcomes.map(({ status }) => status),
      ['rejected', 'rejected'],
    )
    const limited = async () => {
      await new Promise(resolve => setTimeout(resolve, 5))
      throw new Limited('too many')
    }
    const [refused, served] = await Promise.allSettled([once(limited), once(async () => ok(2))])
    assert.equal(refused.status, 'rejected')
    assert.deepEqual(served.status === 'fulfilled' && served.value.reply, ok(2))
  })

  it('gives the answer of another process, when that was first with a refusal', async () => {
    const refusing = once(async () => {
      store.answers.set('s', { status: 200, body: '{"n":1}' })
      throw new Invalid('x')
    })
    const { reply, replayed } = await refusing
    assert.deepEqual([reply.body, replayed], ['{"n":1}', true])
  })
})
