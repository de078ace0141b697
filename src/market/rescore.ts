import type { Database } from '../db/database.js'
import { type Transaction, transaction } from '../db/transaction.js'
import type { Journal } from '../journal/journal.js'
import { newId } from '../lib/id.js'
import { utcDay } from '../lib/time.js'
import { Batch } from './billing-batch.js'
import { reverseConversion } from './billing-conversions.js'
import { BillingState } from './billing-state.js'
import { BillingStore } from './billing-store.js'
import { restOf } from './charge.js'
import { ConversionStore } from './conversion-store.js'
import { WHOLE_LIFE } from './counter-store.js'
import { type ClickReason, TRAFFIC_RULES, type TrafficRules } from './invalid-traffic.js'
import { advertiserAccount, causes, type Entry, type Posting, publisherAccount } from './ledger.js'
import { LedgerStore } from './ledger-store.js'
import { Rejudge, rulesId, type StoredClick } from './rejudge.js'
import { RescoreStore } from './rescore-store.js'
import type { Terms } from './terms.js'

interface Needs {
  readonly db: Database
  readonly journal: Journal
  readonly terms: () => Terms
  readonly now: number
}

/** Clicks of a time, epoch milliseconds, `to` not included. Without `write` nothing is changed. */
export interface RescoreOptions {
  readonly from: number
  readonly to: number
  readonly write: boolean
  readonly rules?: TrafficRules
}

/** A click that is judged otherwise than when it was made, or whose money does not follow from its judgement. Micros; negative is given back. */
export interface Correction {
  readonly click: StoredClick
  readonly after: ClickReason | null
  /** What the advertiser pays more for it. */
  readonly price: number
  /** What the publisher earns more by it. */
  readonly earnings: number
}

export interface Rescored {
  readonly judged: number
  readonly corrections: Correction[]
}

/** Clicks in one transaction. */
const PAGE = 500

/**
 * Judges stored clicks by the rules of today, and makes their money follow: what is valid no longer is given back, conversions of it too; what is valid
 * now is charged as far as the offer runs and its means cover it. Clicks and facts stay as they were written: corrections are postings of their own. A
 * repeat finds the money where it should be, and does nothing.
 */
export async function rescore(needs: Needs, { from, to, write, rules = TRAFFIC_RULES }: RescoreOptions): Promise<Rescored> {
  const { db } = needs
  const rejudge = new Rejudge(from, rules)
  const corrections: Correction[] = []
  let judged = 0
  for (let after = ''; ; ) {
    const clicks = await new RescoreStore(db.knex, db.dialect).clicks({ after, from, to, limit: PAGE })
    const verdicts = clicks.map(click => ({ click, after: rejudge.judge(click) }))
    for (const organization of new Set(clicks.map(click => click.organization))) {
      const mine = verdicts.filter(({ click }) => click.organization === organization)
      corrections.push(...(await transaction(db, trx => correct(needs, trx, mine, { write, rules: rulesId(rules) }))))
    }
    judged += clicks.length
    if (clicks.length < PAGE) return { judged, corrections }
    after = clicks.at(-1)!.id
  }
}

type Verdict = Pick<Correction, 'click' | 'after'>

/** The corrections of one organization's clicks, nobody else billing meanwhile. */
async function correct(
  { db: { dialect }, journal, terms, now }: Needs,
  trx: Transaction,
  verdicts: readonly Verdict[],
  { write, rules }: { write: boolean; rules: string },
): Promise<Correction[]> {
  const organization = verdicts[0]!.click.organization
  const billing = new BillingStore(trx, dialect)
  if (write) await billing.lock([organization])
  const posted = await new RescoreStore(trx, dialect).posted(
    organization,
    verdicts.map(({ click }) => click.id),
  )
  const changed = verdicts.filter(verdict => isOpen(verdict, posted.get(verdict.click.id)!))
  const conversions = await new ConversionStore(trx, dialect).ofClicks(changed.map(({ click }) => click.id))
  const ledger = new LedgerStore(trx, dialect)
  const days = changed.flatMap(({ click: { offer, at } }) => [[offer, utcDay(at)] as const, [offer, WHOLE_LIFE] as const])
  const ofConversions = conversions.map(({ offer, at }) => [offer, utcDay(at)] as const)
  const accounts = new Set(changed.map(({ click }) => advertiserAccount(click.advertiser)))
  const state = new BillingState({
    served: [],
    pairs: [],
    recentClicks: [],
    clicks: changed.map(({ click }) => click),
    conversions,
    postings: await ledger.byCause(
      organization,
      conversions.map(({ id }) => causes.conversion(id)),
    ),
    tallies: await billing.tallies([...days, ...ofConversions]),
    balances: await billing.balances([...accounts].map(account => [organization, account])),
  })
  const batch = new Batch(state, terms())
  const corrections = changed.map(verdict => correctOne(batch, verdict, posted.get(verdict.click.id)!, { rules, now }))
  if (write) {
    const made = await ledger.post(batch.out.postings)
    if (made.length !== batch.out.postings.length) throw new Error('rescore: a cause was posted already')
    await billing.addTallies(state.talliesAdded)
    await new ConversionStore(trx, dialect).reverse(batch.out.reversed)
    await journal.record(trx, batch.out.facts)
  }
  return corrections
}

