import assert from 'node:assert/strict'
import { type Advertiser, addAdvertiser, addOffer, type Offer } from '../helpers/advertiser.js'
import { startServer, type TestServer } from '../helpers/server.js'

describe('an offer', () => {
  let now = Date.UTC(2026, 2, 1, 12)
  let server: TestServer
  let advertiser: Advertiser
  let offer: Offer
  before(async () => {
    server = await startServer({}, { now: () => now })
    advertiser = await addAdvertiser(server)
  })
  beforeEach(async () => {
    offer = await addOffer(server, advertiser, {
      brand: 'Harbour',
      dailyBudget: 100,
      dailyCap: 10,
      frequencyCap: { count: 3, hours: 24 },
      startsAt: '2026-03-01T00:00:00.000Z',
      endsAt: '2026-06-01T00:00:00.000Z',
      targeting: { countries: ['DE'], devices: ['mobile'], minOsVersion: 16 },
      events: [{ eventId: 'ftd', payout: 40, attributionWindowDays: 7 }],
      walls: [1],
    })
    now += 1000
  })
  const get = async () => (await server.manage<Offer>('GET', `/offers/${offer.id}`)).body

  for (const [operation, method] of [
    ['updateOffer', 'PUT'],
    ['patchOffer', 'PATCH'],
  ] as const)
    describe(operation, () => {
      const change = (body: unknown) => server.manage<Offer>(method, `/offers/${offer.id}`, body)

      it('changes what is given and leaves the rest', async () => {
        const changes = { headline: 'New', bid: { model: 'ECPM', amount: 3.5 }, status: 'paused' }
        const { status, body } = await change(changes)
        assert.equal(status, 200)
        assert.deepEqual(body, { ...offer, ...changes, updatedAt: new Date(now).toISOString() })
        assert.deepEqual(await get(), body)
      })

      it('clears what is null', async () => {
        const cleared = { brand: null, dailyBudget: null, dailyCap: null, frequencyCap: null, startsAt: null, endsAt: null }
        const { body } = await change(cleared)
        assert.deepEqual(body, { ...offer, ...cleared, updatedAt: body.updatedAt })
      })

      it('replaces the whole of a part', async () => {
        const { body } = await change({ targeting: { regions: ['US-NJ'] }, events: [], walls: [] })
        assert.deepEqual(body.targeting, {
          countries: [],
          excludeCountries: [],
          regions: ['US-NJ'],
          devices: [],
          os: [],
          minOsVersion: null,
        })
        assert.deepEqual([body.events, body.walls], [[], []])
      })

      it('moves the offer to another advertiser of the organization', async () => {
        const other = await addAdvertiser(server)
        assert.equal((await change({ advertiserId: other.id })).body.advertiserId, other.id)
        assert.match(String((await change({ advertiserId: 'adv_none' })).body.message), /^advertiserId: there is no advertiser/)
      })

      it('changes nothing when nothing is given', async () => {
        const { body } = await change({})
        assert.deepEqual(body, { ...offer, updatedAt: new Date(now).toISOString() })
      })

      for (const [body, message] of [
        [{ endsAt: '2026-02-01T00:00:00Z' }, /^endsAt: must be after startsAt/],
        [{ startsAt: '2026-07-01T00:00:00Z' }, /^endsAt: must be after startsAt/],
        [{ headline: null }, /^headline: must be string/],
        [{ bid: null }, /^bid: must be object/],
        [{ landingUrl: 'javascript:alert(1)' }, /^landingUrl: must be an absolute/],
        [{ targeting: { countries: ['XX'] } }, /^targeting.countries\[0\]/],
        [[], /^body: must be object/],
      ] as const)
        it(`refuses ${JSON.stringify(body)} by name, and changes nothing`, async () => {
          const answer = await change(body)
          assert.equal(answer.status, 400)
          assert.match(String(answer.body.message), message)
          assert.deepEqual(await get(), offer)
        })
    })

  it('getOffer of no offer is not found', async () => {
    assert.equal((await server.manage('GET', '/offers/off_none')).status, 404)
    assert.equal((await server.manage('PUT', '/offers/off_none', {})).status, 404)
  })

  it('deleteOffer takes it away, once', async () => {
    assert.deepEqual(await server.manage('DELETE', `/offers/${offer.id}`), { status: 200, body: { deleted: true } })
    assert.equal((await server.manage('GET', `/offers/${offer.id}`)).status, 404)
    assert.equal((await server.manage('DELETE', `/offers/${offer.id}`)).status, 404)
  })
})
