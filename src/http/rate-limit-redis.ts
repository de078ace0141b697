import { Redis } from 'ioredis'
import type { Log } from '../lib/log.js'
import type { LimitClass } from './contract.js'
import { type Limiter, MemoryLimiter, secondsUntilFree, secondsUntilToken } from './rate-limit.js'

/**
 * Notes the call and answers the call `limit` places back and the one that judges the next call: the same ring as in memory, as a list.
 * One round trip, atomic. Times are those of the callers' clocks, which processes of one installation keep within a second.
 */
const HIT = `
redis.call('LPUSH', KEYS[1], ARGV[1])
redis.call('LTRIM', KEYS[1], 0, ARGV[2])
redis.call('PEXPIRE', KEYS[1], ARGV[3])
return { redis.call('LINDEX', KEYS[1], ARGV[2]) or '', redis.call('LINDEX', KEYS[1], ARGV[2] - 1) or '' }
`

/**
 * Takes so many tokens of a bucket (-1 gives one back) when it has them, and answers whether it had, and what is left: the same bucket as in memory, as a hash. A key
 * that nobody touches for as long as the bucket needs to fill up is forgotten.
 */
const TAKE = `
local now, burst, perMs, cost = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
local held = redis.call('HMGET', KEYS[1], 'tokens', 'at')
local at = tonumber(held[2]) or now
local tokens = math.min(burst, (tonumber(held[1]) or burst) + math.max(0, now - at) * perMs)
local allowed = tokens >= cost
if allowed then tokens = math.min(burst, tokens - cost) end
redis.call('HSET', KEYS[1], 'tokens', tostring(tokens), 'at', string.format('%.0f', math.max(now, at)))
redis.call('PEXPIRE', KEYS[1], math.ceil(burst / perMs))
return { allowed and 1 or 0, tostring(tokens) }
`

type Scripted = Redis & {
  throughlineHit(key: string, now: number, limit: number, ttl: number): Promise<[string, string]>
  throughlineTake(key: string, now: number, burst: number, perMs: number, cost: 1 | -1): Promise<[allowed: 0 | 1, tokens: string]>
}

/**
 * Limits shared by several processes. When Redis is away or slow, the process counts for itself: a limiter never takes the site down,
 * and `failed` tells the metrics.
 */
export class RedisLimiter implements Limiter {
  private readonly redis: Scripted
  private readonly fallback = new MemoryLimiter()

  constructor(
    url: string,
    private readonly log: Log,
    private readonly failed: () => void,
  ) {
    this.redis = new Redis(url, {
      enableOfflineQueue: false,
      maxRetriesPerRequest: 0,
      commandTimeout: 250,
      connectTimeout: 2000,
      retryStrategy: attempt => Math.min(100 * attempt, 2000),
    }) as Scripted
    this.redis.defineCommand('throughlineHit', { numberOfKeys: 1, lua: HIT })
    this.redis.defineCommand('throughlineTake', { numberOfKeys: 1, lua: TAKE })
    this.redis.on('error', error => this.log.warn({ error: error.message }, 'redis: away, limits are counted by each process for itself'))
    this.redis.on('ready', () => this.log.info('redis: connected'))
  }

  async hit(limit: LimitClass, key: string, now: number): Promise<number> {
    try {
      if (limit.burst !== undefined) {
        const [allowed, tokens] = await this.take(limit, key, now, 1)
        return allowed === 1 ? 0 : secondsUntilToken(limit, Number(tokens))
      }
      const [judged, next] = await this.redis.throughlineHit(`limit:${limit.name}:${key}`, now, limit.limit, limit.seconds * 1000)
      return judged === '' || Number(judged) <= now - limit.seconds * 1000 ? 0 : secondsUntilFree(limit, Number(next), now)
    } catch {
      this.failed()
      return this.fallback.hit(limit, key, now)
    }
  }

  async refund(limit: LimitClass, key: string, now: number): Promise<void> {
    if (limit.burst === undefined) return
    try {
      await this.take(limit, key, now, -1)
    } catch {
      this.failed()
      this.fallback.refund(limit, key)
    }
  }

  private take(limit: LimitClass, key: string, now: number, cost: 1 | -1): Promise<[allowed: 0 | 1, tokens: string]> {
    const { name, burst = limit.limit, seconds } = limit
    return this.redis.throughlineTake(`limit:${name}:${key}`, now, burst, limit.limit / (seconds * 1000), cost)
  }

  /** Whether Redis answers, for readiness. */
  async ping(): Promise<void> {
    await this.redis.ping()
  }

  async close(): Promise<void> {
    this.redis.disconnect()
  }
}