/** Whether there is anything to say of a click: it is judged otherwise, or an earlier correction no longer holds. */
const isOpen = ({ click, after }: Verdict, postings: readonly Posting[]): boolean =>
  after !== click.reason || (click.billed && netOf(postings).length === 0)

function correctOne(batch: Batch, { click, after }: Verdict, postings: readonly Posting[], by: { rules: string; now: number }): Correction {
  const before = batch.out.facts.length
  const net = netOf(postings)
  if (after !== null) {
    if (net.length > 0) giveBack(batch, click, after, net, nextCause(click, postings), by)
    for (const conversion of batch.state.conversionsOf(click.id))
      if (conversion.status === 'approved') reverseConversion(batch, conversion, click, by.now, 'adjustment')
  } else if (click.model === 'CPC' && net.length === 0 && click.unbilled === null) chargeNow(batch, click, nextCause(click, postings), by)
  const moved = batch.out.facts.slice(before).map(fact => {
    if (fact.kind === 'rescored') return fact.properties
    if (fact.kind === 'reversal') return { price: -fact.properties.price, earnings: -fact.properties.earnings }
    return { price: 0, earnings: 0 }
  })
  const sum = (name: 'price' | 'earnings') => moved.reduce((total, one) => total + one[name], 0)
  return { click, after, price: sum('price'), earnings: sum('earnings') }
}

/** The ledger refuses a second correction of one number, should two runs ever meet. */
const nextCause = ({ id }: StoredClick, postings: readonly Posting[]): string =>
  causes.rescore(id, postings.filter(({ kind }) => kind === 'adjustment').length + 1)

/** What all postings of a click come to, by account; nothing where they cancel each other. */
function netOf(postings: readonly Posting[]): Entry[] {
  const sums = new Map<string, number>()
  for (const { account, amount } of postings.flatMap(({ entries }) => entries)) sums.set(account, (sums.get(account) ?? 0) + amount)
  return [...sums].map(([account, amount]) => ({ account, amount })).filter(({ amount }) => amount !== 0)
}

function giveBack(
  batch: Batch,
  click: StoredClick,
  after: ClickReason,
  net: readonly Entry[],
  cause: string,
  { rules, now }: { rules: string; now: number },
): void {
  const { organization, advertiser, trace, offer, website, at } = click
  const entries = net.map(({ account, amount }) => ({ account, amount: -amount }))
  const price = -amountOf(entries, advertiserAccount(advertiser))
  batch.out.postings.push({ id: newId('post', now), organization, cause, kind: 'adjustment', at: now, trace, offer, website, entries })
  batch.state.refund({ organization, offer, advertiser, price: -price, at })
  noteRescored(batch, click, { cause, rules, after, price, earnings: amountOf(entries, publisherAccount(website)), now })
}

/** Charges a click that was not valid then. It shares the means of its own day. */
function chargeNow(batch: Batch, click: StoredClick, cause: string, { rules, now }: { rules: string; now: number }): void {
  const offer = batch.terms.offers.get(click.offer)
  const { billed, price, earnings } = batch.charge(restOf(offer, click.at), cause, click, offer)
  if (!billed) return
  const posting = batch.out.postings.pop()!
  batch.out.postings.push({ ...posting, kind: 'adjustment', at: now })
  noteRescored(batch, click, { cause, rules, after: null, price, earnings, now })
}

const amountOf = (entries: readonly Entry[], name: string): number => entries.find(({ account }) => account === name)?.amount ?? 0

function noteRescored(
  batch: Batch,
  { id, organization, website, offer, trace, reason, country, surface }: StoredClick,
  { now, ...facts }: { cause: string; rules: string; after: ClickReason | null; price: number; earnings: number; now: number },
): void {
  const properties = { clickId: id, before: reason, ...facts, country, surface }
  batch.out.facts.push({ id: newId('evt'), organization, kind: 'rescored', at: now, website, offer, trace, properties })
}
