/**
 * `npm run simulate [-- --seeds N] [--from SEED] [--sizes 10000,100000,1000000] [--processes N] [--plot]`: markets whose true rates are known, and what
 * our auction and its rivals miss of the revenue of one who knows them. A seed is a market; all policies meet the same visitors in it. The plot goes to
 * `spec/pictures/regret.svg`.
 */
import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { table } from '../bench/report.js'
import { plot } from './plot.js'
import { type Result, regretOf, type Task } from './run.js'
import { sideBySide } from './side-by-side.js'
import { summarise } from './summary.js'
import { DAYS } from './world.js'

const PICTURE = 'spec/pictures/regret.svg'

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '10' },
    from: { type: 'string', default: '1' },
    sizes: { type: 'string', default: '10000,100000,1000000' },
    processes: { type: 'string', default: '1' },
    plot: { type: 'boolean', default: false },
  },
})
const seeds = Array.from({ length: Number(values.seeds) }, (_, n) => Number(values.from) + n)
const sizes = values.sizes.split(',').map(Number)
if (seeds.length === 0 || [...seeds, ...sizes, Number(values.processes)].some(number => !(Number.isSafeInteger(number) && number > 0))) {
  console.error('seeds, from, sizes and processes must be whole numbers above 0')
  process.exit(2)
}

// Whoever stops this stops the processes it started.
process.once('SIGTERM', () => process.exit(143))

const percent = (part: number) => `${(100 * part).toFixed(1)} %`
const started = performance.now()
const tasks = sizes.flatMap(decisions => seeds.map((seed): Task => ({ seed, decisions })))
const results: Result[] = []
for await (const result of sideBySide(tasks, Number(values.processes))) {
  results.push(result)
  const { seed, decisions } = result
  const done = `${results.length} of ${tasks.length}`
  console.error(`${done}: seed ${seed}, ${decisions} decisions, our auction misses ${percent(regretOf(result, 'our auction'))}`)
}

const rows = summarise(results)
console.log(`seeds ${seeds[0]} to ${seeds.at(-1)}, ${DAYS} simulated days each; regret against the oracle, in percent of its revenue\n`)
console.log(
  table([
    ['decisions, policy', 'mean', 'least', 'most', 'missed, mean', 'lowest in', 'ours is lower in'],
    ...rows.map(({ decisions, policy, mean, least, most, missed, lowest, beaten, seeds }) => [
      `${decisions.toLocaleString('en').padStart(9)}  ${policy}`,
      percent(mean),
      percent(least),
      percent(most),
      Math.round(missed / 1e6).toLocaleString('en'),
      `${lowest} of ${seeds}`,
      policy === 'our auction' ? '' : `${beaten} of ${seeds}`,
    ]),
  ]),
)
if (values.plot) writeFileSync(PICTURE, plot(rows))
console.log(`\n${Math.round((performance.now() - started) / 1000)} s${values.plot ? `, drawn to ${PICTURE}` : ''}`)
