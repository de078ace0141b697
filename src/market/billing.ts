import type { Database } from '../db/database.js'
import { type Transaction, transaction } from '../db/transaction.js'
import { GroupCommit, gathering } from '../journal/group-commit.js'
import type { Journal } from '../journal/journal.js'
import { storedFacts } from '../journal/journal-store.js'
import { firstId } from '../lib/id.js'
import type { Log } from '../lib/log.js'
import { DAY, SECOND, utcDay } from '../lib/time.js'
import type { ActKeeper } from './act-keeper.js'
import type { Act, ClickAct, EventAct, PostbackAct, PostbackOutcome, VisitorAct } from './billing-acts.js'
import type { Settlement, Terms } from './billing-batch.js'
import { settle } from './billing-rules.js'
import { BillingState } from './billing-state.js'
import { BillingStore } from './billing-store.js'
import { type Click, ClickStore } from './click-store.js'
import { ConversionStore } from './conversion-store.js'
import { WHOLE_LIFE } from './counter-store.js'
import { ImpressionStore } from './impression-store.js'
import { Intake } from './intake.js'
import { advertiserAccount, causes, type Posting } from './ledger.js'
import { LedgerStore } from './ledger-store.js'
import type { Standings } from './live-counters.js'
import { ServedStore } from './served-store.js'

export interface BillingNeeds {
  readonly db: Database
  /** Where acts are kept that are acknowledged before they are billed. It does not wait for who writes to `db`. */
  readonly keeper: ActKeeper
  readonly journal: Journal
  /** The catalogue of now. */
  readonly terms: () => Terms
  /** Told where offers and balances stand after each batch. */
  readonly onMoved: (standings: Standings) => void
  readonly log?: Log
}

/** An act, and whether it may have been billed before. */
interface Due {
  readonly act: Act
  readonly again: boolean
}

/** Acts in one transaction: on an embedded database they keep the event loop for some ten milliseconds. */
const MAX_BATCH = 250

/** Acts that may wait; beyond them callers are told to come again. */
const MAX_QUEUED = 10_000

/** Acts under way and ahead: beyond them what comes is taken in first, and billed later. */
const AT_ONCE = 32

/**
 * Decides and books what visitors and advertisers do. Acts that arrive together share one transaction, in which nobody else bills for their organizations:
 * everything a decision stands on is read there, and everything that follows from it is written there, the facts of the journal included. So an
 * act is acknowledged when it is durable, and counts once; and no budget, cap or balance is overspent, however many processes bill. There is no act in
 * flight that could: the bound is zero. When visitors do more than can be billed at once, their acts are acknowledged first and billed later, see `Intake`:
 * then what is shown may be late by seconds, and what is billed still follows from the state at that moment.
 */
export class Billing {
  private readonly group: GroupCommit<Due, PostbackOutcome | undefined>
  private readonly intake: Intake

  constructor(private readonly needs: BillingNeeds) {
    const { db, keeper, log } = needs
    this.group = new GroupCommit({ write: due => this.write(due), maxBatch: MAX_BATCH, maxQueued: MAX_QUEUED, ...gathering(db) })
    this.intake = new Intake({ keeper, bill: act => this.group.submit({ act, again: true }), log })
  }

  /** Acts that wait to be billed later. */
  get behind(): number {
    return this.intake.length
  }

  /** Resolves when the act is durable. @throws Unavailable when it is not */
  async book(act: VisitorAct): Promise<void> {
    if (this.group.queued + this.intake.length < AT_ONCE) await this.group.submit({ act, again: false })
    else await this.intake.take(act)
  }

  /** @throws Unavailable when nothing is stored */
  async report(act: PostbackAct): Promise<PostbackOutcome> {
    const outcome = (await this.group.submit({ act, again: false }))!
    if (outcome.status !== 'unknown_click') return outcome
    // It may be one that is acknowledged and not billed yet.
    await this.catchUp()
    return (await this.group.submit({ act, again: false }))!
  }

  /** A click that was acknowledged, once it is billed. */
  async click(id: string): Promise<Click | undefined> {
    const clicks = new ClickStore(this.needs.db.knex, this.needs.db.dialect)
    const [click] = await clicks.byId([id])
    if (click) return click
    await this.catchUp()
    return (await clicks.byId([id]))[0]
  }

  /** Bills all that was acknowledged before this call, by other processes too. @throws Unavailable when the store is away */
  async catchUp(): Promise<void> {
    await this.intake.catchUp()
    await this.intake.recover()
  }

  /** Bills what processes have left behind that are gone. @param before when they took it in, epoch milliseconds */
  async recover(before?: number): Promise<void> {
    await this.intake.recover(before === undefined ? undefined : firstId('evt', before))
  }

  /** Accepts nothing more, and writes what waits. */
  async close(): Promise<void> {
    const end = performance.now() + 5 * SECOND
    await this.intake.close(5 * SECOND)
    await this.group.drain(Math.max(0, end - performance.now()))
  }

  private async write(due: Due[]): Promise<(PostbackOutcome | undefined)[]> {
    const { db, terms, onMoved } = this.needs
    const { outcomes, standings } = await transaction(db, async trx => {
      await new BillingStore(trx, db.dialect).lock(due.map(({ act }) => act.organization))
      const acts = await this.unbilled(trx, due)
      if (acts.length === 0) return { outcomes: new Map<Act, PostbackOutcome | undefined>() }
      const now = terms()
      const state = await this.read(trx, acts, now)
      const settlement = settle(acts, state, now)
      await this.save(trx, state, settlement)
      return {
        outcomes: new Map(acts.map((act, at) => [act, settlement.outcomes[at]])),
        standings: state.standings(Math.max(...acts.map(({ at }) => at))),
      }
    })
    if (standings && standings.offers.length > 0) onMoved(standings)
    return due.map(({ act }) => outcomes.get(act))
  }

