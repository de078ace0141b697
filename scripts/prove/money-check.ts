import type { Database } from '../../src/db/database.js'
import { audit } from '../../src/market/audit.js'
import { causes } from '../../src/market/ledger.js'
import type { Acknowledged } from './shoppers.js'

interface ClickRow {
  id: string
  trace: string
  offer: string
  model: string
  billed: boolean | number
  reason: string | null
  unbilled: string | null
}

interface ConversionRow {
  txid: string
  id: string
  click: string
  status: string
  reason: string | null
  price: number
}

/** Holds the books against what was acknowledged. @returns what was, in words. @throws Error that lists the first faults */
export async function checkMoney(
  db: Database,
  { impressions, clicks, conversions, reversals }: Acknowledged,
  { offer, budget }: { offer: string; budget: number },
): Promise<string> {
  const faults = (await audit(db)).map(({ check, subject, detail }) => `${check}: ${subject} ${detail}`)
  const { knex } = db
  const postings: { cause: string }[] = await knex('ledger_postings').select('cause')
  const posted = new Map<string, number>()
  for (const { cause } of postings) posted.set(cause, (posted.get(cause) ?? 0) + 1)
  const isPostedOnce = (cause: string) => posted.get(cause) === 1

  const seen = new Set((await knex('impressions').select('trace', 'offer')).map(row => `${row.trace} ${row.offer}`))
  for (const pair of impressions) if (!seen.has(pair)) faults.push(`impression ${pair}: was acknowledged and is not there`)

  const clickRows = new Map((await knex<ClickRow>('clicks').select('*')).map((row): [string, ClickRow] => [row.id, row]))
  for (const [id, pair] of clicks) {
    const row = clickRows.get(id)
    if (!row) faults.push(`click ${id}: was acknowledged and is not there`)
    else if (`${row.trace} ${row.offer}` !== pair) faults.push(`click ${id}: is of another offer`)
    else if (row.billed ? !isPostedOnce(causes.click(id)) : row.model === 'CPC' && row.reason === null && row.unbilled === null)
      faults.push(`click ${id}: is neither billed once nor refused with a reason`)
  }

  const rows = new Map((await knex<ConversionRow>('conversions').select('*')).map((row): [string, ConversionRow] => [row.txid, row]))
  for (const [txid, { click, status }] of conversions) {
    const row = rows.get(txid)
    const model = clickRows.get(click)?.model
    if (row?.click !== click) faults.push(`conversion ${txid}: was acknowledged and is not there`)
    else if (row.reason === null ? model === 'CPA' && !isPostedOnce(causes.conversion(row.id)) : posted.has(causes.conversion(row.id)))
      faults.push(`conversion ${txid}: is neither billed once nor refused with a reason`)
    else if (status === 'refused' && row.reason === null) faults.push(`conversion ${txid}: is billed although it was refused`)
  }
  for (const txid of reversals) if (rows.get(txid)?.status !== 'reversed') faults.push(`conversion ${txid}: was taken back and is not`)

  const [spent] = await knex('offer_counters').where({ offer, day: '' })
  if ((spent?.spent ?? 0) > budget) faults.push(`offer ${offer}: has spent ${spent.spent} of ${budget} micros`)
  if (faults.length > 0) throw new Error(`${faults.length} faults:\n  ${faults.slice(0, 10).join('\n  ')}`)
  const billed = [...clickRows.values()].filter(row => row.billed).length
  return `${impressions.size} impressions, ${clicks.size} clicks (${billed} billed), ${conversions.size} conversions, ${reversals.size} reversals acknowledged`
}
