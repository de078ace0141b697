import type { Database } from '../db/database.js'
import { type Transaction, transaction } from '../db/transaction.js'
import type { FactWriter } from '../journal/fact-writer.js'
import { storedFacts } from '../journal/journal-store.js'
import { DAY, utcDay } from '../lib/time.js'
import type { Act, ClickAct, EventAct, PostbackAct, PostbackOutcome } from './billing-acts.js'
import type { Settlement } from './billing-batch.js'
import { settle } from './billing-rules.js'
import { BillingState } from './billing-state.js'
import { BillingStore } from './billing-store.js'
import { ClickStore } from './click-store.js'
import { ConversionStore } from './conversion-store.js'
import { WHOLE_LIFE } from './counter-store.js'
import { ImpressionStore } from './impression-store.js'
import { advertiserAccount, causes, type Posting } from './ledger.js'
import { LedgerStore } from './ledger-store.js'
import type { Standings } from './live-counters.js'
import { ServedStore } from './served-store.js'
import type { Terms } from './terms.js'

/** An act that is to be billed. */
export interface Due {
  readonly act: Act
  /** Whether it may have been billed before. */
  readonly again: boolean
  /** The act as `packAct` makes it, where it is at hand. */
  readonly text?: string | undefined
}

/** What came of a batch. */
export interface Billed {
  /** Of each act, in their order; only a postback is told its own. */
  readonly outcomes: readonly (PostbackOutcome | undefined)[]
  /** Where offers and balances stand now that the batch has moved; undefined: it has moved none. */
  readonly standings: Standings | undefined
}

/** Decides and books batches of acts, one after the other, each in one transaction. @throws Unavailable when nothing is booked */
export type BillBatch = (due: readonly Due[]) => Promise<Billed>

interface Needs {
  readonly db: Database
  readonly facts: FactWriter
  /** The catalogue of now. */
  readonly terms: () => Terms
}

/**
 * Bills in one transaction, in which nobody else bills for the same organizations: everything a decision stands on is read there, and everything that follows
 * from it is written there, the facts of the journal included.
 */
export class Biller {
  constructor(private readonly needs: Needs) {}

  /** See `BillBatch`. */
  async bill(due: readonly Due[]): Promise<Billed> {
    const { db, terms } = this.needs
    return transaction(db, async trx => {
      await new BillingStore(trx, db.dialect).lock(due.map(({ act }) => act.organization))
      const acts = await this.unbilled(trx, due)
      if (acts.length === 0) return { outcomes: due.map(() => undefined), standings: undefined }
      const now = terms()
      const state = await this.read(trx, acts, now)
      const settlement = settle(acts, state, now)
      await this.save(trx, state, settlement)
      const outcomes = new Map(acts.map((act, at) => [act, settlement.outcomes[at]]))
      const standings = state.standings(Math.max(...acts.map(({ at }) => at)))
      return { outcomes: due.map(({ act }) => outcomes.get(act)), standings: standings.offers.length > 0 ? standings : undefined }
    })
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
      this.needs.facts.record(trx, settlement.facts),
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
  const advertiser = terms.offers.get(offer)?.advertiser
  return advertiser === undefined ? [] : [{ organization, offer, advertiser, at }]
}
