import assert from 'node:assert/strict'
import { Catalogue } from '../../src/catalogue/catalogue.js'
import { CatalogueStore } from '../../src/catalogue/catalogue-store.js'
import { NO_OFFER_RULES, type Website } from '../../src/catalogue/website.js'
import { WebsiteStore } from '../../src/catalogue/website-store.js'
import type { Notices } from '../../src/db/notices.js'
import { transaction } from '../../src/db/transaction.js'
import { newId } from '../../src/lib/id.js'
import { createLog } from '../../src/lib/log.js'
import { OrganizationStore } from '../../src/platform/organization-store.js'
import { freshDatabase, type TestDatabase } from '../helpers/database.js'
import { eventually } from '../helpers/eventually.js'

/** Notices of which the test is the other process. */
class FakeNotices implements Notices {
  readonly told: number[] = []
  late: string[] = []
  hear: (version: number | undefined) => Promise<void> = async () => {}
  onChange(load: (version: number | undefined) => Promise<void>) {
    this.hear = load
  }
  async tell(_trx: unknown, version: number) {
    this.told.push(version)
  }
  loadedByAll = async () => this.late
  close = async () => {}
}

describe('the catalogue among processes', () => {
  let db: TestDatabase
  let organization: string
  let catalogue: Catalogue
  let notices: FakeNotices
  let logged: string[]

  before(async () => {
    db = await freshDatabase()
    organization = newId('org')
    await new OrganizationStore(db.knex).insert({ id: organization, name: 'Test', createdAt: 0 })
  })
  beforeEach(async () => {
    logged = []
    notices = new FakeNotices()
    catalogue = await Catalogue.open(db, notices, createLog('info', { write: line => void logged.push(line) }))
  })
  afterEach(() => catalogue.close())

  const aWebsite = (): Website => ({
    id: newId('site'),
    organization,
    name: 'Casino',
    domain: 'casino.example',
    status: 'active',
    displayMode: 'overlay',
    triggerEnabled: false,
    trustLocationHints: false,
    allowDevOverrides: false,
    support: { message: 'Hello' },
    experience: { theme: 'dark' },
    revenueShare: 0.75,
    pubKey: newId('pk'),
    websiteKey: newId('web'),
    trackingId: newId('atid'),
    geoRule: { mode: 'allowlist', entries: ['DE', 'US-NJ'] },
    offerRules: NO_OFFER_RULES,
    createdAt: 1,
    updatedAt: 2,
  })
  const insert = (website: Website) => catalogue.change((trx, version) => new WebsiteStore(trx).insert(website, version))
  /** A write of another process: it raises the version and is in no hurry to tell. */
  const elsewhere = async (website: Website) =>
    transaction(db, async trx => {
      const version = await new CatalogueStore(trx).raise()
      await new WebsiteStore(trx).insert(website, version)
      return version
    })

  it('decides by a change when the change is answered, under each of the website’s keys', async () => {
    const website = aWebsite()
    const before = catalogue.current
    await insert(website)
    const { websites, version } = catalogue.current
    for (const found of [
      websites.byId.get(website.id),
      websites.byPubKey.get(website.pubKey),
      websites.byWebsiteKey.get(website.websiteKey),
    ]) {
      const { compiledGeoRule: _, publisher: __, ...stored } = found!
      assert.deepEqual(stored, website)
    }
    assert.equal(version, before.version + 1)
    assert.equal(before.websites.byId.get(website.id), undefined, 'whoever took the snapshot before goes on with it')
    assert.deepEqual(notices.told, [version])
  })

  it('loads what another process has changed when it is told, and not again when it is told twice', async () => {
    const website = aWebsite()
    const version = await elsewhere(website)
    assert.ok(!catalogue.current.websites.byId.has(website.id))
    await notices.hear(version)
    const loaded = catalogue.current
    assert.ok(loaded.websites.byId.has(website.id))
    await notices.hear(version)
    await notices.hear(version - 1)
    assert.equal(catalogue.current, loaded)
  })

  it('looks for what it missed when notices were lost, and by itself every two seconds', async () => {
    const [first, second] = [aWebsite(), aWebsite()]
    await elsewhere(first)
    await notices.hear(undefined)
    assert.ok(catalogue.current.websites.byId.has(first.id))
    await elsewhere(second)
    await eventually(async () => assert.ok(catalogue.current.websites.byId.has(second.id)))
  })

  it('names the processes that are late, and answers all the same', async () => {
    notices.late = ['proc_hung']
    await insert(aWebsite())
    assert.match(logged.join(), /"late":\["proc_hung"\]/)
  })

  it('says once that it can not be refreshed, and serves on', async () => {
    const broken = await freshDatabase()
    const lost = await Catalogue.open(broken, notices, createLog('info', { write: line => void logged.push(line) }))
    await broken.knex.schema.renameTable('catalogue_version', 'elsewhere')
    for (let turn = 0; turn < 3; turn++) await notices.hear(undefined)
    assert.equal(logged.filter(line => line.includes('can not be refreshed')).length, 1)
    assert.ok(lost.current)
    await lost.close()
    await broken.close()
  })

  describe('knowsOrigin', () => {
    it('tells origins of its websites from others, and localhost where a website lets developers in', async () => {
      const knows = (origin: string) => catalogue.current.knowsOrigin(origin)
      await insert({ ...aWebsite(), domain: 'www.known.example' })
      for (const origin of ['https://known.example', 'https://www.known.example:8443']) assert.ok(knows(origin), origin)
      for (const origin of ['http://known.example', 'https://unknown.example', 'null', 'http://localhost'])
        assert.ok(!knows(origin), origin)
      await insert({ ...aWebsite(), allowDevOverrides: true })
      assert.ok(knows('http://localhost:3000'))
    })
  })
})
