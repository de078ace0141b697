import assert from 'node:assert/strict'
import type { LimitClass } from '../../src/http/contract.js'
import { type Limiter, MemoryLimiter } from '../../src/http/rate-limit.js'
import { RedisLimiter } from '../../src/http/rate-limit-redis.js'
import { createLog } from '../../src/lib/log.js'

const three: LimitClass = { name: 'three', limit: 3, seconds: 60, by: 'address' }
const bucket: LimitClass = { name: 'bucket', limit: 300, seconds: 60, burst: 50, by: 'key' }
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

  describe('from a bucket', () => {
    const take = (ms: number, who = key) => limiter.hit(bucket, who, START + ms)
    const empty = async () => {
      for (let call = 0; call < 50; call++) assert.equal(await take(0), 0, `call ${call + 1}`)
    }

    it('allows a burst at once, and refuses the next with the seconds to wait', async () => {
      await empty()
      assert.equal(await take(0), 1)
    })

    it('lets tokens drip back, 300 in 60 seconds', async () => {
      await empty()
      assert.notEqual(await take(199), 0)
      assert.deepEqual([await take(200), await take(200)], [0, 1])
      for (let call = 0; call < 5; call++) assert.equal(await take(1200), 0)
      assert.notEqual(await take(1200), 0)
    })

    it('takes no token for a refused call, so that a caller who hammers is served at the rate', async () => {
      await empty()
      for (let ms = 1; ms < 200; ms++) assert.notEqual(await take(ms), 0)
      assert.equal(await take(200), 0)
    })

    it('holds no more than the burst, however long nobody called', async () => {
      await take(0)
      for (let call = 0; call < 50; call++) assert.equal(await take(30_000), 0)
      assert.notEqual(await take(30_000), 0)
    })

    it('gives a token back, and never more than the bucket holds', async () => {
      await empty()
      await limiter.refund(bucket, key, START)
      assert.deepEqual([await take(0), await take(0)], [0, 1])
      const other = `${key}-other`
      await limiter.hit(bucket, other, START)
      for (let call = 0; call < 9; call++) await limiter.refund(bucket, other, START)
      for (let call = 0; call < 50; call++) assert.equal(await take(0, other), 0)
      assert.notEqual(await take(0, other), 0)
    })

    it('counts no time twice when the clock steps back', async () => {
      await empty()
      assert.equal(await take(1000), 0)
      for (let call = 0; call < 4; call++) await take(1000)
      assert.notEqual(await take(500), 0)
      assert.notEqual(await take(1000), 0)
    })
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
