import assert from 'node:assert/strict'
import { startServer, type TestServer } from '../helpers/server.js'
import { look } from '../helpers/tenant.js'
import { type Shown, Visits } from '../helpers/visits.js'

const CLIENTS = 64
const SHOWN = 320

describe('getRedirect under 64 clients at once', () => {
  let visits: Visits
  let servers: TestServer[]
  before(async () => {
    visits = await Visits.open()
    // A file has one process; a database server has several.
    const { env } = visits.server
    servers = [visits.server, ...(env.DATABASE_URL ? [await startServer(env, { now: () => visits.now })] : [])]
  })

  /** Follows all clicks from many clients, spread over the servers, each by a visitor of his own. Ids of the clicks that were redirected. */
  async function followAll(shown: readonly Shown[]): Promise<string[]> {
    const visitors = shown.map(() => visits.visitor())
    const clicks: string[] = []
    let next = 0
    const client = async () => {
      for (let n = next++; n < shown.length; n = next++) {
        const { baseUrl } = servers[n % servers.length]!
        const { status, headers } = await fetch(baseUrl + shown[n]!.click, { redirect: 'manual', headers: visitors[n]! })
        if (status === 302) clicks.push(new URL(headers.get('location')!).searchParams.get('c')!)
      }
    }
    await Promise.all(Array.from({ length: CLIENTS }, client))
    return clicks
  }

  /** Micros by account kind, and whether debits are credits; clicks by whether they were billed. */
  const books = async (offer: string) => {
    // Acts of a burst are acknowledged before they are billed; whoever asks for balances gets those of all that was answered.
    await visits.server.manage('GET', '/ledger/balances')
    return look(visits.server, async ({ knex }) => {
      const [off] = await knex('ledger_entries').sum<{ sum: number }[]>({ sum: 'amount' })
      const [wrong] = await knex('ledger_balances as b')
        .whereRaw(
          'b.balance <> (select sum(e.amount) from ledger_entries e where e.organization = b.organization and e.account = b.account)',
        )
        .count<{ n: number }[]>({ n: '*' })
      const [charges] = await knex('ledger_postings').where({ offer, kind: 'charge' }).count<{ n: number }[]>({ n: '*' })
      const [billed] = await knex('clicks').where({ offer, billed: true }).count<{ n: number }[]>({ n: '*' })
      const [stored] = await knex('clicks').where({ offer }).count<{ n: number }[]>({ n: '*' })
      const [counter] = await knex('offer_counters').where({ offer, day: '' }).select('actions', 'spent')
      const counts = [charges?.n, billed?.n, stored?.n, counter?.actions].map(Number)
      return { outOfBalance: Number(off?.sum), wrongBalances: Number(wrong?.n), counts, spent: Number(counter?.spent) }
    })
  }

  it('bills exactly the hundred clicks that the budget covers, on however many processes', async () => {
    const offer = await visits.sell({ totalBudget: 100 })
    const shown = await Promise.all(Array.from({ length: SHOWN }, () => visits.show(offer)))
    assert.equal(new Set(await followAll(shown)).size, SHOWN)
    const { outOfBalance, wrongBalances, counts, spent } = await books(offer)
    assert.deepEqual(counts, [100, 100, SHOWN, 100])
    assert.deepEqual([outOfBalance, wrongBalances, spent], [0, 0, 100_000_000])
    await visits.server.manage('DELETE', `/offers/${offer}`)
  })

  it('shows all of a burst to whoever asks at once, and takes postbacks for its clicks', async () => {
    const offer = await visits.sell()
    const shown = await Promise.all(Array.from({ length: SHOWN }, () => visits.show(offer)))
    const last = (await followAll(shown)).at(-1)!
    const other = servers.at(-1)!
    const [{ body: report }, { body: trace }, postback] = await Promise.all([
      other.manage<{ totals: Record<string, number> }>('GET', `/offers/${offer}/report`),
      other.manage<{ events: { kind: string; clickId?: string; billed?: boolean }[] }>('GET', `/trace/${last}`),
      other.fetch(`/v1/postback?click_id=${last}&txid=tx-burst&token=${visits.postbackToken}`),
    ])
    assert.deepEqual([report.totals.clicks, report.totals.revenue], [SHOWN, SHOWN])
    assert.deepEqual(
      trace.events.filter(({ kind }) => kind === 'click').map(({ clickId, billed }) => [clickId, billed]),
      [[last, true]],
    )
    assert.deepEqual([postback.status, await postback.json()], [200, { status: 'accepted' }])
    await visits.server.manage('DELETE', `/offers/${offer}`)
  })

  it('bills a pair once, however often and wherever it is clicked', async () => {
    const offer = await visits.sell()
    const one = await visits.show(offer)
    await followAll(Array.from({ length: CLIENTS }, () => one))
    const { outOfBalance, wrongBalances, counts } = await books(offer)
    assert.deepEqual(counts, [1, 1, CLIENTS, 1])
    assert.deepEqual([outOfBalance, wrongBalances], [0, 0])
  })
})
