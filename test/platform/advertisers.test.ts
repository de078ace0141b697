import assert from 'node:assert/strict'
import { type Advertiser, addAdvertiser, addOffer, type Page } from '../helpers/advertiser.js'
import { startServer, type TestServer } from '../helpers/server.js'
import { addTenant, look, type Tenant } from '../helpers/tenant.js'

describe('advertisers', () => {
  let server: TestServer
  before(async () => {
    server = await startServer()
  })
  const get = (id: string) => server.manage<Advertiser>('GET', `/advertisers/${id}`)

  describe('createAdvertiser', () => {
    it('makes one without money, and shows its postback token this once', async () => {
      const { status, body } = await server.manage<Advertiser>('POST', '/advertisers', {
        name: 'Lucky Harbour',
        balance: 5,
        id: 'adv_chosen',
      })
      assert.equal(status, 201)
      const { id, postbackToken, postbackTokenPrefix, createdAt, updatedAt, ...rest } = body
      assert.match(id, /^adv_[0-9a-z]{26}$/)
      assert.match(postbackToken, /^pbt_[\w-]{32}$/)
      assert.equal(postbackTokenPrefix, postbackToken.slice(0, 8))
      assert.equal(createdAt, updatedAt)
      assert.deepEqual(rest, { name: 'Lucky Harbour', balance: 0, currency: 'USD' })
      const { postbackToken: _, ...shown } = body
      assert.deepEqual(await get(id), { status: 200, body: shown })
    })

    it('tells where it now is', async () => {
      const response = await server.fetch('/api/v1/advertisers', {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', 'X-API-Key': server.demo.project.secretKey },
        body: '{"name":"A"}',
      })
      const { id } = (await response.json()) as Advertiser
      assert.equal(response.headers.get('location'), `/api/v1/advertisers/${id}`)
    })

    it('keeps the token neither in the database nor in the log in clear', async () => {
      const { postbackToken } = await addAdvertiser(server)
      const rows = await look(server, ({ knex }) => knex('advertisers').select('*'))
      const facts = await look(server, ({ knex }) => knex('events').select('*').where({ kind: 'advertiser_created' }))
      for (const text of [JSON.stringify([rows, facts]), server.logged.join()]) assert.ok(!text.includes(postbackToken))
    })

    for (const [body, message] of [
      [{}, /^name: required/],
      [{ name: ' ' }, /^name: must not be empty/],
      [{ name: 7 }, /^name: must be string/],
      [{ name: 'x'.repeat(201) }, /^name: must/],
    ] as const)
      it(`refuses ${JSON.stringify(body).slice(0, 40)} by name`, async () => {
        const { status, body: answer } = await server.manage('POST', '/advertisers', body)
        assert.equal(status, 400)
        assert.match(String(answer.message), message)
      })
  })

  for (const [operation, method] of [
    ['updateAdvertiser', 'PUT'],
    ['patchAdvertiser', 'PATCH'],
  ] as const)
    it(`${operation} changes what is given, and not what the server makes`, async () => {
      const made = await addAdvertiser(server)
      const { status, body } = await server.manage(method, `/advertisers/${made.id}`, {
        name: 'Renamed',
        balance: 1e6,
        postbackToken: 'mine',
      })
      assert.equal(status, 200)
      const { postbackToken: _, ...shown } = made
      assert.deepEqual(body, { ...shown, name: 'Renamed', updatedAt: body.updatedAt })
      assert.deepEqual((await get(made.id)).body, body)
      assert.deepEqual((await server.manage(method, `/advertisers/${made.id}`, {})).status, 200)
      assert.match(String((await server.manage(method, `/advertisers/${made.id}`, { name: '' })).body.message), /^name: /)
    })

  it('listAdvertisers shows each with its balance, by page, oldest first', async () => {
    const rich = await addAdvertiser(server, { deposit: 12.5 })
    const poor = await addAdvertiser(server)
    const { body: all } = await server.manage<Page<Advertiser>>('GET', '/advertisers?limit=100')
    assert.deepEqual(
      all.items.slice(-2).map(({ id, balance }) => [id, balance]),
      [
        [rich.id, 12.5],
        [poor.id, 0],
      ],
    )
    const { body: last } = await server.manage<Page<Advertiser>>('GET', `/advertisers?limit=1&page=${all.total}`)
    assert.deepEqual([last.items.map(({ id }) => id), last.total, last.page], [[poor.id], all.total, all.total])
  })

  it('deleteAdvertiser takes it and its offers out of use, and leaves the ledger', async () => {
    const gone = await addAdvertiser(server, { deposit: 3 })
    const offer = await addOffer(server, gone)
    const kept = await addOffer(server, await addAdvertiser(server))
    assert.deepEqual(await server.manage('DELETE', `/advertisers/${gone.id}`), { status: 200, body: { deleted: true } })
    for (const path of [`/advertisers/${gone.id}`, `/advertisers/${gone.id}/deposits`, `/offers/${offer.id}`])
      assert.equal((await server.manage('GET', path)).status, 404, path)
    assert.equal((await server.manage('GET', `/offers/${kept.id}`)).status, 200)
    assert.equal((await server.manage('DELETE', `/advertisers/${gone.id}`)).status, 404)
    const { body } = await server.manage<Page<{ account: string; balance: number }>>('GET', '/ledger/balances?limit=100')
    assert.equal(body.items.find(({ account }) => account === `advertiser:${gone.id}`)?.balance, 3)
  })

  it('getAdvertiser of no advertiser is not found', async () => {
    const { status, body } = await get('adv_none')
    assert.equal(status, 404)
    assert.match(String(body.message), /adv_none/)
  })

  it('rotatePostbackToken shows a new token once, and the old one stops', async () => {
    const report = async (token: string) => (await server.fetch(`/v1/postback?click_id=clk_none&txid=1&token=${token}`)).status
    const made = await addAdvertiser(server)
    assert.equal(await report(made.postbackToken), 404, 'the token is known, the click is not')
    const { status, body } = await server.manage<Advertiser>('POST', `/advertisers/${made.id}/postback-token/rotate`)
    assert.equal(status, 200)
    assert.match(body.postbackToken, /^pbt_[\w-]{32}$/)
    assert.equal((await get(made.id)).body.postbackTokenPrefix, body.postbackToken.slice(0, 8))
    assert.equal(await report(made.postbackToken), 403)
    assert.equal(await report(body.postbackToken), 404)
  })

  describe('of another organization', () => {
    let other: Tenant
    let mine: Advertiser
    before(async () => {
      other = await addTenant(server)
      mine = await addAdvertiser(server, { deposit: 7 })
    })

    for (const [method, path, body] of [
      ['GET', ''],
      ['PUT', '', { name: 'Mine now' }],
      ['PATCH', '', { name: 'Mine now' }],
      ['DELETE', ''],
      ['POST', '/postback-token/rotate'],
      ['GET', '/deposits'],
      ['POST', '/deposits', { amount: 1, reference: 'r' }],
    ] as const)
      it(`are not found by ${method} /advertisers/{id}${path}`, async () => {
        const before = await get(mine.id)
        assert.equal((await other.manage(method, `/advertisers/${mine.id}${path}`, body)).status, 404)
        assert.deepEqual(await get(mine.id), before)
      })

    it('are not listed', async () => {
      assert.deepEqual((await other.manage('GET', '/advertisers')).body, { items: [], total: 0, page: 1 })
    })
  })
})
