import assert from 'node:assert/strict'
import { type Database, openDatabase } from '../../src/db/database.js'
import { transaction } from '../../src/db/transaction.js'
import { advertiserAccount, type ChargeFacts, chargeOf, depositOf, type Posting, reversalOf } from '../../src/market/ledger.js'
import { LedgerStore } from '../../src/market/ledger-store.js'
import { StatementStore } from '../../src/market/statement-store.js'
import { freshDatabase, type TestDatabase } from '../helpers/database.js'

const deposit = (micros: number, facts: Partial<{ organization: string; advertiser: string; reference: string; at: number }> = {}) =>
  depositOf({ organization: 'org_1', advertiser: 'adv_1', reference: 'r1', micros, at: 1_000, ...facts })

const charge = (click: number, facts: Partial<ChargeFacts> = {}) =>
  chargeOf({
    organization: 'org_1',
    cause: `click:clk_${click}`,
    advertiser: 'adv_1',
    website: 'site_1',
    offer: 'off_1',
    trace: `req_${click}`,
    price: 100_000,
    revenueShare: 0.8,
    at: 1_000 + click,
    ...facts,
  })

describe('LedgerStore', () => {
  let db: TestDatabase
  let ledger: LedgerStore
  const post = (postings: Posting[], on: Database = db) => transaction(on, trx => new LedgerStore(trx, on.dialect).post(postings))
  const balances = async () =>
    Object.fromEntries((await new StatementStore(db.knex).balances('org_1', PAGE)).items.map(each => [each.account, each.balance]))

  /** As many processes as the engine lets write; an embedded database has one. */
  let others: Database[]

  before(async () => {
    db = await freshDatabase()
    ledger = new LedgerStore(db.knex, db.dialect)
    others = db.dialect.skipLocked ? Array.from({ length: 4 }, () => openDatabase(db.settings)) : Array(4).fill(db)
  })
  after(() => Promise.all(others.map(other => other.close())))
  afterEach(async () => {
    for (const table of ['ledger_postings', 'ledger_entries', 'ledger_balances']) await db.knex(table).delete()
  })

  it('keeps the balances that the entries add up to', async () => {
    await post([deposit(1_000_000)])
    await post([charge(1), charge(2), charge(3, { website: 'site_2', revenueShare: 0.5 })])
    assert.deepEqual(await balances(), {
      'advertiser:adv_1': 700_000,
      external: -1_000_000,
      platform: 90_000,
      'publisher:site_1': 160_000,
      'publisher:site_2': 50_000,
    })
    const sums = await db
      .knex('ledger_entries')
      .select('account')
      .sum<{ account: string; balance: number }[]>({ balance: 'amount' })
      .groupBy('account')
    assert.deepEqual(await balances(), Object.fromEntries(sums.map(({ account, balance }) => [account, Number(balance)])))
  })

  it('posts nothing twice for one cause, in one batch or in two', async () => {
    const first = await post([charge(2), charge(1), charge(2)])
    assert.deepEqual(
      first.map(({ cause }) => cause),
      ['click:clk_2', 'click:clk_1'],
    )
    const again = await post([charge(1, { price: 5 }), charge(3), charge(2)])
    assert.deepEqual(
      again.map(({ cause }) => cause),
      ['click:clk_3'],
    )
    assert.equal((await balances())['advertiser:adv_1'], -300_000)
  })

  it('takes one cause for another in another organization', async () => {
    await post([deposit(5), deposit(7, { organization: 'org_2' })])
    assert.equal((await ledger.balances('org_2', [advertiserAccount('adv_1')])).get('advertiser:adv_1'), 7)
    assert.equal((await balances())['advertiser:adv_1'], 5)
  })

  it('posts nothing at all when one of the postings does not add up', async () => {
    const wrong: Posting = {
      ...charge(2),
      entries: [
        { account: 'a', amount: 1 },
        { account: 'b', amount: 1 },
      ],
    }
    await assert.rejects(post([charge(1), wrong]), /click:clk_2 is out of balance by 2/)
    assert.deepEqual(await balances(), {})
  })

  it('finds what was posted for a cause, to take it back', async () => {
    await post([charge(1, { price: 9 }), charge(2)])
    const found = await ledger.byCause('org_1', ['click:clk_1', 'click:clk_9'])
    assert.deepEqual([...found.keys()], ['click:clk_1'])
    await post([reversalOf(found.get('click:clk_1')!, 5_000)])
    assert.equal((await balances())['advertiser:adv_1'], -100_000)
    assert.equal((await balances())['publisher:site_1'], 80_000)
    assert.deepEqual(await post([reversalOf(found.get('click:clk_1')!, 6_000)]), [], 'a second time')
    assert.deepEqual(await ledger.byCause('org_2', ['click:clk_1']), new Map())
  })

  it('adds up what many post at once to accounts in any order', async () => {
    await Promise.all(
      Array.from({ length: 80 }, (_, n) => {
        const batch = [
          charge(2 * n, { advertiser: `adv_${n % 3}`, website: `site_${n % 2}` }),
          charge(2 * n + 1, { advertiser: `adv_${(n + 1) % 3}` }),
        ]
        return post(n % 2 === 0 ? batch : batch.reverse(), others[n % 4]!)
      }),
    )
    const all = await balances()
    assert.equal(
      Object.values(all).reduce((sum, balance) => sum + balance, 0),
      0,
    )
    assert.equal(all.platform, 160 * 20_000)
  })

  it('posts one of the deposits that arrive at once with one reference', async () => {
    const posted = await Promise.all(Array.from({ length: 40 }, (_, n) => post([deposit(1_000)], others[n % 4]!)))
    assert.equal(posted.flat().length, 1)
    assert.equal((await balances())['advertiser:adv_1'], 1_000)
  })

  describe('a statement', () => {
    beforeEach(() => post([deposit(1_000_000, { at: 1_000 }), charge(1), charge(2), deposit(9, { organization: 'org_2' })]))
    const lines = async (filter: { account?: string; from?: number; to?: number }, page = PAGE) => {
      const { items, total } = await new StatementStore(db.knex).lines('org_1', { ...filter, ...page })
      return { lines: items.map(({ cause, account, amount }) => `${cause} ${account} ${amount}`), total }
    }

    it("lists an account's entries, newest first", async () => {
      assert.deepEqual(await lines({ account: 'advertiser:adv_1' }), {
        lines: [
          'click:clk_2 advertiser:adv_1 -100000',
          'click:clk_1 advertiser:adv_1 -100000',
          'deposit:adv_1:r1 advertiser:adv_1 1000000',
        ],
        total: 3,
      })
    })

    it("lists everyone's, the entries of a posting together", async () => {
      const { lines: all, total } = await lines({})
      assert.equal(total, 8)
      assert.deepEqual(
        all.map(line => line.split(' ')[1]),
        [...charge(2).entries, ...charge(1).entries, ...deposit(1).entries].map(({ account }) => account),
      )
    })

    it('is cut by time: from the first moment, up to but without the last', async () => {
      for (const account of [undefined, 'advertiser:adv_1']) {
        const filter = { from: 1_001, to: 1_002, ...(account !== undefined && { account }) }
        const { lines: cut, total } = await lines(filter)
        assert.equal(total, account === undefined ? 3 : 1)
        assert.ok(cut.every(line => line.startsWith('click:clk_1 ')))
      }
    })

    it('is read by page', async () => {
      assert.deepEqual(await lines({ account: 'advertiser:adv_1' }, { offset: 2, limit: 2 }), {
        lines: ['deposit:adv_1:r1 advertiser:adv_1 1000000'],
        total: 3,
      })
    })
  })
})

const PAGE = { offset: 0, limit: 100 }
