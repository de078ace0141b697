import assert from 'node:assert/strict'
import { type Advertiser, addAdvertiser, addOffer, type Offer } from '../helpers/advertiser.js'
import { startServer, type TestServer } from '../helpers/server.js'
import { addTenant, type Tenant } from '../helpers/tenant.js'

const ALL = { advertisers: { allow: [], block: [] }, offers: { allow: [], block: [] } }

describe('the offer rules of a website', () => {
  let server: TestServer
  let path: string
  let advertiser: Advertiser
  let offer: Offer
  before(async () => {
    server = await startServer()
    path = `/websites/${server.demo.website.id}/offer-rules`
    advertiser = await addAdvertiser(server, { deposit: 100 })
    offer = await addOffer(server, advertiser, { bid: { model: 'CPC', amount: 90 } })
  })
  const get = () => server.manage('GET', path)
  const put = (body: unknown) => server.manage('PUT', path, body)

  it('getOfferRules answers what putOfferRules saved; a new website shows everything', async () => {
    assert.deepEqual(await get(), { status: 200, body: ALL })
    const rules = { advertisers: { allow: [advertiser.id], block: [] }, offers: { allow: [], block: [offer.id] } }
    assert.deepEqual(await put(rules), { status: 200, body: rules })
    assert.deepEqual(await get(), { status: 200, body: rules })
  })

  it('are replaced whole, each id once; a list that is left out is empty', async () => {
    await put({ advertisers: { allow: [advertiser.id] } })
    const { body } = await put({ offers: { block: [offer.id, offer.id] } })
    assert.deepEqual(body, { ...ALL, offers: { allow: [], block: [offer.id] } })
    assert.deepEqual((await put({})).body, ALL)
  })

  it('hold from the very next request', async () => {
    const served = async () => {
      const decision = (await (await server.fetch(server.withKeys('/v1/decision'))).json()) as { requestId: string }
      const answer = await server.fetch(server.withKeys(`/v1/offers?limit=20&requestId=${encodeURIComponent(decision.requestId)}`))
      return ((await answer.json()) as { offers: { offerId: string }[] }).offers.some(({ offerId }) => offerId === offer.id)
    }
    await put({})
    assert.equal(await served(), true)
    for (const list of ['advertisers', 'offers'] as const) {
      await put({ [list]: { block: [list === 'offers' ? offer.id : advertiser.id] } })
      assert.equal(await served(), false, list)
    }
    await put({})
    assert.equal(await served(), true)
  })

  it('may be saved again when something in them was deleted since', async () => {
    const gone = await addOffer(server, advertiser)
    const { body: rules } = await put({ offers: { block: [gone.id] } })
    await server.manage('DELETE', `/offers/${gone.id}`)
    assert.deepEqual(await put((await get()).body), { status: 200, body: rules })
  })

  describe('that are wrong', () => {
    before(() => put({}))

    for (const [body, message] of [
      [{ offers: { allow: ['off_none'] } }, /^offers.allow\[0\]: there is no offer off_none/],
      [{ advertisers: { block: ['adv_none'] } }, /^advertisers.block\[0\]: there is no advertiser adv_none/],
      [{ advertisers: [] }, /^advertisers: must be object/],
      [{ offers: { block: 'off_1' } }, /^offers.block: must be array/],
      [{ offers: { block: [7] } }, /^offers.block\[0\]: must be string/],
    ] as const)
      it(`are refused by name: ${JSON.stringify(body)}`, async () => {
        const answer = await put(body)
        assert.equal(answer.status, 400)
        assert.match(String(answer.body.message), message)
        assert.deepEqual((await get()).body, ALL, 'the rules before stand')
      })
  })

  describe('of another organization', () => {
    let other: Tenant
    before(async () => {
      other = await addTenant(server)
    })

    it('are not found', async () => {
      assert.equal((await other.manage('GET', path)).status, 404)
      assert.equal((await other.manage('PUT', path, {})).status, 404)
    })

    it('can not name its offers', async () => {
      const { body: site } = await other.manage<{ id: string }>('POST', '/websites', { name: 'Theirs', domain: 'theirs.example' })
      const { status, body } = await other.manage('PUT', `/websites/${site.id}/offer-rules`, { offers: { block: [offer.id] } })
      assert.equal(status, 400)
      assert.match(String(body.message), /^offers.block\[0\]: there is no offer/)
    })
  })
})
