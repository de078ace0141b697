import type { Dialect } from '../db/dialect.js'
import { type ColumnTypes, insertRows } from '../db/insert-rows.js'
import type { Queries } from '../db/transaction.js'
import { DAY, HOUR, utcDay } from '../lib/time.js'
import { partsOf, type StatDelta } from './stats.js'

const COLUMNS: ColumnTypes<StatDelta> = {
  organization: 'text',
  website: 'text',
  offer: 'text',
  country: 'text',
  surface: 'text',
  day: 'text',
  metric: 'text',
  n: 'bigint',
  revenue: 'bigint',
  earnings: 'bigint',
}

/** Sums by what rates are made of. */
export interface RateCount {
  readonly organization: string
  readonly website: string
  readonly offer: string
  readonly country: string | null
  readonly day: string
  readonly metric: (typeof RATE_METRICS)[number]
  /** Of a conversion or its reversal: the goal, '' for the base step. */
  readonly goal: string
  readonly n: number
  /** Micros that advertisers paid for them, negative where they got it back. */
  readonly revenue: number
}

type RateCountRow = Omit<RateCount, 'metric' | 'goal'> & { readonly metric: string }

/** What a report asks for. Days are UTC dates, both inclusive. */
export interface ReportFilter {
  readonly organization: string
  readonly website?: string
  readonly offer?: string
  readonly from: string
  readonly to: string
}

export interface ReportSum extends Pick<StatDelta, (typeof SUMMED)[number]> {
  readonly key: string | null
  readonly metric: string
}

/** Rows of an epoch that is being made; none is left when its transaction ends. */
const CLAIMED = -1

const KEY = ['organization', 'website', 'offer', 'country', 'surface', 'day', 'metric']

/** What is summed up by key. */
const SUMMED = ['n', 'revenue', 'earnings'] as const

const RATE_METRICS = ['impressions', 'clicks', 'conversions', 'reversed'] as const

/** Counts and amounts as rows that are only added. A row belongs to no epoch until one is made of all rows that are there by then. */
export class StatStore {
  constructor(
    private readonly db: Queries,
    private readonly dialect: Dialect,
  ) {}

  async insert(deltas: readonly StatDelta[]): Promise<void> {
    await insertRows(this.db, this.dialect, 'stat_deltas', COLUMNS, deltas)
  }

  /** The last epoch; 0 when there is none. */
  async lastEpoch(): Promise<number> {
    const row = await this.db('stat_deltas').max('epoch as epoch').first()
    return Math.max(0, Number(row?.epoch ?? 0))
  }

  /**
   * Sums up all rows without an epoch into the next one, and answers its number, which is the time in milliseconds; undefined when there are none,
   * or when another process is at it. To be called in a transaction. Rows are claimed first: what others commit meanwhile waits for the epoch after.
   */
  async stamp(now: number): Promise<number | undefined> {
    if (!(await this.lock())) return undefined
    const claimed = await this.db('stat_deltas').whereNull('epoch').update({ epoch: CLAIMED })
    if (claimed === 0) return undefined
    const epoch = Math.max(now, (await this.lastEpoch()) + 1)
    await this.noteTraffic(Math.floor(now / HOUR))
    await this.gather(epoch)
    return epoch
  }

  /**
   * Sums up the epochs before an instant into the last of them, of the days that they can still be about. Rates as of one that is summed up can't be
   * worked out again. To be called in a transaction.
   */
  async compact(before: number): Promise<void> {
    if (!(await this.lock())) return
    const row = await this.db('stat_deltas').max('epoch as epoch').where('epoch', '<', before).first()
    if (row?.epoch == null) return
    const epoch = Number(row.epoch)
    await this.db('stat_deltas')
      .whereBetween('epoch', [1, epoch])
      .andWhere('day', '>=', utcDay(epoch - DAY))
      .update({ epoch: CLAIMED })
    await this.gather(epoch)
  }

  /** Whether this transaction alone makes epochs now. */
  private async lock(): Promise<boolean> {
    if (!this.dialect.advisoryLocks) return true
    const { rows } = await this.db.raw("select pg_try_advisory_xact_lock(hashtext('stat_epochs')) as locked")
    return rows[0].locked
  }

