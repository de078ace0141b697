import assert from 'node:assert/strict'
import { Journal } from '../../src/journal/journal.js'
import { newId } from '../../src/lib/id.js'
import { DAY, utcDay } from '../../src/lib/time.js'
import { audit, CHECKS, type CheckName } from '../../src/market/audit.js'
import { projectMarket } from '../../src/market/projection.js'
import { ADVERTISER, NOON, ORGANIZATION, TestMarket, WEBSITE } from '../helpers/market.js'

/** A market in which one of everything has happened. */
async function busyMarket() {
  const market = await TestMarket.open()
  const cpc = market.sell({ bid: { model: 'CPC', micros: 1_000_001 } })
  const ecpm = market.sell({ bid: { model: 'ECPM', micros: 2_500_999 } })
  const cpa = market.sell({ bid: { model: 'CPA', micros: 20_000_000 } })
  const seen = await market.serve(ecpm)
  await market.impression(ecpm, seen)
  await market.impression(ecpm, seen)
  const clicked = await market.serve(cpc)
  const click = await market.click(cpc, clicked)
  await market.click(cpc, clicked, { userAgent: 'curl/8' })
  await market.click(cpc, await market.serve(cpc), { at: NOON + DAY })
  const bought = await market.click(cpa, await market.serve(cpa))
  await market.postback(bought, 'kept')
  const returned = await market.click(cpa, await market.serve(cpa))
  await market.postback(returned, 'returned', { at: NOON + DAY })
  await market.postback(returned, 'returned', { at: NOON + 2 * DAY, status: 'reversed' })
  await market.postback(bought, 'refused')
  const journal = new Journal(market.db, { project: projectMarket(market.db.dialect) })
  const properties = { allowed: false, country: 'DE', region: null, provider: null }
  await journal.append({ id: newId('evt'), organization: ORGANIZATION, kind: 'decision', at: NOON, website: WEBSITE, properties })
  await journal.close()
  return { market, cpc, click }
}

