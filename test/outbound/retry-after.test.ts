import assert from 'node:assert/strict'
import { retryAfterMs } from '../../src/outbound/retry-after.js'

describe('retryAfterMs', () => {
  const now = Date.UTC(2026, 10, 21, 12, 0, 0)
  const cases: [text: string, ms: number | undefined][] = [
    ['0', 0],
    ['120', 120_000],
    ['1.5', 1500],
    [' 3 ', 3000],
    ['Sat, 21 Nov 2026 12:00:30 GMT', 30_000],
    ['Sat, 21 Nov 2026 11:59:00 GMT', 0],
    ['', undefined],
    ['-5', undefined],
    ['soon', undefined],
    ['99999999999', undefined],
  ]
  for (const [text, ms] of cases) it(`reads "${text}" as ${ms} ms`, () => assert.equal(retryAfterMs({ 'retry-after': text }, now), ms))

  it('is undefined without the header', () => assert.equal(retryAfterMs({}, now), undefined))
})
