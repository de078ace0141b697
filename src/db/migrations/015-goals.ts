import { DAY, utcDay } from '../../lib/time.js'
import type { Migration } from './migration.js'

/*
 * Conversions are counted by their goal. The journal says of which one those were that are counted already: they are moved to it by rows that are added like
 * any other count, so that epochs that were ranked by stay as they were. What the journal has let go of stays a conversion of the base step.
 */
const METRICS = { conversion: 'conversions', reversal: 'reversed' } as const

/** Rows in one statement. */
const AT_ONCE = 40

export const goals: Migration = {
  name: '015-goals',
  async up(schema) {
    for (const [kind, metric] of Object.entries(METRICS)) {
      const sign = kind === 'reversal' ? -1 : 1
      const told = schema('events')
        .select('organization', 'website', 'offer')
        .select(PARTS.map(name => schema.raw(`properties->>'${name}' as ${name}`)))
        .select(schema.raw(`at / ${DAY} as day`))
        .where({ kind })
        // In the words of the index.
        .whereIn('organization', schema('organizations').select('id'))
        .whereRaw("properties->>'event' <> ''")
      if (kind === 'conversion') told.whereRaw("cast(properties->>'valid' as text) in ('1', 'true')")
      const rows: Told[] = await schema(told.as('told'))
        .select([...KEY, schema.raw('count(*) as n')])
        .select(['price', 'earnings'].map(name => schema.raw(`sum(cast(${name} as bigint)) as ${name}`)))
        .groupBy(KEY)
      const moved = rows.flatMap(({ event, day, n, price, earnings, ...about }) => {
        const count = (metric: string, sign: number, money: number) => ({
          ...about,
          day: utcDay(Number(day) * DAY),
          metric,
          n: sign * Number(n),
          revenue: money * Number(price),
          earnings: money * Number(earnings),
        })
        return [count(`${metric}:${event}`, 1, sign), count(metric, -1, -sign)]
      })
      for (let from = 0; from < moved.length; from += AT_ONCE) await schema('stat_deltas').insert(moved.slice(from, from + AT_ONCE))
    }
  },
  async down(schema) {
    for (const metric of Object.values(METRICS)) await schema('stat_deltas').whereLike('metric', `${metric}:%`).update({ metric })
  },
}

const PARTS = ['country', 'surface', 'event', 'price', 'earnings']
const KEY = ['organization', 'website', 'offer', 'country', 'surface', 'event', 'day']

interface Told {
  readonly organization: string
  readonly website: string | null
  readonly offer: string | null
  readonly country: string | null
  readonly surface: string | null
  readonly event: string
  readonly day: number | string
  readonly n: number | string
  readonly price: number | string
  readonly earnings: number | string
}
