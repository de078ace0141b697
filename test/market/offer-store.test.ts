import assert from 'node:assert/strict'
import type { StoredOffer } from '../../src/market/offer.js'
import { OfferStore } from '../../src/market/offer-store.js'
import { RevisionStore } from '../../src/market/revision-store.js'
import { freshDatabase, type TestDatabase } from '../helpers/database.js'
import { addOwners, aStoredOffer } from '../helpers/stored-offers.js'

const WHOLE = aStoredOffer({
  id: 'off_whole',
  creative: { headline: 'Play', description: 'now', brand: 'B', cta: 'Go', imageUrl: 'https://x.example/i.png', terms: '18+' },
  bid: { model: 'CPA', micros: 40_000_001 },
  payout: 'dynamic',
  dailyBudget: 9_007_199_254_740_991,
  totalBudget: 0,
  dailyCap: 1,
  totalCap: 2,
  frequencyCap: { count: 3, hours: 24 },
  startsAt: 1_700_000_000_000,
  endsAt: 1_800_000_000_000,
  targeting: { countries: ['DE'], excludeCountries: ['US'], regions: ['US-NJ'], devices: ['mobile'], os: ['ios'], minOsVersion: 16.4 },
  surfaces: ['overlay'],
  events: [{ eventId: '', description: '', payout: 1, userReward: 0.5, attributionWindowDays: 7, conversionType: 2, repeatable: true }],
  listing: {
    category: 'Casino',
    offerType: 1,
    tag: 't',
    appStoreId: 'a',
    reporting: 'Instant',
    pictures: [{ width: 1, height: 2, url: 'https://x.example/p.png' }],
    walls: [1],
  },
})

describe('OfferStore', () => {
  let db: TestDatabase
  let offers: OfferStore
  let revisions: RevisionStore
  const ids = (list: readonly { id: string }[]) => list.map(({ id }) => id)

  beforeEach(async () => {
    db = await freshDatabase()
    await addOwners(db, { org_1: ['adv_1', 'adv_2'], org_2: ['adv_3'] })
    offers = new OfferStore(db.knex)
    revisions = new RevisionStore(db.knex)
  })
  afterEach(() => db.close())

  it('reads back everything that was written', async () => {
    for (const offer of [WHOLE, aStoredOffer({ id: 'off_least' })]) {
      await offers.insert(offer, 2)
      assert.deepEqual(await offers.find('org_1', offer.id), offer)
    }
    assert.deepEqual(ids(await offers.live()), ['off_least', 'off_whole'])
  })

  it('finds nothing of another organization, and nothing that was deleted', async () => {
    await offers.insert(WHOLE, 2)
    assert.equal(await offers.find('org_2', WHOLE.id), undefined)
    await offers.delete(WHOLE, 3, 2_000)
    assert.equal(await offers.find('org_1', WHOLE.id), undefined)
    assert.deepEqual(await offers.live(), [])
    assert.deepEqual(await offers.known('org_1', [WHOLE.id, 'off_none']), new Set([WHOLE.id]), 'but knows that it was there')
    assert.deepEqual(await offers.known('org_2', [WHOLE.id]), new Set())
  })

  it('lists the offers of an advertiser', async () => {
    for (const [id, advertiser] of [
      ['off_a', 'adv_1'],
      ['off_b', 'adv_2'],
      ['off_c', 'adv_1'],
    ] as const)
      await offers.insert(aStoredOffer({ id, advertiser }), 2)
    assert.deepEqual(ids(await offers.ofAdvertiser('org_1', 'adv_1')).sort(), ['off_a', 'off_c'])
    assert.deepEqual(ids(await offers.ofAdvertiser('org_2', 'adv_1')), [])
  })

  describe('keeps what every version said', () => {
    const at = (version: number) => revisions.offersAsOf('org_1', version)
    const changed = (offer: StoredOffer, name: string): StoredOffer => ({ ...offer, name })
    const a = aStoredOffer({ id: 'off_a', name: 'a as of 2' })
    const b = aStoredOffer({ id: 'off_b', name: 'b as of 4' })

    beforeEach(async () => {
      await offers.insert(a, 2)
      await offers.insert(aStoredOffer({ id: 'off_x', organization: 'org_2', advertiser: 'adv_3' }), 3)
      await offers.insert(b, 4)
      await offers.update(changed(a, 'a as of 6'), 6)
      await offers.delete(b, 8, 2_000)
    })

    for (const [version, names] of [
      [1, []],
      [2, ['a as of 2']],
      [3, ['a as of 2']],
      [4, ['a as of 2', 'b as of 4']],
      [5, ['a as of 2', 'b as of 4']],
      [6, ['a as of 6', 'b as of 4']],
      [7, ['a as of 6', 'b as of 4']],
      [8, ['a as of 6']],
      [99, ['a as of 6']],
    ] as const)
      it(`at version ${version}: ${names.join(', ') || 'nothing'}`, async () => {
        assert.deepEqual(
          (await at(version)).map(({ name }) => name),
          names,
        )
      })

    it('whole, to the last field', async () => {
      await offers.insert(WHOLE, 9)
      assert.deepEqual((await at(9)).at(-1), WHOLE)
    })

    it('and tells what changed since, in every organization, in the order in which it did', async () => {
      const since = async (version: number) => (await revisions.offersSince(version)).map(({ id, offer }) => `${id} ${offer?.name}`)
      assert.deepEqual(await since(8), [])
      assert.deepEqual(await since(5), ['off_a a as of 6', 'off_b undefined'])
      assert.equal((await since(1)).length, 5)
    })

    it('of which the last write in one version counts', async () => {
      await offers.update(changed(a, 'first'), 10)
      await offers.update(changed(a, 'second'), 10)
      assert.deepEqual(
        (await at(10)).map(({ name }) => name),
        ['second'],
      )
    })
  })

  it("keeps a website's rules as of a version", async () => {
    const rules = (domain: string) => ({ domain, advertisers: { allow: [], block: [] }, offers: { allow: [], block: ['off_1'] } })
    const site = { organization: 'org_1', id: 'site_1' }
    await revisions.record(site, 'website', 3, rules('a.example'))
    await revisions.record(site, 'website', 5, rules('b.example'))
    assert.equal(await revisions.publisherAsOf('org_1', 'site_1', 2), undefined)
    assert.deepEqual(await revisions.publisherAsOf('org_1', 'site_1', 4), rules('a.example'))
    assert.deepEqual(await revisions.publisherAsOf('org_1', 'site_1', 5), rules('b.example'))
    assert.equal(await revisions.publisherAsOf('org_2', 'site_1', 5), undefined)
  })
})
