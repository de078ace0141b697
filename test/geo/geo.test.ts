import assert from 'node:assert/strict'
import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createGeo, type GeoResolver, type GeoSettings } from '../../src/geo/geo.js'
import { createLog } from '../../src/lib/log.js'
import { mmdb } from '../helpers/mmdb.js'

const SILENT = createLog('silent')
const GERMAN = '194.25.0.60'

describe('geo resolver', () => {
  const table = [{ network: `${GERMAN}/32`, country: 'US', region: 'NJ' }]
  const behind = (geo: GeoResolver, address: string, headers = {}) => geo.locate({ address, headers, fromTrustedProxy: true })

  it('asks its providers in order and says which one knew', async () => {
    const order: [providers: string[], headers: object, country: string | null, provider: string | null][] = [
      [['mmdb'], {}, 'DE', 'mmdb'],
      [['table', 'mmdb'], {}, 'US', 'table'],
      [['mmdb', 'table'], {}, 'DE', 'mmdb'],
      [['cdn', 'table', 'mmdb'], { 'cf-ipcountry': 'FR' }, 'FR', 'cdn'],
      [['cdn', 'table', 'mmdb'], { 'cf-ipcountry': 'XX' }, 'US', 'table'],
      [['vercel', 'mmdb'], { 'cf-ipcountry': 'FR' }, 'DE', 'mmdb'],
      [['cloudflare', 'mmdb'], { 'cf-ipcountry': 'FR' }, 'FR', 'cloudflare'],
      [['table', 'cdn'], { 'cf-ipcountry': 'FR' }, 'US', 'table'],
      [['cdn'], {}, null, null],
    ]
    for (const [providers, headers, country, provider] of order) {
      const place = behind(await createGeo({ providers, table }, SILENT), GERMAN, headers)
      assert.deepEqual([place.country, place.provider], [country, provider], providers.join())
    }
  })

  it('takes a place whole: no region of one provider goes to the country of another', async () => {
    const geo = await createGeo({ providers: ['cdn', 'table'], table }, SILENT)
    assert.deepEqual(behind(geo, GERMAN, { 'cf-ipcountry': 'US' }), { country: 'US', region: null, provider: 'cdn' })
  })

  it('remembers by address, and never what a header said', async () => {
    const geo = await createGeo({ providers: ['cdn', 'mmdb'] }, SILENT)
    const countries = [{ 'cf-ipcountry': 'FR' }, {}, { 'cf-ipcountry': 'IT' }, {}].map(headers => behind(geo, GERMAN, headers).country)
    assert.deepEqual(countries, ['FR', 'DE', 'IT', 'DE'])
  })

  it('lets a table place what the database may not: private networks', async () => {
    const geo = await createGeo({ providers: ['mmdb', 'table'], table: [{ network: '127.0.0.0/8', country: 'CA' }] }, SILENT)
    assert.equal(behind(geo, '::ffff:127.0.0.1').country, 'CA')
    assert.equal(behind(geo, '10.0.0.1').country, null)
  })

  const refused: [why: string, settings: GeoSettings, says: RegExp][] = [
    [
      'an unknown provider',
      { providers: ['mmdb', 'maxmind'] },
      /^GEO_PROVIDERS: "maxmind" is not one of mmdb, table, cdn, cloudflare, cloudfront, vercel$/,
    ],
    ['an empty name', { providers: [''] }, /^GEO_PROVIDERS: "" is not one of/],
    ['a table without a file', { providers: ['table'] }, /^GEO_TABLE: must name a JSON file/],
    ['a file for a table that is not asked', { providers: ['mmdb'], tablePath: 'table.json' }, /^GEO_TABLE: has no effect/],
    ['a file for a database that is not asked', { providers: ['cdn'], mmdbPath: 'city.mmdb' }, /^GEO_MMDB: has no effect/],
  ]
  for (const [why, settings, says] of refused) {
    it(`refuses ${why}`, () => assert.rejects(createGeo(settings, SILENT), { message: says }))
  }

  describe('reload', () => {
    let folder: string
    let lines: { level: number; msg: string; error?: string }[]
    beforeEach(async () => {
      folder = await mkdtemp(join(tmpdir(), 'throughline-geo-'))
      lines = []
    })
    afterEach(() => rm(folder, { recursive: true }))

    const log = createLog('info', { write: line => void lines.push(JSON.parse(line)) })
    const errors = () => lines.filter(({ level }) => level >= 50)
    const country = (name: string) => mmdb([['0.0.0.0/0', { country_code: name }]])

    async function start() {
      const mmdbPath = join(folder, 'geo.mmdb')
      const tablePath = join(folder, 'table.json')
      await writeFile(mmdbPath, country('FR'))
      await writeFile(tablePath, JSON.stringify([{ network: '10.0.0.0/8', country: 'US' }]))
      const geo = await createGeo({ providers: ['table', 'mmdb'], mmdbPath, tablePath }, log)
      const seen = () => [geo.locate({ address: '8.8.8.8', headers: {}, fromTrustedProxy: false }).country, behind(geo, '10.1.1.1').country]
      assert.deepEqual(seen(), ['FR', 'US'])
      return { geo, seen, mmdbPath, tablePath }
    }

    it('reads new files, also for addresses seen before', async () => {
      const { geo, seen, mmdbPath, tablePath } = await start()
      await writeFile(`${mmdbPath}.new`, country('ES'))
      await rename(`${mmdbPath}.new`, mmdbPath)
      await writeFile(tablePath, JSON.stringify([{ network: '10.0.0.0/8', country: 'CA' }]))
      assert.deepEqual(seen(), ['FR', 'US'], 'nothing changes before it is told')
      await geo.reload()
      assert.deepEqual(seen(), ['ES', 'CA'])
      assert.deepEqual(errors(), [])
    })

    it('keeps everything as it was when one file is broken, and says why', async () => {
      const { geo, seen, mmdbPath, tablePath } = await start()
      await writeFile(mmdbPath, country('ES').subarray(0, 60))
      await writeFile(tablePath, JSON.stringify([{ network: '10.0.0.0/8', country: 'CA' }]))
      await geo.reload()
      assert.deepEqual(seen(), ['FR', 'US'], 'not half of the new')
      assert.equal(errors().length, 1)
      assert.match(errors()[0]!.error!, /^GEO_MMDB: .*geo\.mmdb/)
    })

    it('keeps everything when a file is gone, and recovers when it is back', async () => {
      const { geo, seen, mmdbPath } = await start()
      await rm(mmdbPath)
      await geo.reload()
      assert.deepEqual(seen(), ['FR', 'US'])
      assert.match(errors()[0]!.error!, /ENOENT/)
      await writeFile(mmdbPath, country('ES'))
      await geo.reload()
      assert.deepEqual(seen(), ['ES', 'US'])
    })

    it('answers from the old data while it reads the new', async () => {
      const { geo, seen, mmdbPath } = await start()
      await writeFile(mmdbPath, country('ES'))
      const reloaded = geo.reload()
      assert.equal(seen()[0], 'FR')
      await reloaded
      assert.equal(seen()[0], 'ES')
    })
  })
})
