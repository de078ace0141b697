import assert from 'node:assert/strict'
import type { ServerResponse } from 'node:http'
import { Outbox } from '../../src/http/outbox.js'

describe('Outbox', () => {
  const outbox = new Outbox()
  let ended: unknown[]
  beforeEach(() => {
    ended = []
  })

  const leave = (payload: string | undefined) =>
    outbox.leave({ end: (given: unknown) => ended.push(given) } as unknown as ServerResponse, payload)

  const turn = () => new Promise(resolve => setImmediate(resolve))

  it('ends the answers of one turn together, in their order, when the turn has taken in what has arrived', async () => {
    leave('a')
    await Promise.resolve()
    leave(undefined)
    leave('c')
    assert.deepEqual(ended, [])
    await turn()
    assert.deepEqual(ended, ['a', undefined, 'c'])
  })

  it('ends an answer that is alone in the same turn', async () => {
    leave('alone')
    await turn()
    assert.deepEqual(ended, ['alone'])
  })

  it('holds no answer back for more than fifteen others', async () => {
    for (let n = 0; n < 16; n++) leave(String(n))
    assert.equal(ended.length, 16)
    leave('next')
    assert.equal(ended.length, 16)
    await turn()
    assert.equal(ended.length, 17)
  })
})
