import assert from 'node:assert/strict'
import type { Exchange, Outcome } from '../../src/outbound/exchange.js'
import { backoffMs, counts, outcomesOf, standingOf, type Tried, untried, verdictOf } from '../../src/tracking/dispatch-rules.js'
import type { Platform, PlatformEvent, Reading } from '../../src/tracking/platforms/platform.js'
import { aDestination } from '../helpers/dispatch.js'

const NOW = 1_800_000_000_000
const HORIZON = NOW + 48 * 3_600_000

const aSend = (send: Partial<Tried> = {}): Tried => ({ attempts: 0, expiresAt: HORIZON, lastError: null, ...send })

describe('backoffMs', () => {
  const longest: [attempts: number, seconds: number][] = [
    [1, 1],
    [2, 2],
    [3, 4],
    [6, 32],
    [7, 60],
    [10, 60],
    [11, 300],
    [20, 300],
    [21, 900],
    [1000, 900],
  ]
  for (const [attempts, seconds] of longest)
    it(`waits between ${seconds / 2} and ${seconds} s after ${attempts} tries`, () => {
      assert.equal(backoffMs(attempts, 0), seconds * 500)
      assert.equal(backoffMs(attempts, 1), seconds * 1000)
    })
})

describe('standingOf', () => {
  it('is open for a destination that is well', () => assert.equal(standingOf(aDestination()).kind, 'open'))

  it('holds sends of one that is switched off', () => {
    for (const off of [aDestination({ enabled: false }), aDestination({ state: 'paused' })])
      assert.deepEqual(standingOf(off), { kind: 'held', reason: 'the destination is switched off' })
  })

  it("holds sends of one whose token was refused, with the platform's reason", () => {
    const refused = aDestination({ state: 'credentials', stateReason: 'Meta 190: revoked' })
    assert.deepEqual(standingOf(refused), { kind: 'held', reason: 'the destination waits for another token: Meta 190: revoked' })
  })

  it('gives up on one that was deleted', () => {
    assert.deepEqual(standingOf(undefined), { kind: 'gone', reason: 'the destination was deleted' })
  })
})

describe('untried', () => {
  const open = standingOf(aDestination())
  const off = standingOf(aDestination({ enabled: false }))

  it('lets a send go until its horizon, and not from then on', () => {
    assert.equal(untried(aSend(), open, HORIZON - 1), undefined)
    assert.equal(untried(aSend(), open, HORIZON)?.status, 'expired')
  })

  it('says what was wrong last when the time is over', () => {
    const verdict = untried(aSend({ attempts: 7, lastError: 'Meta 2: unavailable' }), open, HORIZON)
    assert.deepEqual(verdict, {
      status: 'expired',
      attempts: 7,
      reason: 'not delivered in time, and by now a repeat could count twice; last: Meta 2: unavailable',
    })
  })

  it('lets a send wait until its horizon where the destination takes none', () => {
    const reason = 'the destination is switched off'
    assert.deepEqual(untried(aSend({ attempts: 2 }), off, NOW), { status: 'pending', attempts: 2, dueAt: HORIZON, reason })
    assert.equal(untried(aSend(), off, HORIZON)?.status, 'expired')
  })

  it('skips what nobody is there for', () => assert.equal(untried(aSend(), standingOf(undefined), NOW)?.status, 'skipped'))
})