  /** The acts that nobody has billed before, each once. To be asked under the lock. */
  private async unbilled(trx: Transaction, due: readonly Due[]): Promise<Act[]> {
    const kept = due.flatMap(({ act, again }) => (again && act.kind !== 'postback' ? act.fact : []))
    if (kept.length === 0) return due.map(({ act }) => act)
    const told = await storedFacts(trx, this.needs.db.dialect, kept)
    return due.flatMap(({ act }) => {
      if (act.kind === 'postback') return act
      if (told.has(act.fact)) return []
      told.add(act.fact)
      return act
    })
  }

  /** Reads all that may decide, on one way to the database where it can. What a batch has no acts for is not asked. */
  private async read(trx: Transaction, acts: readonly Act[], terms: Terms): Promise<BillingState> {
    const { dialect } = this.needs.db
    const store = new BillingStore(trx, dialect)
    const clicks = acts.filter(act => act.kind === 'click')
    const events = acts.filter((act): act is EventAct => act.kind === 'impression' || act.kind === 'click_event')
    const { payers: converters, ...history } = await this.readHistory(
      trx,
      acts.filter(act => act.kind === 'postback'),
    )

    // Who may be charged or refunded, and on which days.
    const payers = [
      ...clicks.filter(({ model }) => model === 'CPC'),
      ...events.filter(({ kind }) => kind === 'impression').flatMap(event => payerOf(event, terms)),
      ...converters,
    ]
    const visitors = unique(clicks.map(({ website, visitor }) => [website, visitor]))
    const [served, pairs, recentClicks, tallies, balances] = await Promise.all([
      new ServedStore(trx, dialect).ofTraces(events.flatMap(pairOf).map(([trace]) => trace)),
      store.pairs(unique([...events.flatMap(pairOf), ...clicks.flatMap(pairOf)])),
      new ClickStore(trx, dialect).recent(visitors, Math.min(...clicks.map(({ at }) => at)) - DAY),
      store.tallies(unique(payers.flatMap(({ offer, at }) => [[offer, utcDay(at)] as const, [offer, WHOLE_LIFE] as const]))),
      store.balances(unique(payers.map(({ organization, advertiser }) => [organization, advertiserAccount(advertiser)] as const))),
    ])
    return new BillingState({ ...history, served, pairs, recentClicks, tallies, balances })
  }

  /** What came of the clicks and transactions that postbacks name, and who may pay for it. */
  private async readHistory(trx: Transaction, postbacks: readonly PostbackAct[]) {
    const { dialect } = this.needs.db
    const conversionStore = new ConversionStore(trx, dialect)
    const reported = await conversionStore.byTransaction(unique(postbacks.map(({ advertiser, txid }) => [advertiser, txid])))
    const clicks = await new ClickStore(trx, dialect).byId([...new Set([...postbacks, ...reported].map(({ click }) => click))])
    const conversions = [...reported, ...(await conversionStore.ofClicks(clicks.map(({ id }) => id)))]
    const ledger = new LedgerStore(trx, dialect)
    const postings = new Map<string, Posting>()
    for (const organization of new Set(reported.map(({ organization }) => organization))) {
      const posted = reported.filter(conversion => conversion.organization === organization).map(({ id }) => causes.conversion(id))
      for (const [cause, posting] of await ledger.byCause(organization, posted)) postings.set(cause, posting)
    }
    const converters = postbacks.flatMap(({ click, at }) => clicks.filter(({ id }) => id === click).map(found => ({ ...found, at })))
    return { clicks, conversions, postings, payers: [...converters, ...reported] }
  }

  /** Writes everything on one way to the database. Nothing of it can be there already: that was read under the lock. */
  private async save(trx: Transaction, state: BillingState, settlement: Settlement): Promise<void> {
    const { dialect } = this.needs.db
    const events = new ImpressionStore(trx, dialect)
    const conversions = new ConversionStore(trx, dialect)
    await Promise.all([
      events.insert(settlement.impressions),
      events.insertClickEvents(settlement.clickEvents),
      new ClickStore(trx, dialect).insert(settlement.clicks),
      conversions.insert(settlement.conversions).then(() => conversions.reverse(settlement.reversed)),
      new LedgerStore(trx, dialect).postNew(settlement.postings),
      new BillingStore(trx, dialect).addTallies(state.talliesAdded),
      this.needs.journal.record(trx, settlement.facts),
    ])
  }
}

type Names = readonly [string, string]

const unique = (names: readonly Names[]): Names[] => [...new Map(names.map(name => [name.join(' '), name])).values()]

/** The pair that an act is about, if it can be one of ours. */
const pairOf = (act: EventAct | ClickAct): Names[] =>
  act.trace === undefined || act.offer === undefined || (act.kind !== 'click' && act.request !== 'ok') ? [] : [[act.trace, act.offer]]

/** Who pays for an impression, if it turns out that its offer was served to be paid by impressions. */
function payerOf({ organization, offer = '', at }: EventAct, terms: Terms) {
  const advertiser = terms.offer(offer)?.advertiser
  return advertiser === undefined ? [] : [{ organization, offer, advertiser, at }]
}
