import assert from 'node:assert/strict'
import { DAY, utcDay } from '../../src/lib/time.js'

describe('utcDay', () => {
  const midnight = Date.UTC(2026, 10, 21)

  it('names the day of its first and of its last instant, whichever was asked before', () => {
    assert.deepEqual([midnight, midnight + DAY - 1, midnight - 1, midnight + DAY, midnight].map(utcDay), [
      '2026-11-21',
      '2026-11-21',
      '2026-11-20',
      '2026-11-22',
      '2026-11-21',
    ])
  })

  it('refuses what is no time', () => assert.throws(() => utcDay(Number.NaN), RangeError))
})
