/**
 * `npm run rescore -- --from 2026-11-01 --to 2026-11-21 [--write]`: judges the clicks of these days (UTC, `to` included; or instants, `to` excluded) by the
 * rules of today, and shows the difference in money for each advertiser and website. With `--write` the difference is posted. Works on the database that
 * DATABASE_URL or DATA_DIR names, also while servers run on it.
 */
import { parseArgs } from 'node:util'
import { billingTerms } from '../src/catalogue/billing-terms.js'
import { Catalogue } from '../src/catalogue/catalogue.js'
import { loadConfig } from '../src/config.js'
import { openDatabase } from '../src/db/database.js'
import { Journal } from '../src/journal/journal.js'
import { createLog } from '../src/lib/log.js'
import { MICROS } from '../src/lib/money.js'
import { DAY, iso } from '../src/lib/time.js'
import { projectMarket } from '../src/market/projection.js'
import { rulesId } from '../src/market/rejudge.js'
import { type Correction, rescore } from '../src/market/rescore.js'

const USAGE = 'npm run rescore -- --from 2026-11-01 --to 2026-11-21 [--write]'

const { values } = parseArgs({ options: { from: { type: 'string' }, to: { type: 'string' }, write: { type: 'boolean', default: false } } })

/** A day's beginning, or its end; or an instant. */
function read(name: 'from' | 'to'): number {
  const text = values[name] ?? ''
  const at = Date.parse(text)
  if (Number.isNaN(at)) throw new Error(`--${name}: must be a day or an instant\n${USAGE}`)
  return /^\d{4}-\d\d-\d\d$/.test(text) && name === 'to' ? at + DAY : at
}

const money = (micros: number): string => (micros / MICROS).toFixed(6)

function show(title: string, corrections: readonly Correction[], keyOf: (correction: Correction) => string): void {
  const sums = new Map<string, { clicks: number; price: number; earnings: number }>()
  for (const correction of corrections) {
    const key = keyOf(correction)
    const sum = sums.get(key) ?? { clicks: 0, price: 0, earnings: 0 }
    sums.set(key, { clicks: sum.clicks + 1, price: sum.price + correction.price, earnings: sum.earnings + correction.earnings })
  }
  if (sums.size > 0)
    console.log(`\n${title.padEnd(34)}${'clicks'.padStart(8)}${'advertisers pay'.padStart(20)}${'publishers earn'.padStart(20)}`)
  for (const [key, { clicks, price, earnings }] of [...sums].sort(([a], [b]) => (a < b ? -1 : 1)))
    console.log(`${key.padEnd(34)}${String(clicks).padStart(8)}${money(price).padStart(20)}${money(earnings).padStart(20)}`)
}

async function main(): Promise<void> {
  const [from, to] = [read('from'), read('to')]
  const config = loadConfig(process.env)
  const log = createLog('warn')
  const db = openDatabase(config.database, log)
  try {
    const catalogue = await Catalogue.open(db, undefined, log)
    const journal = new Journal(db, { log, project: projectMarket(db.dialect) })
    const { write } = values
    const { judged, corrections } = await rescore(
      { db, journal, terms: () => billingTerms(catalogue.current), now: Date.now() },
      { from, to, write },
    )
    console.log(`${iso(from)} to ${iso(to)}, rules ${rulesId()}: ${judged} clicks judged, ${corrections.length} otherwise than before`)
    show('judgement', corrections, ({ click, after }) => `${click.reason ?? 'valid'} -> ${after ?? 'valid'}`)
    show('advertiser', corrections, ({ click }) => click.advertiser)
    show('website', corrections, ({ click }) => click.website)
    if (corrections.length > 0) console.log(write ? '\nposted' : '\nnothing is written: repeat with --write to post it')
    await journal.close()
    await catalogue.close()
  } finally {
    await db.close()
  }
}

try {
  await main()
} catch (error) {
  console.error((error as Error).message)
  process.exitCode = 1
}
