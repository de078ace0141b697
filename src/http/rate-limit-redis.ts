import { Redis } from 'ioredis'
import type { Log } from '../lib/log.js'
import type { LimitClass } from './contract.js'
import { type Limiter, MemoryLimiter, secondsUntilFree } from './rate-limit.js'

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

type Scripted = Redis & { throughlineHit(key: string, now: number, limit: number, ttl: number): Promise<[string, string]> }

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
    this.redis.on('error', error => this.log.warn({ error: error.message }, 'redis: away, limits are counted by each process for itself'))
    this.redis.on('ready', () => this.log.info('redis: connected'))
  }

  async hit(limit: LimitClass, key: string, now: number): Promise<number> {
    try {
      const [judged, next] = await this.redis.throughlineHit(`limit:${limit.name}:${key}`, now, limit.limit, limit.seconds * 1000)
      return judged === '' || Number(judged) <= now - limit.seconds * 1000 ? 0 : secondsUntilFree(limit, Number(next), now)
    } catch {
      this.failed()
      return this.fallback.hit(limit, key, now)
    }
  }

  /** Whether Redis answers, for readiness. */
  async ping(): Promise<void> {
    await this.redis.ping()
  }

  async close(): Promise<void> {
    this.redis.disconnect()
  }
}
