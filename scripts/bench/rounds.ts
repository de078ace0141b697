import type { LoadResult } from './load.js'
import { median, table } from './report.js'

/** Prints the medians of what was measured in rounds, server by server, and their ratio to bare Koa round by round. */
export function printRounds(results: Record<string, LoadResult[]>): void {
  const base = results['bare Koa']!
  const rows = Object.entries(results).map(([name, rounds]) => [
    name,
    median(rounds.map(r => r.perSecond)),
    median(rounds.map(r => r.p50)),
    median(rounds.map(r => r.p99)),
    median(rounds.map((round, i) => round.perSecond / base[i]!.perSecond)),
    [...new Set(rounds.flatMap(({ statuses }) => Object.keys(statuses)))].join(' '),
  ])
  console.log(table([['', 'per second', 'p50 ms', 'p99 ms', 'x bare Koa', 'answers'], ...rows]))
}
