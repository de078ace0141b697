import assert from 'node:assert/strict'
import { MAX_ATTEMPTS, retryDelay } from '../../src/jobs/retry.js'
import { HOUR, MINUTE, SECOND } from '../../src/lib/time.js'

describe('the pause before a job is tried again', () => {
  it('begins at a second and doubles up to a minute', () => {
    assert.deepEqual(
      [1, 2, 3, 4, 5, 6, 7, 12].map(failures => retryDelay(failures, 1) / SECOND),
      [1, 2, 4, 8, 16, 32, 60, 60],
    )
  })

  it('then grows on, up to six hours', () => {
    assert.deepEqual(
      [13, 14, 20, 21, 24].map(failures => retryDelay(failures, 1) / MINUTE),
      [2, 4, 256, 360, 360],
    )
  })

  it('is never longer than the one before it is allowed to be, and up to a quarter shorter by chance', () => {
    for (let failures = 1; failures < MAX_ATTEMPTS; failures++) {
      const [least, most] = [retryDelay(failures, 0), retryDelay(failures, 1)]
      assert.equal(least, most * 0.75)
      assert.ok(retryDelay(failures + 1, 1) >= most)
      assert.ok(most <= 6 * HOUR)
    }
  })
})
