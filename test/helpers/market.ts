import { openBooks } from '../../src/books.js'
import { Journal } from '../../src/journal/journal.js'
import { JournalStore } from '../../src/journal/journal-store.js'
import { newId } from '../../src/lib/id.js'
import { DAY, utcDay } from '../../src/lib/time.js'
import { Billing, type BillingNeeds } from '../../src/market/billing.js'
import type { ClickAct, EventAct, PostbackAct, PostbackOutcome, Sender, VisitorAct } from '../../src/market/billing-acts.js'
import { BillingStore } from '../../src/market/billing-store.js'
import { advertiserAccount, depositOf, PLATFORM, publisherAccount } from '../../src/market/ledger.js'
import { LedgerStore } from '../../src/market/ledger-store.js'
import type { Standings } from '../../src/market/live-counters.js'
import type { Offer } from '../../src/market/offer.js'
import { priceOf } from '../../src/market/price.js'
import { projectMarket } from '../../src/market/projection.js'
import { ServedStore } from '../../src/market/served-store.js'
import { keeperOf, type TestKeeper } from './acts.js'
import { freshDatabase, type TestDatabase } from './database.js'
import { anOffer } from './offers.js'

export const NOON = Date.UTC(2026, 10, 21, 12)
export const ORGANIZATION = 'org_1'
export const WEBSITE = 'site_1'
export const ADVERTISER = 'adv_1'

const BROWSER = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36'
const HUMAN: Sender = { purpose: null, userAgent: BROWSER, dataCentre: false }

/** What a test says of an act, and of who sent it. */
type Told<Act> = Partial<Omit<Act, 'sender'> & Sender>

/** A billing process over a database, with offers that a test can change while it runs. */
export class TestMarket {
  readonly offers = new Map<string, Offer>()
  readonly standings: Standings[] = []
  /** Everything that visitors did. */
  readonly booked: VisitorAct[] = []
  /** What billing stands on, for another process beside it. */
  readonly needs: BillingNeeds
  readonly billing: Billing
  private readonly journal: Journal

  private constructor(
    readonly db: TestDatabase,
    readonly kept: TestKeeper,
  ) {
    this.journal = new Journal(db, { project: projectMarket(db.dialect) })
    // Another moment has other maps.
    const books = openBooks(db, () => ({ offers: new Map(this.offers), revenueShares: new Map() }))
    this.needs = {
      db,
      keeper: kept.keeper,
      bill: books.bill,
      onMoved: standings => void this.standings.push(standings),
    }
    this.billing = new Billing(this.needs)
  }

  static async open({ balance = 100_000_000, db }: { balance?: number; db?: TestDatabase } = {}): Promise<TestMarket> {
    const opened = db ?? (await freshDatabase())
    const market = new TestMarket(opened, keeperOf(opened))
    if (!db) await market.deposit(balance)
    return market
  }

  async deposit(micros: number): Promise<void> {
    const deposit = depositOf({ organization: ORGANIZATION, advertiser: ADVERTISER, reference: newId('ref'), micros, at: NOON - DAY })
    await this.db.knex.transaction(trx => new LedgerStore(trx, this.db.dialect).post([deposit]))
  }

  /** An offer, as it is from now on. */
  sell(offer: Parameters<typeof anOffer>[0] = {}): Offer {
    const made = anOffer({ advertiser: ADVERTISER, organization: ORGANIZATION, ...offer, id: offer.id ?? newId('off') })
    this.offers.set(made.id, made)
    return made
  }

  /** Serves an offer to a new request, whose trace it answers. */
  async serve(offer: Offer, trace = newId('req')): Promise<string> {
    const { id, organization, advertiser, bid } = offer
    const about = { organization, advertiser, website: WEBSITE, visitor: 'visitor', country: 'DE', surface: 'overlay', at: NOON - 1000 }
    const pair = { ...about, trace, offer: id, position: 1, model: bid.model, price: priceOf(offer) }
    await new ServedStore(this.db.knex, this.db.dialect).insert([pair])
    return trace
  }

  impression(offer: Offer, trace: string, facts: Told<EventAct> = {}): Promise<void> {
    const { purpose, userAgent, dataCentre, ...rest } = { ...HUMAN, ...facts }
    return this.book({
      kind: 'impression',
      fact: newId('evt'),
      organization: ORGANIZATION,
      website: WEBSITE,
      at: NOON,
      offer: offer.id,
      trace,
      request: 'ok',
      visitor: 'visitor',
      country: 'DE',
      sender: { purpose, userAgent, dataCentre },
      ...rest,
    })
  }

  private book(act: VisitorAct): Promise<void> {
    this.booked.push(act)
    return this.billing.book(act)
  }

  /** A click, each by a visitor of his own unless the test says. Answers its id. */
  async click(offer: Offer, trace: string, facts: Told<ClickAct> = {}): Promise<string> {
    const { purpose, userAgent, dataCentre, ...rest } = { ...HUMAN, ...facts }
    const id = newId('clk')
    await this.book({
      kind: 'click',
      fact: newId('evt'),
      id,
      organization: ORGANIZATION,
      advertiser: offer.advertiser,
      website: WEBSITE,
      at: NOON,
      offer: offer.id,
      trace,
      visitor: newId('visitor'),
      position: 1,
      model: offer.bid.model,
      price: priceOf(offer),
      surface: 'overlay',
      country: 'DE',
      servedAt: NOON - 1000,
      head: false,
      sender: { purpose, userAgent, dataCentre },
      ...rest,
    })
    return id
  }

  postback(click: string, txid: string, facts: Partial<PostbackAct> = {}): Promise<PostbackOutcome> {
    return this.billing.report({
      kind: 'postback',
      organization: ORGANIZATION,
      advertiser: ADVERTISER,
      at: NOON,
      click,
      txid,
      event: '',
      status: 'approved',
      payout: null,
      currency: null,
      ...facts,
    })
  }

  /** Every fact of a trace, as `kind` and `reason` or what it cost. */
  async told(trace: string): Promise<string[]> {
    const facts = await new JournalStore(this.db.knex).byTrace(ORGANIZATION, trace)
    return facts.map(({ kind, properties }) => {
      const { reason, price } = (properties ?? {}) as { reason?: string; price?: number }
      return [kind, reason ?? price].join(' ')
    })
  }

  /** Micros: what the advertiser has left, and what publisher and platform have earned. */
  async balances(): Promise<{ advertiser: number; publisher: number; platform: number }> {
    const [advertiser, publisher] = [advertiserAccount(ADVERTISER), publisherAccount(WEBSITE)]
    const found = await new LedgerStore(this.db.knex, this.db.dialect).balances(ORGANIZATION, [advertiser, publisher, PLATFORM])
    return { advertiser: found.get(advertiser) ?? 0, publisher: found.get(publisher) ?? 0, platform: found.get(PLATFORM) ?? 0 }
  }

  /** Billable actions and micros of an offer, of the day of `NOON` and over its life. */
  async tallies({ id }: Offer): Promise<{ today: string; total: string }> {
    const found = await new BillingStore(this.db.knex, this.db.dialect).tallies([
      [id, utcDay(NOON)],
      [id, ''],
    ])
    const of = (day: string) => found.filter(tally => tally.day === day).map(({ actions, spent }) => `${actions} for ${spent}`)[0] ?? 'none'
    return { today: of(utcDay(NOON)), total: of('') }
  }

  async close(): Promise<void> {
    await this.billing.close()
    await this.journal.close()
    await this.kept.close()
    await this.db.close()
  }
}