describe('verdictOf', () => {
  const after = (send: Partial<Tried>, outcome: Outcome, counted = true) =>
    verdictOf(aSend(send), outcome, { counted, now: NOW, random: 1 })

  it('is sent when it was delivered', () =>
    assert.deepEqual(after({ attempts: 3 }, { kind: 'delivered' }), { status: 'sent', attempts: 4 }))

  it('has failed when it was rejected', () => {
    assert.deepEqual(after({}, { kind: 'rejected', reason: 'no' }), { status: 'failed', attempts: 1, reason: 'no' })
  })

  it('waits ever longer when it may succeed later', () => {
    const dueAfter = (attempts: number) => {
      const verdict = after({ attempts }, { kind: 'retry', reason: 'busy' })
      return verdict.status === 'pending' && verdict.dueAt - NOW
    }
    assert.deepEqual([0, 1, 2, 10, 20].map(dueAfter), [1000, 2000, 4000, 300_000, 900_000])
  })

  it('waits as long as the platform asks, if that is longer', () => {
    assert.deepEqual(after({}, { kind: 'retry', reason: 'busy', afterMs: 7000 }), {
      status: 'pending',
      attempts: 1,
      dueAt: NOW + 7000,
      reason: 'busy',
    })
    assert.deepEqual(after({ attempts: 4 }, { kind: 'retry', reason: 'busy', afterMs: 10 }), {
      status: 'pending',
      attempts: 5,
      dueAt: NOW + 16_000,
      reason: 'busy',
    })
  })

  it('waits no longer than its horizon', () => {
    const verdict = after({ expiresAt: NOW + 500 }, { kind: 'retry', reason: 'busy', afterMs: 60_000 })
    assert.equal(verdict.status === 'pending' && verdict.dueAt, NOW + 500)
  })

  it('waits for another token until its horizon', () => {
    const verdict = after({}, { kind: 'credentials', reason: 'revoked' })
    assert.deepEqual(verdict, { status: 'pending', attempts: 1, dueAt: HORIZON, reason: 'revoked' })
  })

  it('loses no try to a destination that rests', () => {
    const verdict = after({ attempts: 2 }, { kind: 'retry', reason: 'rests', afterMs: 4000 }, false)
    assert.deepEqual(verdict, { status: 'pending', attempts: 2, dueAt: NOW + 4000, reason: 'rests' })
  })
})

describe('outcomesOf', () => {
  const two = [{ eventId: 'a' }, { eventId: 'b' }] as unknown as readonly PlatformEvent[]
  const reading = (read: Reading) => ({ read: () => read }) as unknown as Platform
  const answered: Exchange = { kind: 'answered', answer: { status: 200, headers: {}, body: '' } }
  const rejected: Reading = { of: 'all', outcome: { kind: 'rejected', reason: 'one of them' } }

  it('gives each event its own', () => {
    const outcomes: Outcome[] = [{ kind: 'delivered' }, { kind: 'rejected', reason: 'no' }]
    assert.deepEqual(outcomesOf(answered, reading({ of: 'each', outcomes }), two), outcomes)
  })

  it('gives all the same where the answer is about all', () => {
    assert.deepEqual(outcomesOf(answered, reading({ of: 'all', outcome: { kind: 'delivered' } }), two), [
      { kind: 'delivered' },
      { kind: 'delivered' },
    ])
  })

  it('halves a batch that was rejected whole, and a single event no more', () => {
    assert.equal(outcomesOf(answered, reading(rejected), two), 'halve')
    assert.deepEqual(outcomesOf(answered, reading(rejected), two.slice(1)), [{ kind: 'rejected', reason: 'one of them' }])
  })

  const without: [exchange: Exchange, kind: Outcome['kind'], counted: boolean][] = [
    [{ kind: 'refused', reason: 'a loopback address' }, 'rejected', true],
    [{ kind: 'unreached', reason: 'connection refused' }, 'retry', true],
    [{ kind: 'unreached', reason: 'rests', retryAfterMs: 1000 }, 'retry', false],
    [{ kind: 'unanswered', reason: 'no answer within 10 s' }, 'retry', true],
  ]
  for (const [exchange, kind, counted] of without)
    it(`takes ${JSON.stringify(exchange)} for ${kind}, ${counted ? 'and counts it' : 'which costs no try'}`, () => {
      const outcomes = outcomesOf(exchange, reading(rejected), two) as readonly Outcome[]
      assert.deepEqual(
        outcomes.map(outcome => outcome.kind),
        [kind, kind],
      )
      assert.equal(counts(exchange), counted)
    })

  it('says of what nobody answered that it may have arrived', () => {
    const [outcome] = outcomesOf({ kind: 'unanswered', reason: 'connection lost' }, reading(rejected), two) as readonly Outcome[]
    assert.match(outcome!.kind === 'retry' ? outcome!.reason : '', /^connection lost: it may have arrived/)
  })
})