describe('audit', () => {
  let { market, cpc, click } = {} as Awaited<ReturnType<typeof busyMarket>>
  beforeEach(async () => {
    ;({ market, cpc, click } = await busyMarket())
  })
  afterEach(() => market.close())

  const broken = async () => [...new Set((await audit(market.db)).map(({ check }) => check))].sort()
  const account = `advertiser:${ADVERTISER}`
  const knex = () => market.db.knex
  const postingOf = async (cause: string): Promise<string> => (await knex()('ledger_postings').where({ cause }).first()).id

  it('finds nothing in books that were kept by billing alone', async () => {
    assert.deepEqual(await audit(market.db), [])
  })

  it('finds nothing in a database that nobody has used', async () => {
    const empty = await TestMarket.open({ balance: 1 })
    assert.deepEqual(await audit(empty.db), [])
    await empty.close()
  })

  const faults: [what: string, plant: () => Promise<unknown>, expected: CheckName[]][] = [
    [
      'an entry that was changed',
      async () =>
        knex()('ledger_entries')
          .where({ posting: await postingOf(`click:${click}`), line: 1 })
          .increment('amount', 1),
      ['balances_equal_entries', 'debits_equal_credits', 'facts_are_posted'],
    ],
    [
      'an entry without a posting',
      () =>
        knex()('ledger_entries').insert({
          posting: 'post_none',
          line: 0,
          organization: ORGANIZATION,
          account: 'platform',
          amount: 1,
          at: NOON,
        }),
      ['balances_equal_entries', 'debits_equal_credits'],
    ],
    [
      'a balance that is not the sum of its entries',
      () => knex()('ledger_balances').where({ account }).increment('balance', 1),
      ['balances_equal_entries'],
    ],
    ['a balance that nobody keeps', () => knex()('ledger_balances').where({ account: 'platform' }).delete(), ['balances_equal_entries']],
    [
      'a cause that is posted twice',
      async () => {
        await knex().raw(
          market.db.dialect.advisoryLocks
            ? 'alter table ledger_postings drop constraint ledger_postings_by_cause'
            : 'drop index ledger_postings_by_cause',
        )
        const id = await postingOf(`click:${click}`)
        const posting = await knex()('ledger_postings').where({ id }).first()
        const entries = await knex()('ledger_entries').where({ posting: id })
        await knex()('ledger_postings').insert({ ...posting, id: 'post_again' })
        for (const entry of entries) {
          await knex()('ledger_entries').insert({ ...entry, posting: 'post_again' })
          await knex()('ledger_balances').where({ account: entry.account }).increment('balance', entry.amount)
        }
      },
      ['acts_are_posted', 'facts_are_posted', 'posted_once'],
    ],
    [
      'an advertiser that has spent more than it had',
      async () => {
        const posting = await postingOf((await knex()('ledger_postings').where({ kind: 'deposit' }).first()).cause)
        for (const [name, sign] of [
          [account, -1],
          ['external', 1],
        ] as const) {
          await knex()('ledger_entries')
            .where({ posting, account: name })
            .update({ amount: -sign * 1000 })
          const rows: { amount: number }[] = await knex()('ledger_entries').where({ account: name })
          const sum = rows.reduce((total, { amount }) => total + amount, 0)
          await knex()('ledger_balances').where({ account: name }).update({ balance: sum })
        }
      },
      ['no_overdraft'],
    ],
    [
      'a billed click that was never posted',
      async () => {
        const id = await postingOf(`click:${click}`)
        for (const { account: name, amount } of await knex()('ledger_entries').where({ posting: id }))
          await knex()('ledger_balances').where({ account: name }).decrement('balance', amount)
        await knex()('ledger_entries').where({ posting: id }).delete()
        await knex()('ledger_postings').where({ id }).delete()
      },
      ['acts_are_posted', 'facts_are_posted'],
    ],
    [
      'a posting of a click that was not billed',
      () => knex()('clicks').where({ id: click }).update({ billed: false }),
      ['acts_are_posted', 'counters_equal_acts', 'tables_equal_journal'],
    ],
    [
      'a conversion that is gone',
      () => knex()('conversions').where({ txid: 'kept' }).delete(),
      ['acts_are_posted', 'counters_equal_acts', 'tables_equal_journal'],
    ],
    [
      'a conversion that says it was not reversed',
      () => knex()('conversions').where({ txid: 'returned' }).update({ status: 'approved' }),
      ['acts_are_posted', 'counters_equal_acts'],
    ],
    ['an impression that is gone', () => knex()('impressions').delete(), ['tables_equal_journal']],
    [
      'a counter that missed an action',
      () =>
        knex()('offer_counters')
          .where({ offer: cpc.id, day: utcDay(NOON) })
          .decrement('actions', 1),
      ['counters_equal_acts'],
    ],
    ['a counter that is gone', () => knex()('offer_counters').where({ offer: cpc.id, day: '' }).delete(), ['counters_equal_acts']],
    [
      'a count of reports that is too high',
      () => knex()('stat_deltas').where({ metric: 'clicks' }).increment('n', 1),
      ['stats_equal_journal'],
    ],
    ['a count of reports that is gone', () => knex()('stat_deltas').where({ metric: 'blocked' }).delete(), ['stats_equal_journal']],
    [
      'a fact that is gone',
      () => knex()('events').where({ kind: 'impression' }).delete(),
      ['facts_are_posted', 'stats_equal_journal', 'tables_equal_journal'],
    ],
  ]
  for (const [what, plant, expected] of faults)
    it(`finds ${what}`, async () => {
      await plant()
      assert.deepEqual(await broken(), expected)
    })

  it('has a planted fault for each of its checks', () => {
    const planted = new Set(faults.flatMap(([, , expected]) => expected))
    assert.deepEqual([...planted].sort(), Object.keys(CHECKS).sort())
  })

  it('asks nothing of facts that may have been deleted by now', async () => {
    await knex()('events')
      .where('at', '<', NOON + DAY)
      .delete()
    await knex()('events').where({ kind: 'decision' }).delete()
    assert.notDeepEqual(await audit(market.db), [])
    assert.deepEqual(await audit(market.db, NOON), [])
  })
})
