import assert from 'node:assert/strict'
import { transaction } from '../../src/db/transaction.js'
import type { Fact } from '../../src/journal/fact.js'
import type { Judged } from '../../src/journal/kinds.js'
import { newId } from '../../src/lib/id.js'
import { HOUR, utcDay } from '../../src/lib/time.js'
import { compileOffers } from '../../src/market/compiled-offers.js'
import { DayTable, RateBook, ratesOfEpoch } from '../../src/market/rate-book.js'
import { reportOf } from '../../src/market/report.js'
import { stampEpoch } from '../../src/market/stat-keeper.js'
import { StatStore } from '../../src/market/stat-store.js'
import { countFacts, type StatDelta } from '../../src/market/stats.js'
import { freshDatabase, type TestDatabase } from '../helpers/database.js'
import { anOffer } from '../helpers/offers.js'

const AT = Date.parse('2026-11-21T12:00:00Z')
const about = (kind: string) => ({
  id: newId('evt', AT),
  organization: 'org_1',
  kind,
  at: AT,
  website: 'site_1',
  offer: 'off_1',
  trace: 'req_1',
})
const judged = (facts: Partial<Judged> = {}): Judged => ({
  valid: true,
  billed: false,
  price: 0,
  earnings: 0,
  country: 'DE',
  surface: 'overlay',
  ...facts,
})
const noGoal = { goal: '', revenue: 0 }
const fact = (kind: string, properties: unknown): Fact => ({ ...about(kind), properties }) as Fact
const numbers = (deltas: readonly StatDelta[]) =>
  Object.fromEntries(deltas.map(({ metric, n, revenue, earnings }) => [metric, [n, revenue, earnings]]))

describe('countFacts', () => {
  it('counts what is billed with its money, in one row per metric', () => {
    const billed = judged({ billed: true, price: 1_000_000, earnings: 800_000 })
    const deltas = countFacts([fact('click', billed), fact('click', billed), fact('click', judged())])
    assert.deepEqual(numbers(deltas), { clicks: [3, 2_000_000, 1_600_000] })
    assert.deepEqual(deltas[0], {
      organization: 'org_1',
      website: 'site_1',
      offer: 'off_1',
      country: 'DE',
      surface: 'overlay',
      day: '2026-11-21',
      metric: 'clicks',
      n: 3,
      revenue: 2_000_000,
      earnings: 1_600_000,
    })
  })

  it('counts what is not valid by its reason and as nothing else', () => {
    const refused = (reason: string) => judged({ valid: false, reason })
    const deltas = countFacts([fact('click', refused('bot')), fact('impression', refused('duplicate')), fact('conversion', refused('bot'))])
    assert.deepEqual(numbers(deltas), { 'invalid:bot': [2, 0, 0], 'invalid:duplicate': [1, 0, 0] })
  })

  it('counts a valid click that cost nothing as a click', () => {
    assert.deepEqual(numbers(countFacts([fact('click', judged({ reason: 'exhausted' }))])), { clicks: [1, 0, 0] })
  })

  it('takes the money of a reversal back, and leaves the conversion counted', () => {
    const conversion = { ...judged({ billed: true, price: 5, earnings: 4 }), event: '' }
    const deltas = countFacts([fact('conversion', conversion), fact('reversal', { ...conversion })])
    assert.deepEqual(numbers(deltas), { conversions: [1, 5, 4], reversed: [1, -5, -4] })
  })

  it('counts conversions and reversals by their goal, and others by their reason alone', () => {
    const conversion = { ...judged({ billed: true, price: 5, earnings: 4 }), event: 'ftd:1' }
    const refused = { ...judged({ valid: false, reason: 'exhausted' }), event: 'ftd:1' }
    const deltas = countFacts([fact('conversion', conversion), fact('reversal', conversion), fact('conversion', refused)])
    assert.deepEqual(numbers(deltas), { 'conversions:ftd:1': [1, 5, 4], 'reversed:ftd:1': [1, -5, -4], 'invalid:exhausted': [1, 0, 0] })
  })

  it('counts every decision, and the blocked ones again', () => {
    const decision = (allowed: boolean) => fact('decision', { allowed, country: 'US', region: null, provider: null })
    assert.deepEqual(numbers(countFacts([decision(true), decision(false)])), { decisions: [2, 0, 0], blocked: [1, 0, 0] })
  })

  it('counts every offer of an answer as served, and nothing that has no count', () => {
    const served = fact('served', { country: null, surface: 'section', winners: [{ offer: 'off_1' }, { offer: 'off_2' }] })
    const deltas = countFacts([served, fact('snippet_ping', {})])
    assert.deepEqual(
      deltas.map(({ offer, metric, surface, country }) => [offer, metric, surface, country]),
      [
        ['off_1', 'served', 'section', null],
        ['off_2', 'served', 'section', null],
      ],
    )
  })
})

