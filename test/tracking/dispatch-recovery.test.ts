import assert from 'node:assert/strict'
import type { ServerResponse } from 'node:http'
import type { Verdict } from '../../src/tracking/dispatch-rules.js'
import type { Send } from '../../src/tracking/dispatch-store.js'
import { TestDispatch } from '../helpers/dispatch.js'
import { eventually } from '../helpers/eventually.js'

const MINUTE = 60_000

describe('Dispatcher, when something goes wrong', () => {
  let dispatch: TestDispatch
  beforeEach(async () => {
    dispatch = await TestDispatch.open()
  })
  afterEach(() => dispatch.close())

  const stand = (standing: Record<string, number>) => eventually(async () => assert.deepEqual(await dispatch.standing(), standing), 8000)
  const taking = (...tokens: string[]) => {
    dispatch.platform.answer = (_ids, response, request) =>
      void response.writeHead(tokens.includes(String(request.headers['access-token'])) ? 200 : 401).end('revoked')
  }
  const state = () => dispatch.catalogue.current.tracking.destination('dest_1')!

  describe('a token that is refused', () => {
    it('stops the destination, says why, and lets its sends wait, later ones too', async () => {
      await dispatch.addDestination()
      const first = await dispatch.enqueue()
      taking('token-2')
      const dispatcher = await dispatch.dispatcher()
      await eventually(async () => assert.equal(state().state, 'credentials'))
      assert.equal(state().stateReason, '401 revoked')
      await eventually(async () => assert.equal((await dispatch.send(first)).last_error, '401 revoked'))
      const later = await dispatch.enqueue()
      dispatcher.wake('dest_1')
      await eventually(async () =>
        assert.equal((await dispatch.send(later)).last_error, 'the destination waits for another token: 401 revoked'),
      )
      assert.equal(dispatch.platform.requests.length, 1)
      for (const id of [first, later]) {
        const { status, due_at, expires_at } = await dispatch.send(id)
        assert.deepEqual([status, due_at], ['pending', expires_at])
      }
    })

    it('leaves other destinations alone', async () => {
      await dispatch.addDestination()
      await dispatch.addDestination({ id: 'dest_2', secrets: null })
      await dispatch.enqueue()
      await dispatch.enqueue({ destination: 'dest_2' })
      taking('')
      await dispatch.dispatcher()
      await stand({ pending: 1, sent: 1 })
    })

    it('lets everything go out once another token is there', async () => {
      const destination = await dispatch.addDestination()
      await dispatch.enqueueMany(20)
      taking('token-2')
      const dispatcher = await dispatch.dispatcher()
      await eventually(async () => assert.equal(state().state, 'credentials'))
      const held = async () => dispatch.db.knex('sends').whereRaw('due_at = expires_at').count<{ n: number }[]>({ n: '*' })
      await eventually(async () => assert.equal(Number((await held())[0]!.n), 20))
      await dispatch.changeDestination(destination, { token: 'token-2', state: 'ok', stateReason: null })
      dispatcher.wake('dest_1')
      await stand({ sent: 20 })
    })

    it('finds out by itself that another token is there, also in a process that was not there when they were held', async () => {
      const destination = await dispatch.addDestination({ state: 'credentials' })
      const id = await dispatch.enqueue()
      await (await dispatch.dispatcher()).stop()
      await eventually(async () => assert.match((await dispatch.send(id)).last_error ?? '', /waits for another token/))
      await dispatch.changeDestination(destination, { state: 'ok' })
      await dispatch.dispatcher()
      await stand({ sent: 1 })
    })

    it('is not believed of a token that was replaced while the request was under way', async () => {
      const destination = await dispatch.addDestination()
      await dispatch.enqueue()
      let refuse = () => {}
      dispatch.platform.answer = (_ids, response) => {
        refuse = () => void response.writeHead(401).end()
      }
      await dispatch.dispatcher()
      await eventually(async () => assert.equal(dispatch.platform.requests.length, 1))
      await dispatch.changeDestination(destination, { token: 'token-2' })
      taking('token-2')
      refuse()
      await stand({ sent: 1 })
      assert.equal(state().state, 'ok')
      assert.deepEqual(dispatch.platform.tokens, ['token-1', 'token-2'])
    })

    it('can not even be opened: says so, and asks nobody', async () => {
      await dispatch.addDestination({ secrets: 'sealed.by.another.key' })
      await dispatch.enqueue()
      await dispatch.dispatcher()
      await eventually(async () => assert.match(state().stateReason ?? '', /SECRET_KEY/))
      assert.equal(dispatch.platform.requests.length, 0)
    })
  })

  it('lets sends wait while their destination is switched off', async () => {
    const destination = await dispatch.addDestination({ enabled: false })
    const id = await dispatch.enqueue()
    const dispatcher = await dispatch.dispatcher()
    await eventually(async () => assert.equal((await dispatch.send(id)).last_error, 'the destination is switched off'))
    assert.equal(dispatch.platform.requests.length, 0)
    await dispatch.changeDestination(destination, { enabled: true })
    dispatcher.wake('dest_1')
    await stand({ sent: 1 })
  })

  it('skips what is for a destination that is gone', async () => {
    const id = await dispatch.enqueue({ destination: 'dest_gone' })
    await dispatch.dispatcher()
    await stand({ skipped: 1 })
    assert.equal((await dispatch.send(id)).last_error, 'the destination was deleted')
  })

  it('asks a platform that is down less and less, and goes on when it is back', async () => {
    await dispatch.addDestination()
    await dispatch.enqueueMany(64)
    dispatch.platform.answer = (_ids, response) => void response.writeHead(500).end()
    await dispatch.dispatcher()
    await eventually(async () => assert.ok(dispatch.platform.requests.length >= 5))
    await new Promise(resolve => setTimeout(resolve, 500))
    assert.ok(dispatch.platform.requests.length <= 8, `${dispatch.platform.requests.length} requests`)
    dispatch.platform.answer = (_ids, response) => void response.end()
    await stand({ sent: 64 })
  })

  it('does not let what is added wait for a request that hangs', async () => {
    await dispatch.addDestination()
    await dispatch.enqueue({ conversion: 'tcv_hangs' })
    dispatch.platform.answer = (ids, response) => void (ids.includes('tcv_hangs') || response.end())
    const dispatcher = await dispatch.dispatcher()
    await eventually(async () => assert.equal(dispatch.platform.requests.length, 1))
    await dispatch.enqueue({ conversion: 'tcv_2' })
    dispatcher.wake('dest_1')
    await stand({ pending: 1, sent: 1 })
  })

  it('gives up requests under way when it stops, and another sends them under the same id', async () => {
    await dispatch.addDestination()
    await dispatch.enqueue({ conversion: 'tcv_1' })
    const hanging: ServerResponse[] = []
    dispatch.platform.answer = (_ids, response) => void hanging.push(response)
    const first = await dispatch.dispatcher()
    await eventually(async () => assert.equal(hanging.length, 1))
    const started = performance.now()
    await first.stop()
    assert.ok(performance.now() - started < 9000)
    dispatch.platform.answer = (_ids, response) => void response.end()
    await dispatch.dispatcher()
    await stand({ sent: 1 })
    assert.deepEqual(dispatch.platform.received, ['tcv_1'])
  })

  describe('claims', () => {
    const NOW = 1_800_000_000_000
    const sent = (sends: Send[]) => new Map<Send, Verdict>(sends.map(send => [send, { status: 'sent', attempts: 1 }]))
    beforeEach(async () => {
      for (let i = 0; i < 3; i++) await dispatch.enqueue({ conversion: `tcv_${i}`, dueAt: NOW + i, expiresAt: NOW + MINUTE * 60 })
    })

    it('take what is due, the earliest first, and nobody else gets it', async () => {
      const mine = await dispatch.store().claim('dest_1', 'claim_1', 2, NOW + 5, NOW + 12_000)
      assert.deepEqual(mine.map(({ eventId }) => eventId).sort(), ['tcv_0', 'tcv_1'])
      const others = await dispatch.store().claim('dest_1', 'claim_2', 10, NOW + 5, NOW + 12_000)
      assert.deepEqual(
        others.map(({ eventId }) => eventId),
        ['tcv_2'],
      )
    })

    it('run out, and the late holder can neither settle nor prolong', async () => {
      const store = dispatch.store()
      const late = await store.claim('dest_1', 'claim_1', 10, NOW + 5, NOW + 12_000)
      const taken = await store.claim('dest_1', 'claim_2', 2, NOW + 12_000, NOW + 24_000)
      assert.equal(taken.length, 2)
      const ids = late.map(({ id }) => id)
      assert.equal((await store.renew(ids, 'claim_1', NOW + 30_000)).size, 1)
      assert.equal((await store.settle(sent(late), 'claim_1', NOW)).size, 1)
      assert.deepEqual(await dispatch.standing(), { pending: 2, sent: 1 })
      assert.equal((await store.settle(sent(taken), 'claim_2', NOW)).size, 2)
      assert.deepEqual(await dispatch.standing(), { sent: 3 })
    })

    it('write nothing for sends that were lost, neither facts nor letters', async () => {
      await dispatch.addDestination()
      await dispatch.db.knex('sends').update({ due_at: 0, expires_at: Date.now() + MINUTE })
      dispatch.platform.answer = async (_ids, response) => {
        await dispatch.db.knex('sends').update({ claim: 'claim_of_another' })
        response.writeHead(400).end()
      }
      const dispatcher = await dispatch.dispatcher()
      await eventually(async () => assert.ok(dispatch.platform.requests.length >= 1))
      await dispatcher.stop()
      assert.deepEqual(await dispatch.standing(), { pending: 3 })
      assert.deepEqual([await dispatch.letters(), await dispatch.kinds()], [[], []])
    })

    it('of a process that was killed hold for no longer than 12 s', async () => {
      await dispatch.addDestination()
      await dispatch.db.knex('sends').update({ expires_at: Date.now() + 60 * MINUTE })
      const until = Date.now() + 1500
      await dispatch.store().claim('dest_1', 'claim_killed', 10, Number.MAX_SAFE_INTEGER, until)
      await dispatch.dispatcher()
      await stand({ sent: 3 })
    })
  })

  it('shared by two, sends each event once while nothing fails', async () => {
    await dispatch.addDestination()
    const both = [await dispatch.dispatcher(), await dispatch.dispatcher()]
    for (let i = 0; i < 200; i++) {
      await dispatch.enqueue({ conversion: `tcv_${i}` })
      both[i % 2]!.wake('dest_1')
    }
    await stand({ sent: 200 })
    assert.equal(dispatch.platform.requests.flat().length, 200)
  })
})
