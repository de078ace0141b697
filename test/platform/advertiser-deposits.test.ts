import assert from 'node:assert/strict'
import { type Advertiser, addAdvertiser, type Page } from '../helpers/advertiser.js'
import { startServer, type TestServer } from '../helpers/server.js'

interface Deposit extends Record<string, unknown> {
  id: string
  amount: number
  reference: string
}

describe('deposits', () => {
  let server: TestServer
  let advertiser: Advertiser
  before(async () => {
    server = await startServer()
  })
  beforeEach(async () => {
    advertiser = await addAdvertiser(server)
  })
  const pay = (body: unknown) => server.manage<Deposit>('POST', `/advertisers/${advertiser.id}/deposits`, body)
  const list = async (query = '') => (await server.manage<Page<Deposit>>('GET', `/advertisers/${advertiser.id}/deposits${query}`)).body
  const balance = async () => (await server.manage<Advertiser>('GET', `/advertisers/${advertiser.id}`)).body.balance

  it('createDeposit adds to the balance', async () => {
    const { status, body } = await pay({ amount: 500, currency: 'USD', reference: 'INV-1' })
    assert.equal(status, 201)
    const { id, createdAt, ...rest } = body
    assert.match(id, /^post_[0-9a-z]{26}$/)
    assert.ok(Math.abs(Date.parse(String(createdAt)) - Date.now()) < 60_000)
    assert.deepEqual(rest, { advertiserId: advertiser.id, amount: 500, currency: 'USD', reference: 'INV-1' })
    assert.equal(await balance(), 500)
    await pay({ amount: 0.000001, reference: 'INV-2' })
    assert.equal(await balance(), 500.000001)
  })

  it('is counted once for its reference: a repeat answers the first', async () => {
    const first = await pay({ amount: 500, reference: 'INV-1' })
    assert.deepEqual(await pay({ amount: 500, reference: 'INV-1' }), { status: 200, body: first.body })
    assert.equal(await balance(), 500)
  })

  it('of another amount under a known reference is a conflict, and counts nothing', async () => {
    await pay({ amount: 500, reference: 'INV-1' })
    const { status, body } = await pay({ amount: 501, reference: 'INV-1' })
    assert.equal(status, 409)
    assert.match(String(body.message), /^reference: INV-1 was recorded with another amount, 500/)
    assert.equal(await balance(), 500)
  })

  it('has its references to itself: another advertiser may have the same', async () => {
    const other = await addAdvertiser(server, { deposit: 9 })
    assert.equal((await pay({ amount: 10, reference: 'first' })).status, 201)
    assert.equal((await server.manage<Advertiser>('GET', `/advertisers/${other.id}`)).body.balance, 9)
    assert.equal((await list()).total, 1)
  })

  it('is counted once when many arrive at once', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => pay({ amount: 25, reference: 'INV-9' })))
    assert.deepEqual(answers.map(({ status }) => status).sort(), [...Array(19).fill(200), 201])
    assert.equal(new Set(answers.map(({ body }) => body.id)).size, 1)
    assert.equal(await balance(), 25)
  })

  it('listDeposits shows them by page, oldest first', async () => {
    for (const n of [1, 2, 3]) await pay({ amount: n, reference: `INV-${n}` })
    const { items, total } = await list()
    assert.deepEqual([items.map(({ reference, amount }) => `${reference} ${amount}`), total], [['INV-1 1', 'INV-2 2', 'INV-3 3'], 3])
    const second = await list('?limit=2&page=2')
    assert.deepEqual([second.items.map(({ id }) => id), second.total, second.page], [[items[2]!.id], 3, 2])
  })

  for (const [body, message] of [
    [{ reference: 'r' }, /^amount: required/],
    [{ amount: 5 }, /^reference: required/],
    [{ amount: 0, reference: 'r' }, /^amount: must be >= 0.000001/],
    [{ amount: -5, reference: 'r' }, /^amount: must be >=/],
    [{ amount: 1e12, reference: 'r' }, /^amount: must be <=/],
    [{ amount: '5', reference: 'r' }, /^amount: must be number/],
    [{ amount: 5, currency: 'EUR', reference: 'r' }, /^currency: must be one of USD/],
    [{ amount: 5, reference: '  ' }, /^reference: must not be empty/],
  ] as const)
    it(`refuses ${JSON.stringify(body)} by name`, async () => {
      const { status, body: answer } = await pay(body)
      assert.equal(status, 400)
      assert.match(String(answer.message), message)
      assert.equal(await balance(), 0)
    })

  it('of no advertiser is not found', async () => {
    const { status } = await server.manage('POST', '/advertisers/adv_none/deposits', { amount: 5, reference: 'r' })
    assert.equal(status, 404)
  })
})