  /** Adds the claimed decisions to those of an hour. In plain words, since of an insert from a query the query builder drops what follows a conflict. */
  private async noteTraffic(hour: number): Promise<void> {
    await this.db.raw(
      `insert into traffic (organization, hour, requests)
        select organization, cast(? as bigint), sum(n) from stat_deltas where epoch = ? and metric = 'decisions' group by organization
        on conflict (organization, hour) do update set requests = traffic.requests + excluded.requests`,
      [hour, CLAIMED],
    )
  }

  /** Decisions by organization and hour of the day (UTC), from an hour on (hours since the epoch). */
  async traffic(from: number): Promise<{ organization: string; hour: number; requests: number }[]> {
    const rows: { organization: string; hour: number; requests: number }[] = await this.db('traffic')
      .select(['organization', this.db.raw('hour % 24 as hour'), this.db.raw('sum(requests) as requests')])
      .where('hour', '>=', from)
      .groupByRaw('organization, hour % 24')
    return rows.map(({ organization, hour, requests }) => ({ organization, hour: Number(hour), requests: Number(requests) }))
  }

  /** Puts one row per key, under an epoch, in the place of the claimed ones. */
  private async gather(epoch: number): Promise<void> {
    const claimed = this.db('stat_deltas').where({ epoch: CLAIMED })
    const sums = claimed
      .clone()
      .select([...KEY, this.db.raw('? as epoch', [epoch]), ...SUMMED.map(column => this.db.raw(`sum(${column})`))])
      .groupBy(KEY)
    await this.db(this.db.raw('stat_deltas (??)', [[...KEY, 'epoch', ...SUMMED]])).insert(sums)
    await claimed.delete()
  }

  /** What rates are made of, from the epoch after `after` to `upTo`, of one organization or all. */
  async rateCounts(after: number, upTo: number, organization?: string): Promise<RateCount[]> {
    const by = ['organization', 'website', 'offer', 'country', 'day', 'metric']
    const query = this.db('stat_deltas')
      .select([...by, this.db.raw('sum(n) as n'), this.db.raw('sum(revenue) as revenue')])
      .where('epoch', '>', after)
      .andWhere('epoch', '<=', upTo)
      .where(rates => rates.whereIn('metric', RATE_METRICS).orWhereLike('metric', 'conversions:%').orWhereLike('metric', 'reversed:%'))
      .whereNotNull('offer')
      .whereNotNull('website')
      .groupBy(by)
    if (organization !== undefined) query.andWhere({ organization })
    const rows: RateCountRow[] = await query
    return rows.map(toRateCount)
  }

  /** Sums by one column, with or without an epoch: what was acknowledged is in them. */
  async report(
    { organization, website, offer, from, to }: ReportFilter,
    by: 'day' | 'country' | 'surface' | 'offer',
  ): Promise<ReportSum[]> {
    // In the words of the indexes: summed up rows are found by website or offer, those of the last seconds by having no epoch.
    const [summedUp, fresh] = ['epoch > 0', 'epoch is null'].map(part => {
      const rows = this.db('stat_deltas')
        .select([`${by} as key`, 'metric', ...SUMMED])
        .whereRaw(part)
        .andWhere({ organization })
        .andWhereBetween('day', [from, to])
      if (website !== undefined) rows.andWhere({ website })
      if (offer !== undefined) rows.andWhere({ offer })
      return rows
    })
    const rows: ReportSum[] = await this.db
      .select(['key', 'metric', ...SUMMED.map(column => this.db.raw(`sum(${column}) as ${column}`))])
      .from(summedUp!.unionAll(fresh!).as('deltas'))
      .groupBy(['key', 'metric'])
    return rows.map(row => ({ ...row, n: Number(row.n), revenue: Number(row.revenue), earnings: Number(row.earnings) }))
  }
}

function toRateCount(row: RateCountRow): RateCount {
  const [metric, goal] = partsOf(row.metric)
  return { ...row, metric: metric as RateCount['metric'], goal, n: Number(row.n), revenue: Number(row.revenue) }
}
