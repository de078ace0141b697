import assert from 'node:assert/strict'
import { cached } from '../../src/lib/cached.js'

describe('cached', () => {
  let now = 0
  let asked = 0
  beforeEach(() => {
    now = 1000
    asked = 0
  })
  const clock = () => now

  it('asks once for all who come within the time, and again after it', async () => {
    const read = cached(100, async () => ++asked, clock)
    assert.deepEqual(await Promise.all([read(), read()]), [1, 1])
    now += 99
    assert.equal(await read(), 1)
    now += 1
    assert.equal(await read(), 2)
  })

  it('keeps no failure', async () => {
    const read = cached(
      100,
      async () => {
        if (++asked === 1) throw new Error('away')
        return asked
      },
      clock,
    )
    await assert.rejects(read(), /away/)
    assert.equal(await read(), 2)
  })
})