describe('StatStore', () => {
  let db: TestDatabase
  let store: StatStore
  before(async () => {
    db = await freshDatabase()
    store = new StatStore(db.knex, db.dialect)
  })
  const add = (metric: StatDelta['metric'], n = 1, offer = 'off_1') =>
    store.insert([
      {
        organization: 'org_1',
        website: 'site_1',
        offer,
        country: 'DE',
        surface: 'overlay',
        day: '2026-11-21',
        metric,
        n,
        revenue: n * 10,
        earnings: n * 8,
      },
    ])

  it('makes epochs of what is there, and none of nothing', async () => {
    assert.equal(await stampEpoch(db, 10), undefined)
    await add('clicks')
    await add('clicks', 2)
    assert.equal(await stampEpoch(db, 10), 10)
    assert.equal(await stampEpoch(db, 20), undefined)
    await add('clicks', 4)
    assert.equal(await stampEpoch(db, 20), 20)
    assert.equal(await store.lastEpoch(), 20)
    assert.deepEqual(
      (await store.rateCounts(0, 10, 'org_1')).map(({ n }) => n),
      [3],
    )
    assert.deepEqual(
      (await store.rateCounts(0, 20)).map(({ n }) => n),
      [7],
    )
    assert.deepEqual(await store.rateCounts(0, 20, 'org_2'), [])
  })

  it('keeps one row per key in an epoch', async () => {
    assert.equal((await db.knex('stat_deltas').where({ epoch: 10 })).length, 1)
  })

  it('adds the decisions of each epoch to those of its hour', async () => {
    const hour = 40
    for (const [n, minute] of [
      [3, 0],
      [4, 59],
      [5, 60],
    ] as const) {
      await add('decisions', n)
      assert.equal(await stampEpoch(db, (hour * 60 + minute) * 60_000), (hour * 60 + minute) * 60_000)
    }
    assert.deepEqual(await db.knex('traffic').select('organization', 'hour', 'requests').orderBy('hour'), [
      { organization: 'org_1', hour, requests: 7 },
      { organization: 'org_1', hour: hour + 1, requests: 5 },
    ])
    await db.knex('stat_deltas').where({ metric: 'decisions' }).delete()
  })

  it('answers conversions by goal to rates, with their money, and nothing that rates do not ask for', async () => {
    const filter = { organization: 'org_1', from: '2026-11-21', to: '2026-11-21' }
    for (const metric of ['conversions', 'conversions:ftd:1', 'reversed:ftd:1', 'invalid:conversions:x'] as const)
      await add(metric, 2, 'off_goals')
    await stampEpoch(db, 3_600_000 * 50)
    const counts = (await store.rateCounts(0, 3_600_000 * 50)).filter(({ offer }) => offer === 'off_goals')
    assert.deepEqual(counts.map(({ metric, goal, n, revenue }) => [metric, goal, n, revenue]).sort(), [
      ['conversions', '', 2, 20],
      ['conversions', 'ftd:1', 2, 20],
      ['reversed', 'ftd:1', 2, 20],
    ])
    const { totals } = reportOf(await store.report({ ...filter, offer: 'off_goals' }, 'day'), 'day')
    assert.deepEqual([totals.conversions, totals.reversed, totals.invalid], [4, 2, { 'conversions:x': 2 }])
    await db.knex('stat_deltas').where({ offer: 'off_goals' }).delete()
  })

  it('reports what has no epoch yet with the rest', async () => {
    await add('impressions', 5, 'off_2')
    const sums = await store.report({ organization: 'org_1', website: 'site_1', from: '2026-11-21', to: '2026-11-21' }, 'offer')
    assert.deepEqual(sums.map(({ key, metric, n, revenue, earnings }) => [key, metric, n, revenue, earnings]).sort(), [
      ['off_1', 'clicks', 7, 70, 56],
      ['off_2', 'impressions', 5, 50, 40],
    ])
    assert.deepEqual(await store.report({ organization: 'org_1', from: '2026-11-20', to: '2026-11-20' }, 'day'), [])
    assert.deepEqual(await store.report({ organization: 'org_2', from: '2026-11-21', to: '2026-11-21' }, 'day'), [])
  })

  it('leaves rows that are committed while an epoch is made to the next one', async function () {
    if (!db.dialect.advisoryLocks) this.skip()
    await stampEpoch(db, 30)
    await add('clicks', 8)
    await transaction(db, async trx => {
      assert.equal(await new StatStore(trx, db.dialect).stamp(40), 40)
      await add('clicks', 16)
      assert.equal(await stampEpoch(db, 40), undefined, 'another process must not make epochs meanwhile')
    })
    assert.equal(await stampEpoch(db, 40), 41, 'a clock that stands still')
    const [sum] = await store.rateCounts(40, 41)
    assert.equal(sum?.n, 16)
  })
})

