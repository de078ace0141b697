import assert from 'node:assert/strict'
import { type Advertiser, addAdvertiser, addOffer, type Offer, offerSettings, type Page } from '../helpers/advertiser.js'
import { startServer, type TestServer } from '../helpers/server.js'
import { addTenant, type Tenant } from '../helpers/tenant.js'

/** What an offer is when nothing is said. */
const DEFAULTS = {
  description: null,
  brand: null,
  cta: null,
  imageUrl: null,
  terms: null,
  payout: 'fixed',
  dailyBudget: null,
  totalBudget: null,
  dailyCap: null,
  totalCap: null,
  frequencyCap: null,
  startsAt: null,
  endsAt: null,
  status: 'active',
  targeting: { countries: [], excludeCountries: [], regions: [], devices: [], os: [], minOsVersion: null },
  surfaces: [],
  events: [],
  category: null,
  offerType: 0,
  tag: null,
  appStoreId: null,
  reporting: null,
  creatives: [],
  walls: [],
}

describe('offers', () => {
  let server: TestServer
  let advertiser: Advertiser
  before(async () => {
    server = await startServer()
    advertiser = await addAdvertiser(server)
  })
  const create = (settings: Record<string, unknown>) => server.manage<Offer>('POST', '/offers', offerSettings(advertiser, settings))

  describe('createOffer', () => {
    it('makes an offer of the least, and fills in the rest', async () => {
      const { status, body } = await create({})
      assert.equal(status, 201)
      const { id, createdAt, updatedAt, ...rest } = body
      assert.match(id, /^off_[0-9a-z]{26}$/)
      assert.equal(createdAt, updatedAt)
      assert.deepEqual(rest, { ...DEFAULTS, ...offerSettings(advertiser) })
      assert.deepEqual(await server.manage('GET', `/offers/${id}`), { status: 200, body })
    })

    it('takes every setting', async () => {
      const given = {
        description: 'On your first deposit.',
        brand: 'Harbour',
        cta: 'Play',
        imageUrl: 'https://harbour.example/card.png',
        terms: '18+',
        bid: { model: 'CPA', amount: 40.123456 },
        payout: 'dynamic',
        dailyBudget: 400.5,
        totalBudget: 0.000001,
        dailyCap: 10,
        totalCap: 0,
        frequencyCap: { count: 3, hours: 24 },
        startsAt: '2026-03-01T00:00:00.000Z',
        endsAt: '2026-06-01T00:00:00.000Z',
        status: 'paused',
        targeting: {
          countries: ['AT', 'DE', 'GB'],
          excludeCountries: ['US'],
          regions: ['US-NJ'],
          devices: ['mobile', 'tablet'],
          os: ['ios'],
          minOsVersion: 16.4,
        },
        surfaces: ['overlay', 'wall'],
        events: [
          {
            eventId: '',
            description: 'Register',
            payout: 2,
            userReward: 100,
            attributionWindowDays: 7,
            conversionType: 1,
            repeatable: false,
          },
          {
            eventId: 'ftd',
            description: '',
            payout: null,
            userReward: null,
            attributionWindowDays: null,
            conversionType: null,
            repeatable: true,
          },
        ],
        category: 'Casino',
        offerType: 1,
        tag: 'spring',
        appStoreId: '123',
        reporting: '2-3 Days',
        creatives: [{ width: 320, height: 480, url: 'https://harbour.example/c.png' }],
        walls: [1, 7],
      }
      const { status, body } = await create(given)
      assert.equal(status, 201, JSON.stringify(body))
      for (const [name, value] of Object.entries(given)) assert.deepEqual(body[name], value, name)
    })

    it('stores places in upper case, sorted, each once, with UK read as GB', async () => {
      const { body } = await create({ targeting: { countries: ['uk', ' de ', 'GB'], regions: ['us-ny', 'US-NJ'] } })
      assert.deepEqual(body.targeting, { ...DEFAULTS.targeting, countries: ['DE', 'GB'], regions: ['US-NJ', 'US-NY'] })
    })

    it('ignores what it does not know and what the server makes', async () => {
      const { status, body } = await create({ id: 'off_chosen', createdAt: 'now', unknown: { deep: 1 } })
      assert.equal(status, 201)
      assert.match(body.id, /^off_[0-9a-z]{26}$/)
      assert.ok(!('unknown' in body))
    })

    it('tells where it now is', async () => {
      const response = await server.fetch('/api/v1/offers', {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', 'X-API-Key': server.demo.project.secretKey },
        body: JSON.stringify(offerSettings(advertiser)),
      })
      const { id } = (await response.json()) as Offer
      assert.equal(response.headers.get('location'), `/api/v1/offers/${id}`)
    })

    const url = 'https://harbour.example'
    for (const [settings, message] of [
      [{ advertiserId: undefined }, /^advertiserId: required/],
      [{ advertiserId: 'adv_none' }, /^advertiserId: there is no advertiser adv_none/],
      [{ name: '' }, /^name: must not be empty/],
      [{ headline: '  ' }, /^headline: must not be empty/],
      [{ headline: null }, /^headline: must be string/],
      [{ imageUrl: 'javascript:alert(1)' }, /^imageUrl: must be an http or https address/],
      [{ imageUrl: '/card.png' }, /^imageUrl: must/],
      [{ imageUrl: 'https://' }, /^imageUrl: must be an http or https address/],
      [{ imageUrl: 'https:///card.png' }, /^imageUrl: must be an http or https address/],
      [{ landingUrl: 'ftp://harbour.example' }, /^landingUrl: must be an absolute http or https URL/],
      [{ landingUrl: '/play' }, /^landingUrl: must be an absolute/],
      [{ landingUrl: 'https://{sub}.example/' }, /^landingUrl: macros are allowed in the path/],
      [{ landingUrl: 'https://me@harbour.example/' }, /^landingUrl: must not contain a user name/],
      [{ landingUrl: `${url}/?c={clickid}` }, /^landingUrl: unknown macro \{clickid\}/],
      [{ landingUrl: `${url}/${'x'.repeat(2100)}` }, /^landingUrl: must/],
      [{ bid: undefined }, /^bid: required/],
      [{ bid: { model: 'CPM', amount: 1 } }, /^bid.model: must be one of CPC, CPA, ECPM/],
      [{ bid: { model: 'CPC' } }, /^bid.amount: required/],
      [{ bid: { model: 'CPC', amount: 0 } }, /^bid.amount: must be >=/],
      [{ bid: { model: 'CPC', amount: -1 } }, /^bid.amount: must be >=/],
      [{ bid: { model: 'CPC', amount: 1e9 } }, /^bid.amount: must be <=/],
      [{ bid: { model: 'ECPM', amount: 0.0001 } }, /^bid.amount: must be at least 0.001 for ECPM/],
      [{ payout: 'both' }, /^payout: must be one of fixed, dynamic/],
      [{ dailyBudget: -1 }, /^dailyBudget: must be >= 0/],
      [{ totalBudget: '5' }, /^totalBudget: must be number or null/],
      [{ dailyCap: 1.5 }, /^dailyCap: must be integer or null/],
      [{ totalCap: -1 }, /^totalCap: must be >= 0/],
      [{ frequencyCap: { count: 0, hours: 1 } }, /^frequencyCap.count: must be >= 1/],
      [{ frequencyCap: { count: 1 } }, /^frequencyCap.hours: required/],
      [{ startsAt: 'tomorrow' }, /^startsAt: must be a valid date-time/],
      [{ endsAt: '2026-02-30T00:00:00Z' }, /^endsAt: must be a valid date-time/],
      [{ startsAt: '2026-06-30T23:59:60Z' }, /^startsAt: must be a valid date-time/],
      [{ startsAt: '2026-03-01T00:00:00+02' }, /^startsAt: must be a valid date-time/],
      [{ endsAt: '9999-12-31T23:59:59-01:00' }, /^endsAt: must be a valid date-time/],
      [{ startsAt: '2026-03-01T00:00:00Z', endsAt: '2026-03-01T01:00:00+01:00' }, /^endsAt: must be after startsAt/],
      [{ status: 'deleted' }, /^status: must be one of active, paused/],
      [{ targeting: { countries: ['US', 'XX'] } }, /^targeting.countries\[1\]: "XX" is not an ISO country \(US\)/],
      [{ targeting: { countries: ['US-NJ'] } }, /^targeting.countries\[0\]: "US-NJ" is not/],
      [{ targeting: { excludeCountries: ['Germany'] } }, /^targeting.excludeCountries\[0\]: "Germany" is not/],
      [{ targeting: { regions: ['US'] } }, /^targeting.regions\[0\]: "US" is not a region of an ISO country/],
      [{ targeting: { devices: ['phone'] } }, /^targeting.devices\[0\]: must be one of/],
      [{ targeting: { os: ['beos'] } }, /^targeting.os\[0\]: must be one of/],
      [{ targeting: { minOsVersion: '17' } }, /^targeting.minOsVersion: must be number or null/],
      [{ surfaces: ['popup'] }, /^surfaces\[0\]: must be one of/],
      [{ events: [{ description: 'x' }] }, /^events\[0\].eventId: required/],
      [{ events: [{ eventId: 'a' }, { eventId: 'b' }, { eventId: 'a' }] }, /^events\[2\].eventId: "a" is there twice/],
      [{ events: [{ eventId: '', payout: -1 }] }, /^events\[0\].payout: must be >= 0/],
      [{ offerType: 12 }, /^offerType: must be <= 11/],
      [{ creatives: [{ width: 1, height: 1, url: 'data:x' }] }, /^creatives\[0\].url: must be an http/],
      [{ creatives: [{ width: 1, height: 1, url: 'https://?' }] }, /^creatives\[0\].url: must be an http/],
      [{ walls: ['1'] }, /^walls\[0\]: must be integer/],
    ] as [Record<string, unknown>, RegExp][])
      it(`refuses ${JSON.stringify(settings).slice(0, 80)} by name`, async () => {
        const { status, body } = await create(settings)
        assert.equal(status, 400)
        assert.match(String(body.message), message)
      })
  })

  describe('listOffers', () => {
    let active: Offer
    let paused: Offer
    let others: Offer
    let other: Advertiser
    before(async () => {
      other = await addAdvertiser(server)
      active = await addOffer(server, other, { name: 'Active' })
      paused = await addOffer(server, other, { name: 'Paused', status: 'paused' })
      others = await addOffer(server, await addAdvertiser(server))
    })
    const list = async (query: string) => (await server.manage<Page<Offer>>('GET', `/offers?limit=100${query}`)).body

    it('shows all of them, oldest first', async () => {
      const { items, total } = await list('')
      assert.deepEqual(items.slice(-3), [active, paused, others])
      assert.equal(total, items.length)
    })

    it('shows those of an advertiser, of a status, or of both', async () => {
      assert.deepEqual((await list(`&advertiserId=${other.id}`)).items, [active, paused])
      assert.deepEqual((await list(`&advertiserId=${other.id}&status=paused`)).items, [paused])
      assert.ok((await list('&status=paused')).items.every(({ status }) => status === 'paused'))
      assert.deepEqual(await list('&advertiserId=adv_none'), { items: [], total: 0, page: 1 })
    })

    it('shows them by page', async () => {
      const { body } = await server.manage<Page<Offer>>('GET', `/offers?advertiserId=${other.id}&limit=1&page=2`)
      assert.deepEqual(body, { items: [paused], total: 2, page: 2 })
    })

    it('refuses a status that is none by name', async () => {
      const { status, body } = await server.manage('GET', '/offers?status=gone')
      assert.equal(status, 400)
      assert.match(String(body.message), /^status: must be one of active, paused/)
    })
  })

  describe('of another organization', () => {
    let other: Tenant
    let mine: Offer
    before(async () => {
      other = await addTenant(server)
      mine = await addOffer(server, advertiser)
    })

    for (const [method, body] of [['GET'], ['PUT', { name: 'Mine now' }], ['PATCH', { name: 'Mine now' }], ['DELETE']] as const)
      it(`are not found by ${method}`, async () => {
        assert.equal((await other.manage(method, `/offers/${mine.id}`, body)).status, 404)
        assert.deepEqual((await server.manage('GET', `/offers/${mine.id}`)).body, mine)
      })

    it('are not listed', async () => {
      assert.deepEqual((await other.manage('GET', '/offers')).body, { items: [], total: 0, page: 1 })
    })

    it('have advertisers that nobody else can charge', async () => {
      const { status, body } = await other.manage('POST', '/offers', offerSettings(advertiser))
      assert.equal(status, 400)
      assert.match(String(body.message), /^advertiserId: there is no advertiser/)
    })
  })
})
