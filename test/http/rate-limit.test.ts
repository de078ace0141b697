import assert from 'node:assert/strict'
import type { LimitClass } from '../../src/http/contract.js'
import { type Limiter, MemoryLimiter } from '../../src/http/rate-limit.js'
import { RedisLimiter } from '../../src/http/rate-limit-redis.js'
import { createLog } from '../../src/lib/log.js'

const three: LimitClass = { name: 'three', limit: 3, seconds: 60, by: 'address' }
const START = Date.UTC(2026, 0, 1)
const redisUrl = process.env.TEST_REDIS_URL

/** Both limiters answer alike: one suite. Keys are new for each test, as Redis outlives it. */
const suite = (make: () => Limiter) => {
  let limiter: Limiter
  let key: string
  before(() => {
    limiter = make()
  })
  beforeEach(() => {
    key = `test-${process.pid}-${Math.random()}`
  })
  after(() => limiter?.close()) // there is none where the suite was skipped
  const at = (seconds: number, who = key) => limiter.hit(three, who, START + seconds * 1000)

  it('allows as many calls as the limit in a window, and refuses the next with the seconds to wait', async () => {
    assert.deepEqual([await at(0), await at(10), await at(20)], [0, 0, 0])
    assert.equal(await at(30), 40, 'the call of second 10 will then be the third back, and leaves at 70')
  })

  it('slides: room comes back as each call leaves the window, not at the turn of a minute', async () => {
    for (const second of [0, 50, 55]) await at(second)
    assert.equal(await at(60), 0, 'the call of second 0 has just left')
    assert.notEqual(await at(61), 0)
  })

  it('lets the caller in again after the seconds it told', async () => {
    for (const second of [0, 1, 2]) await at(second)
    const wait = await at(3)
    assert.equal(await at(3 + wait), 0)
  })

  it('counts refused calls, so that hammering keeps the door shut', async () => {
    for (const second of [0, 1, 2, 30, 40, 50]) await at(second)
    assert.notEqual(await at(70), 0)
  })

  it('counts each key alone', async () => {
    for (const second of [0, 1, 2]) await at(second)
    assert.equal(await at(3, `${key}-other`), 0)
  })

  it('counts each class alone', async () => {
    for (const second of [0, 1, 2]) await at(second)
    assert.equal(await limiter.hit({ ...three, name: 'other' }, key, START + 3000), 0)
  })

  it('holds a limit larger than its first ring', async () => {
    const many: LimitClass = { ...three, name: 'many', limit: 120 }
    for (let call = 0; call < 120; call++) assert.equal(await limiter.hit(many, key, START + call), 0, `call ${call + 1}`)
    assert.notEqual(await limiter.hit(many, key, START + 200), 0)
    assert.equal(await limiter.hit(many, key, START + 60_002), 0)
  })
}

describe('MemoryLimiter', () => {
  suite(() => new MemoryLimiter())

  it('keeps a window across the turn of its generations', () => {
    const limiter = new MemoryLimiter()
    limiter.hit(three, 'other', START)
    for (const second of [58, 59, 59]) limiter.hit(three, 'key', START + second * 1000)
    assert.notEqual(limiter.hit(three, 'key', START + 61_000), 0)
  })
})

describe('RedisLimiter', () => {
  const log = createLog('silent')

  describe('with Redis', () => {
    before(function () {
      if (!redisUrl) this.skip()
    })
    suite(() => new RedisLimiter(redisUrl ?? '', log, () => {}))
  })

  it('counts for itself and says so when Redis is away', async () => {
    let failures = 0
    const limiter = new RedisLimiter('redis://127.0.0.1:1', log, () => failures++)
    for (let call = 0; call < 3; call++) assert.equal(await limiter.hit(three, 'key', START), 0)
    assert.notEqual(await limiter.hit(three, 'key', START), 0)
    assert.equal(failures, 4)
    await limiter.close()
  })
})
