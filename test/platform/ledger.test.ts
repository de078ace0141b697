import assert from 'node:assert/strict'
import { type Advertiser, addAdvertiser, type Page } from '../helpers/advertiser.js'
import { startServer, type TestServer } from '../helpers/server.js'
import { addTenant } from '../helpers/tenant.js'

interface Entry extends Record<string, unknown> {
  account: string
  amount: number
  cause: string
}

describe('the ledger', () => {
  let now = Date.UTC(2026, 2, 1, 12)
  let server: TestServer
  let advertiser: Advertiser
  before(async () => {
    server = await startServer({}, { now: () => now })
    advertiser = await addAdvertiser(server)
    for (const day of [1, 2, 3]) {
      now = Date.UTC(2026, 2, day, 23, 59, 59, 999)
      await server.manage('POST', `/advertisers/${advertiser.id}/deposits`, { amount: day, reference: `day ${day}` })
    }
  })
  const entries = async (query: string) => (await server.manage<Page<Entry>>('GET', `/ledger/entries?limit=100${query}`)).body
  const days = async (query: string) => (await entries(`&account=advertiser:${advertiser.id}${query}`)).items.map(({ amount }) => amount)

  it('listLedgerEntries shows what moved, why, and between whom, newest first', async () => {
    const { items, total, page } = await entries(`&account=advertiser:${advertiser.id}`)
    assert.deepEqual([items.length, total, page], [3, 3, 1])
    const { postingId, ...newest } = items[0]!
    assert.match(String(postingId), /^post_/)
    assert.deepEqual(newest, {
      time: '2026-03-03T23:59:59.999Z',
      kind: 'deposit',
      cause: `deposit:${advertiser.id}:day 3`,
      account: `advertiser:${advertiser.id}`,
      amount: 3,
      currency: 'USD',
      traceId: null,
      offerId: null,
      websiteId: null,
    })
  })

  it('shows both sides of a posting together, adding up to zero', async () => {
    const { items } = await entries('')
    const mine = items.filter(({ cause }) => cause === `deposit:${advertiser.id}:day 2`)
    assert.deepEqual(
      mine.map(({ account, amount }) => [account, amount]),
      [
        [`advertiser:${advertiser.id}`, 2],
        ['external', -2],
      ],
    )
    assert.equal(items.indexOf(mine[1]!), items.indexOf(mine[0]!) + 1)
  })

  it('is cut by days, the first and the last included', async () => {
    assert.deepEqual(await days('&from=2026-03-02'), [3, 2])
    assert.deepEqual(await days('&to=2026-03-02'), [2, 1])
    assert.deepEqual(await days('&from=2026-03-02&to=2026-03-02'), [2])
    assert.deepEqual(await days('&from=2026-03-04'), [])
  })

  it('is read by page', async () => {
    const { body } = await server.manage<Page<Entry>>('GET', `/ledger/entries?account=advertiser:${advertiser.id}&limit=2&page=2`)
    assert.deepEqual([body.items.map(({ amount }) => amount), body.total, body.page], [[1], 3, 2])
  })

  for (const [query, message] of [
    ['from=yesterday', /^from: must be a valid date/],
    ['to=2026-02-30', /^to: must be a valid date/],
    ['from=2026-03-02&to=2026-03-01', /^to: must not be before from/],
  ] as const)
    it(`refuses ${query} by name`, async () => {
      const { status, body } = await server.manage('GET', `/ledger/entries?${query}`)
      assert.equal(status, 400)
      assert.match(String(body.message), message)
    })

  it('listLedgerBalances shows what each account holds, adding up to zero', async () => {
    const { body } = await server.manage<Page<{ account: string; balance: number; currency: string }>>('GET', '/ledger/balances?limit=100')
    assert.deepEqual(
      body.items.find(({ account }) => account === `advertiser:${advertiser.id}`),
      { account: `advertiser:${advertiser.id}`, balance: 6, currency: 'USD' },
    )
    const sum = body.items.reduce((total, { balance }) => total + Math.round(balance * 1e6), 0)
    assert.equal(sum, 0)
    assert.equal(body.total, body.items.length)
  })

  it('shows nothing of it to another organization', async () => {
    const other = await addTenant(server)
    const nothing = { items: [], total: 0, page: 1 }
    for (const path of ['/ledger/entries', `/ledger/entries?account=advertiser:${advertiser.id}`, '/ledger/balances'])
      assert.deepEqual((await other.manage('GET', path)).body, nothing, path)
  })
})
