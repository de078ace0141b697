import assert from 'node:assert/strict'
import type { Fact } from '../../src/journal/fact.js'
import { JournalStore } from '../../src/journal/journal-store.js'
import { newId } from '../../src/lib/id.js'
import { DAY } from '../../src/lib/time.js'
import { compileBook } from '../../src/market/auction.js'
import { compileOffers } from '../../src/market/compiled-offers.js'
import { explain } from '../../src/market/explanation.js'
import type { Offer, OfferEvent } from '../../src/market/offer.js'
import { RateBook } from '../../src/market/rate-book.js'
import { stampEpoch } from '../../src/market/stat-keeper.js'
import { StatStore } from '../../src/market/stat-store.js'
import { countFacts } from '../../src/market/stats.js'
import { freshDatabase } from '../helpers/database.js'
import { eventually } from '../helpers/eventually.js'
import { anOffer } from '../helpers/offers.js'
import { look } from '../helpers/tenant.js'
import { Visits } from '../helpers/visits.js'

// What a click of an offer with several goals is expected to earn.

const NOW = Date.UTC(2026, 10, 21, 12)
const CLICKS = 1000

const goal = (eventId: string, usd?: number): OfferEvent => ({
  eventId,
  description: eventId,
  repeatable: true,
  ...(usd !== undefined && { payout: usd * 1e6 }),
})
const cpa = (id: string, usd: number, events: OfferEvent[] = [], more: Partial<Offer> = {}): Offer =>
  anOffer({ id, bid: { model: 'CPA', micros: usd * 1e6 }, events, ...more })

interface Told {
  readonly kind: 'click' | 'conversion' | 'reversal'
  readonly offer: string
  readonly event?: string
  readonly usd?: number
  readonly daysAgo?: number
}

const factOf = ({ kind, offer, event = '', usd = 0, daysAgo = 10 }: Told): Fact => {
  const money = { billed: usd > 0, price: usd * 1e6, earnings: usd * 8e5 }
  const about = { id: newId('evt'), organization: 'org_1', kind, at: NOW - daysAgo * DAY, website: 'site_1', offer, trace: 'req_1' }
  return { ...about, properties: { valid: true, ...money, event, country: 'DE', surface: 'overlay' } } as unknown as Fact
}
const times = (n: number, told: Told): Fact[] => Array.from({ length: n }, () => factOf(told))
const clicks = (...offers: string[]) => offers.flatMap(offer => times(CLICKS, { kind: 'click', offer }))
const reached = (n: number, offer: string, event: string, usd: number) => times(n, { kind: 'conversion', offer, event, usd })

/** By offer, the USD that a click is expected to earn after these facts. */
async function earningsAfter(facts: readonly Fact[], offers: readonly Offer[]): Promise<number[]> {
  const db = await freshDatabase()
  await new StatStore(db.knex, db.dialect).insert(countFacts(facts))
  await stampEpoch(db, NOW)
  const book = new RateBook(db)
  await book.load(NOW)
  const compiled = compileOffers(offers)
  const { bids } = compileBook(compiled.offers)
  const { cvr } = book.current('org_1', NOW).of(compiled, 'site_1', 'DE')
  await db.close()
  return offers.map(({ id }) => {
    const index = compiled.offers.findIndex(offer => offer.id === id)
    return (bids[index]! * cvr[index]!) / 1e6
  })
}
const near = (found: number, expected: number, told?: string) =>
  assert.ok(Math.abs(found / expected - 1) < 0.15, `${told ?? ''} ${found} instead of about ${expected}`)

