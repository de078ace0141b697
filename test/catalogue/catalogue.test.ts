import assert from 'node:assert/strict'
import { Catalogue } from '../../src/catalogue/catalogue.js'
import { type Database, openDatabase } from '../../src/db/database.js'
import { PostgresNotices } from '../../src/db/notices.js'
import { createLog } from '../../src/lib/log.js'
import type { StoredOffer } from '../../src/market/offer.js'
import { OfferStore } from '../../src/market/offer-store.js'
import { RevisionStore } from '../../src/market/revision-store.js'
import { freshDatabase, type TestDatabase } from '../helpers/database.js'
import { addOwners, aStoredOffer } from '../helpers/stored-offers.js'

const log = createLog('silent')

describe('the catalogue', () => {
  let db: TestDatabase
  let catalogue: Catalogue
  const closing: (() => Promise<void>)[] = []

  /** One process of the installation. */
  async function open(on: Database): Promise<Catalogue> {
    const notices = on.dialect.listen ? await PostgresNotices.open(db.settings.url!, log) : undefined
    const opened = await Catalogue.open(on, notices, log)
    closing.push(async () => {
      await opened.close()
      await notices?.close()
      if (on !== db) await on.close()
    })
    return opened
  }
  const insert = (offer: StoredOffer, by = catalogue) => by.change((trx, version) => new OfferStore(trx).insert(offer, version))
  const names = (of = catalogue) => of.current.offers.of('org_1').offers.map(({ name }) => name)

  beforeEach(async () => {
    db = await freshDatabase()
    await addOwners(db, { org_1: ['adv_1'], org_2: ['adv_2'] })
    catalogue = await open(db)
  })
  afterEach(async () => {
    for (const close of closing.splice(0)) await close()
    await db.close()
  })

  it('knows advertisers by id and by the hash of their token', () => {
    const { advertisers } = catalogue.current
    assert.equal(advertisers.byId.get('adv_1')?.organization, 'org_1')
    assert.equal(advertisers.byTokenHash.get('hash of adv_2')?.id, 'adv_2')
  })

  it('has a written offer when the write resolves, and no longer a deleted one', async () => {
    const offer = aStoredOffer({ name: 'New' })
    await insert(offer)
    assert.deepEqual(catalogue.current.offers.byId.get(offer.id), offer)
    assert.deepEqual(names(), ['New'])
    await catalogue.change((trx, version) => new OfferStore(trx).update({ ...offer, name: 'Renamed' }, version))
    assert.deepEqual(names(), ['Renamed'])
    await catalogue.change((trx, version) => new OfferStore(trx).delete(offer, version, 2_000))
    assert.deepEqual(names(), [])
  })

  it('gives a write the version it takes effect at, one after the other', async () => {
    const versions = await Promise.all(Array.from({ length: 8 }, () => catalogue.change(async (_, version) => version)))
    assert.deepEqual(
      versions.sort((a, b) => a - b),
      Array.from({ length: 8 }, (_, n) => versions[0]! + n),
    )
    assert.equal(catalogue.current.version, versions.at(-1))
  })

  it('stays as it is when a write fails, and so does its version', async () => {
    const { version } = catalogue.current
    await assert.rejects(
      catalogue.change(async (trx, at) => {
        await new OfferStore(trx).insert(aStoredOffer(), at)
        throw new Error('no')
      }),
      /no/,
    )
    assert.equal(await catalogue.change(async (_, at) => at), version + 1)
    assert.deepEqual(names(), [])
  })

  it('is the same whether it was followed change by change or read whole', async () => {
    const [a, b, c] = [1, 2, 3].map(n => aStoredOffer({ name: `Offer ${n}` })) as [StoredOffer, StoredOffer, StoredOffer]
    for (const offer of [a, b, c]) await insert(offer)
    await catalogue.change(async (trx, version) => {
      await new OfferStore(trx).update({ ...a, bid: { model: 'CPA', micros: 5 } }, version)
      await new OfferStore(trx).delete(b, version, 2_000)
    })
    const fresh = await open(db)
    const whole = (of: Catalogue) => of.current.offers.of('org_1').offers
    assert.deepEqual(whole(fresh), whole(catalogue))
    assert.deepEqual(await new RevisionStore(db.knex).offersAsOf('org_1', catalogue.current.version), whole(catalogue))
  })

  it('does what follows it before a change is in use', async () => {
    const seen: string[][] = []
    catalogue.follow(async () => void seen.push(names()))
    await insert(aStoredOffer({ name: 'New' }))
    assert.deepEqual(seen, [[]])
    assert.deepEqual(names(), ['New'])
  })

  it('has on every process what any of them wrote', async function () {
    if (!db.dialect.listen) this.skip() // one process has the file to itself
    const others = await Promise.all([1, 2].map(() => open(openDatabase(db.settings))))
    const all = [catalogue, ...others]
    await Promise.all(all.map((by, n) => insert(aStoredOffer({ name: `Offer ${n}` }), by)))
    for (const each of all) assert.deepEqual(names(each).sort(), ['Offer 0', 'Offer 1', 'Offer 2'])
    await insert(aStoredOffer({ name: 'Offer 3' }), others[1])
    for (const each of all) assert.ok(names(each).includes('Offer 3'))
  })
})
