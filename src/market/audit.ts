import type { Database } from '../db/database.js'
import { atOneMoment } from '../db/transaction.js'
import { JournalStore } from '../journal/journal-store.js'
import { DAY, utcDay } from '../lib/time.js'
import { AuditStore, type Difference, type OfferDay } from './audit-store.js'
import { countFacts, type StatDelta } from './stats.js'

/** A fault in the books. */
export interface Finding {
  readonly check: CheckName
  /** What it is about: a cause, an account, an offer's day. */
  readonly subject: string
  readonly detail: string
}

/** What holds at every moment, in words. */
export const CHECKS = {
  debits_equal_credits: 'the entries of every posting add up to nothing',
  posted_once: 'no cause is posted twice',
  balances_equal_entries: 'every balance is the sum of its entries',
  no_overdraft: 'no advertiser has spent more than it had',
  acts_are_posted: 'every billed click, conversion and reversal has one posting of its price, and every such posting its act',
  facts_are_posted: 'every price and share that the journal tells is posted once, and every posting is told',
  tables_equal_journal: 'clicks, conversions and impressions are those of the journal',
  counters_equal_acts: "every offer's counters are its billed actions",
  stats_equal_journal: 'the counts of reports and rates are those of the journal',
} as const

export type CheckName = keyof typeof CHECKS

/** Facts that are counted again at a time. */
const PAGE = 5000

/**
 * Proves the books: each of `CHECKS`, at one moment, while others go on. Answers what is wrong; nothing when all is well.
 * @param since facts that were recorded earlier may have been deleted by now: what stands on the journal is proven from the next whole day on
 */
export const audit = (db: Database, since = 0): Promise<Finding[]> =>
  atOneMoment(db, async trx => {
    const store = new AuditStore(trx)
    // A fact is recorded within a day of what it tells.
    const from = since === 0 ? 0 : (Math.floor(since / DAY) + 2) * DAY
    const findings: Finding[] = []
    const note = (check: CheckName, subject: string, detail: string) => findings.push({ check, subject, detail })
    const compare = (check: CheckName, differences: readonly Difference[], where = '') => {
      for (const { name, expected, found, expectedRows, foundRows } of differences)
        note(
          check,
          name,
          expected === found
            ? `is there ${foundRows} times instead of ${expectedRows}${where}`
            : `is ${found} instead of ${expected} micros${where}`,
        )
    }
    for (const { name, sum, entries } of await store.unbalanced())
      note('debits_equal_credits', name, `adds up to ${sum} micros in ${entries} entries`)
    for (const { name, times } of await store.postedTwice()) note('posted_once', name, `is posted ${times} times`)
    compare('balances_equal_entries', await store.balances())
    for (const { name, balance } of await store.overdrawn()) note('no_overdraft', name, `stands at ${balance} micros`)
    compare('acts_are_posted', await store.acts())
    compare('facts_are_posted', await store.paid(from), ', of the advertiser')
    compare('facts_are_posted', await store.earned(from), ', of the publisher')
    compare('tables_equal_journal', await store.tables(from))
    for (const { subject, detail } of compareCounters(await store.actions(), await store.counters()))
      note('counters_equal_acts', subject, detail)
    const counted = await recount(new JournalStore(trx), from)
    for (const { subject, detail } of compareStats(counted, await store.stats(utcDay(from)))) note('stats_equal_journal', subject, detail)
    return findings
  })

type Said = Pick<Finding, 'subject' | 'detail'>

/** Where two accounts of the same sums differ, either of which may lack what the other has. */
function differences(expected: ReadonlyMap<string, number[]>, found: ReadonlyMap<string, number[]>): Said[] {
  const said: Said[] = []
  for (const subject of new Set([...expected.keys(), ...found.keys()])) {
    const [should, is] = [expected, found].map(sums => (sums.get(subject) ?? [0, 0]).join(' for '))
    if (should !== is) said.push({ subject, detail: `counts ${is} micros instead of ${should}` })
  }
  return said
}

function add(sums: Map<string, number[]>, key: string, n: number, micros: number): void {
  const [count = 0, amount = 0] = sums.get(key) ?? []
  sums.set(key, [count + n, amount + micros])
}

export function compareCounters(acts: readonly OfferDay[], counters: readonly (Omit<OfferDay, 'day'> & { day: string })[]): Said[] {
  const expected = new Map<string, number[]>()
  const found = new Map<string, number[]>()
  for (const { offer, day, actions, spent } of acts)
    for (const name of [utcDay(day * DAY), 'in all']) add(expected, `${offer} ${name}`, actions, spent)
  for (const { offer, day, actions, spent } of counters) add(found, `${offer} ${day || 'in all'}`, actions, spent)
  return differences(expected, found)
}

/** Counts by metric, and the money of all metrics together: of which one it is was not always kept. */
function addStat(sums: Map<string, number[]>, { organization, website, offer, country, surface, day, ...stat }: StatDelta): void {
  const key = [organization, website, offer, country, surface, day].map(part => part ?? '-').join(' ')
  add(sums, `${key} ${stat.metric}`, stat.n, 0)
  add(sums, `${key} revenue`, 0, stat.revenue)
  add(sums, `${key} earnings`, 0, stat.earnings)
}

function compareStats(expected: ReadonlyMap<string, number[]>, stats: readonly StatDelta[]): Said[] {
  const found = new Map<string, number[]>()
  for (const delta of stats) addStat(found, delta)
  return differences(expected, found)
}

/** Counts the whole journal again. */
async function recount(journal: JournalStore, from: number): Promise<Map<string, number[]>> {
  const sums = new Map<string, number[]>()
  for (let after = ''; ; ) {
    const facts = await journal.after(after, PAGE)
    for (const delta of countFacts(facts.filter(({ at }) => at >= from))) addStat(sums, delta)
    if (facts.length < PAGE) return sums
    after = facts.at(-1)!.id
  }
}