describe('what a click of an offer with several goals is expected to earn', () => {
  it('counts a cheap goal beside the base step for what it is charged', async () => {
    const offers = [cpa('off_a', 20, [goal(''), goal('signup', 0.5)]), cpa('off_b', 20)]
    const facts = [...clicks('off_a', 'off_b'), ...reached(20, 'off_a', '', 20), ...reached(300, 'off_a', 'signup', 0.5)]
    const [chain, single] = await earningsAfter([...facts, ...reached(30, 'off_b', '', 20)], offers)
    near(chain!, 0.55)
    near(single!, 0.6)
    assert.ok(single! > chain!)
  })

  it('counts a dear goal after the base step for what it is charged', async () => {
    const offers = [cpa('off_a', 0.5, [goal(''), goal('deposit', 40)]), cpa('off_b', 4)]
    const facts = [...clicks('off_a', 'off_b'), ...reached(100, 'off_a', '', 0.5), ...reached(10, 'off_a', 'deposit', 40)]
    const [chain, single] = await earningsAfter([...facts, ...reached(50, 'off_b', '', 4)], offers)
    near(chain!, 0.45)
    near(single!, 0.2)
  })

  it('earns by later goals where the first is free', async () => {
    const facts = [...clicks('off_a'), ...reached(100, 'off_a', '', 0), ...reached(10, 'off_a', 'deposit', 40)]
    const [free] = await earningsAfter(facts, [cpa('off_a', 1, [goal('', 0), goal('deposit', 40)])])
    near(free!, 0.4)
    const unlisted = [...clicks('off_a'), ...reached(10, 'off_a', '', 20), ...reached(100, 'off_a', 'signup', 2)]
    const [base] = await earningsAfter(unlisted, [cpa('off_a', 20, [goal('signup', 2)])])
    near(base!, 0.4, 'a base step that is not listed:')
  })

  it('reprices what was counted when a price changes, and pays no goal that is gone', async () => {
    const facts = [...clicks('off_a'), ...reached(100, 'off_a', '', 1), ...reached(10, 'off_a', 'deposit', 40)]
    const earning = async (bid: number, events: OfferEvent[]) => (await earningsAfter(facts, [cpa('off_a', bid, events)]))[0]!
    near(await earning(1, [goal(''), goal('deposit', 40)]), 0.5)
    near(await earning(2, [goal(''), goal('deposit', 40)]), 0.6)
    near(await earning(1, [goal(''), goal('deposit', 10)]), 0.2)
    near(await earning(4, []), 0.4)
  })

  it('takes a reversed conversion back for what it was counted, on whichever day', async () => {
    const offers = [cpa('off_a', 0.5, [goal(''), goal('deposit', 40)])]
    const base = [...clicks('off_a'), ...reached(100, 'off_a', '', 0.5)]
    const deposits = reached(10, 'off_a', 'deposit', 40)
    const taken = { kind: 'reversal', offer: 'off_a', event: 'deposit', usd: 40 } as const
    const [never] = await earningsAfter(base, offers)
    for (const daysAgo of [10, 9]) {
      const [reversed] = await earningsAfter([...base, ...deposits, ...times(10, { ...taken, daysAgo })], offers)
      near(reversed!, never!, `${daysAgo} days ago:`)
    }
  })

  it('goes by what was charged where the postback says it', async () => {
    const dynamic = { payout: 'dynamic' } as const
    const offers = [cpa('off_a', 10, [], dynamic), cpa('off_b', 10, [], dynamic), cpa('off_c', 10, [], dynamic)]
    const reported = [...reached(20, 'off_a', '', 50), ...reached(20, 'off_b', '', 10), ...reached(20, 'off_c', '', 50)]
    const back = times(10, { kind: 'reversal', offer: 'off_c', usd: 50 })
    const facts = [...clicks('off_a', 'off_b', 'off_c'), ...reported, ...back]
    const [dear, cheap, halved] = await earningsAfter(facts, offers)
    near(dear!, 1)
    near(cheap!, 0.2)
    near(halved!, 0.5)
    const [raised] = await earningsAfter(facts, [cpa('off_a', 15, [], dynamic), offers[1]!, offers[2]!])
    near(raised!, 1, 'the bid is not what is charged:')
  })

  it('lets what others are believed to do not hang on how many goals there are, nor on what a postback says', async () => {
    const unseen = cpa('off_z', 20)
    const plain = clicks('off_a')
    const believed = async (offer: Offer, facts: Fact[]) => (await earningsAfter([...plain, ...facts], [offer, unseen]))[1]!
    const single = await believed(cpa('off_a', 20), reached(20, 'off_a', '', 20))
    const events = [goal('', 16), ...['one', 'two', 'three', 'four'].map(name => goal(name, 1))]
    const chain = await believed(
      cpa('off_a', 20, events),
      events.flatMap(({ eventId, payout = 0 }) => reached(20, 'off_a', eventId, payout / 1e6)),
    )
    near(chain, single)
    near(await believed(cpa('off_a', 20, [], { payout: 'dynamic' }), reached(20, 'off_a', '', 900)), single)
  })

  it('believes of an unseen chain what it believes of one goal that pays as much', async () => {
    const [chain, single] = await earningsAfter([], [cpa('off_a', 0.5, [goal(''), goal('deposit', 39.5)]), cpa('off_b', 40)])
    assert.ok(Math.abs(chain! - single!) < 1e-12)
  })
})

describe('postbacks of several goals', () => {
  it('rank an offer by what its clicks earn, and are explained to the bit', async () => {
    const visits = await Visits.open()
    const bid = { model: 'CPA', amount: 20 }
    const chain = await visits.sell({ bid, events: [{ eventId: '' }, { eventId: 'signup', payout: 0.01 }] })
    const single = await visits.sell({ bid })
    const report = async (offer: string, txid: string, event: string) => {
      const click_id = await visits.clicked(await visits.show(offer))
      const answer = await visits.postback({ token: visits.postbackToken, click_id, txid, ...(event && { event }) })
      assert.deepEqual(await answer.json(), { status: 'accepted' })
    }
    for (let n = 0; n < 8; n++) await report(chain, `chain-${n}`, 'signup')
    for (let n = 0; n < 4; n++) await report(single, `single-${n}`, '')
    for (let n = 0; n < 4; n++) await visits.clicked(await visits.show(single))
    visits.pass(2 * DAY)
    await eventually(async () => {
      const { requestId } = await visits.show(single)
      await look(visits.server, async db => {
        const rows = await db.knex('events').where({ kind: 'served' }).orderBy('at', 'desc').limit(1)
        const [{ organization, trace }] = rows as [{ organization: string; trace: string }]
        const facts = await new JournalStore(db.knex).byTrace(organization, trace)
        const served = facts.find(({ kind }) => kind === 'served') as Fact<'served'>
        const scoreOf = (id: string) => served.properties.winners.find(({ offer }) => offer === id)!.score
        assert.ok(scoreOf(single) > 3 * scoreOf(chain), `${requestId}: ${scoreOf(single)} and ${scoreOf(chain)}`)
        const { exact, offers } = await explain(db, served)
        assert.ok(exact)
        for (const { bid, ctr, cvr, score } of offers) assert.equal(score, 1000 * bid.micros * ctr! * cvr!)
      })
    }, 15_000)
  }).timeout(60_000)
})