describe('StatStore.compact', () => {
  it('sums old epochs up into the last of them, and leaves reports and newer rates as they are', async () => {
    const db = await freshDatabase()
    const store = new StatStore(db.knex, db.dialect)
    const about = { organization: 'org_1', website: 'site_1', offer: 'off_1', country: 'DE', surface: 'overlay', revenue: 5, earnings: 4 }
    for (let hour = 0; hour < 10; hour++) {
      await store.insert((['impressions', 'clicks'] as const).map(metric => ({ ...about, day: utcDay(AT), metric, n: 1 + hour })))
      await stampEpoch(db, AT + hour * HOUR)
    }
    const filter = { organization: 'org_1', from: utcDay(AT), to: utcDay(AT) }
    const [report, rates] = [await store.report(filter, 'day'), await ratesOfEpoch(db, 'org_1', AT + 7 * HOUR, AT)]
    const compiled = compileOffers([anOffer()])
    await transaction(db, trx => new StatStore(trx, db.dialect).compact(AT + 5 * HOUR))
    const epochs: number[] = await db.knex('stat_deltas').distinct('epoch').orderBy('epoch').pluck('epoch')
    assert.deepEqual(
      epochs.map(epoch => (epoch - AT) / HOUR),
      [4, 5, 6, 7, 8, 9],
    )
    assert.deepEqual(await store.report(filter, 'day'), report)
    const after = await ratesOfEpoch(db, 'org_1', AT + 7 * HOUR, AT)
    assert.deepEqual(after.of(compiled, 'site_1', 'DE'), rates.of(compiled, 'site_1', 'DE'))
    await transaction(db, trx => new StatStore(trx, db.dialect).compact(AT + 5 * HOUR))
    assert.deepEqual(await store.report(filter, 'day'), report, 'a second time changes nothing')
  })
})

describe('RateBook', () => {
  const compiled = compileOffers(['off_1', 'off_2', 'off_3'].map(id => anOffer({ id, bid: { model: 'CPA', micros: 1_000_000 } })))

  it('gives the same rates, to the bit, however the counts arrived', async () => {
    const db = await freshDatabase()
    const store = new StatStore(db.knex, db.dialect)
    const book = new RateBook(db)
    const metrics = ['impressions', 'clicks', 'conversions'] as const
    for (let round = 0; round < 12; round++) {
      await store.insert(
        compiled.offers.flatMap(({ id }, offer) =>
          metrics.map((metric, place) => ({
            organization: 'org_1',
            website: `site_${round % 3}`,
            offer: id,
            country: round % 2 ? 'DE' : null,
            surface: 'overlay',
            day: `2026-11-${10 + ((round * 7) % 11)}`,
            metric,
            n: (offer + 1) * (round + 3) * [97, 11, 2][place]!,
            revenue: 0,
            earnings: 0,
          })),
        ),
      )
      await stampEpoch(db, AT + round)
      if (round % 4 === 0) await book.load(AT)
    }
    await book.load(AT)
    const now = AT + 1234
    const current = book.current('org_1', now)
    assert.equal(current.epoch, AT + 11)
    const again = await ratesOfEpoch(db, 'org_1', current.epoch, current.at)
    const before = await ratesOfEpoch(db, 'org_1', AT + 10, current.at)
    for (const [website, country] of [
      ['site_0', 'DE'],
      ['site_1', null],
      ['site_9', 'US'],
    ] as const) {
      assert.deepEqual(again.of(compiled, website, country), current.of(compiled, website, country))
      assert.notDeepEqual(before.of(compiled, website, country), current.of(compiled, website, country))
    }
  })

  it('knows no rate of another organization', async () => {
    const table = new DayTable()
    table.add([
      { organization: 'org_1', website: 'site_1', offer: 'off_1', country: 'DE', day: '2026-11-20', metric: 'clicks', ...noGoal, n: 9 },
    ])
    const db = await freshDatabase()
    await new StatStore(db.knex, db.dialect).insert([
      {
        organization: 'org_2',
        website: 'site_1',
        offer: 'off_1',
        country: 'DE',
        surface: null,
        day: '2026-11-20',
        metric: 'clicks',
        n: 9,
        revenue: 0,
        earnings: 0,
      },
    ])
    await stampEpoch(db, AT)
    const book = new RateBook(db)
    const untouched = book.current('org_1', AT).of(compiled, 'site_1', 'DE')
    await book.load(AT)
    assert.deepEqual(book.current('org_1', AT).of(compiled, 'site_1', 'DE'), untouched)
    assert.notDeepEqual(book.current('org_2', AT).of(compiled, 'site_1', 'DE'), untouched)
  })

  it('takes reversals from the conversions of their goal', () => {
    const table = new DayTable()
    const row = { organization: 'org_1', website: 'site_1', offer: 'off_1', country: 'DE', day: '2026-11-20' }
    table.add([
      { ...row, metric: 'clicks', goal: '', n: 9, revenue: 0 },
      { ...row, metric: 'conversions', goal: 'deposit', n: 3, revenue: 120 },
      { ...row, metric: 'reversed', goal: 'deposit', n: 1, revenue: -40 },
    ])
    assert.deepEqual(
      table.asOf(AT).map(({ goal, clicks, conversions, revenue }) => [goal, clicks, conversions, revenue]),
      [
        ['', 9, 0, 0],
        ['deposit', 0, 2, 80],
      ],
    )
  })
})
