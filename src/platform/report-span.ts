import { Invalid } from '../lib/errors.js'
import { DAY, utcDay } from '../lib/time.js'

const DEFAULT_DAYS = 7

/** The days of a report, UTC dates, both inclusive. @throws Invalid when the last one lies before the first */
export function reportSpan({ from, to }: { readonly from?: string; readonly to?: string }, now: number): { from: string; to: string } {
  const last = to ?? utcDay(Math.max(now, from === undefined ? 0 : Date.parse(from)))
  const first = from ?? utcDay(Date.parse(last) - (DEFAULT_DAYS - 1) * DAY)
  if (first > last) throw new Invalid(`from: must not be after to, which is ${last}`)
  return { from: first, to: last }
}
