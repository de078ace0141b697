import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { openMmdb } from '../../src/geo/mmdb.js'
import type { GeoProvider, Place } from '../../src/geo/place.js'
import { createLog } from '../../src/lib/log.js'
import { type MmdbValue, mmdb } from '../helpers/mmdb.js'

const SILENT = createLog('silent')
const DE = { country: { geoname_id: 2921044, iso_code: 'DE', names: { en: 'Germany' } } }

describe('mmdb provider', () => {
  let folder: string
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'throughline-mmdb-'))
  })
  after(() => rm(folder, { recursive: true }))

  async function open(bytes: Buffer, log = SILENT): Promise<GeoProvider> {
    const file = join(folder, 'test.mmdb')
    await writeFile(file, bytes)
    return openMmdb(file, log)
  }
  const at = (provider: GeoProvider, address: string) => provider.locate({ address, headers: {}, fromTrustedProxy: false })

  const layouts: [layout: string, record: MmdbValue, place: Partial<Place> | undefined][] = [
    ['GeoLite2-Country', DE, { country: 'DE' }],
    [
      'GeoLite2-City',
      { ...DE, city: { names: { en: 'Munich' } }, subdivisions: [{ iso_code: 'BY', names: { en: 'Bavaria' } }] },
      { country: 'DE', region: 'BY' },
    ],
    [
      'two levels of subdivision',
      { country: { iso_code: 'GB' }, subdivisions: [{ iso_code: 'ENG' }, { iso_code: 'OXF' }] },
      { country: 'GB', region: 'ENG' },
    ],
    ['GeoIP2-Enterprise, hosting', { ...DE, traits: { user_type: 'hosting' } }, { country: 'DE', dataCentre: true }],
    ['GeoIP2-Enterprise, home', { ...DE, traits: { user_type: 'residential' } }, { country: 'DE' }],
    ['a hosting flag in traits', { ...DE, traits: { is_hosting_provider: true } }, { country: 'DE', dataCentre: true }],
    ['a flat hosting flag', { country_code: 'DE', is_hosting_provider: true }, { country: 'DE', dataCentre: true }],
    ['subdivisions by name alone (DB-IP Lite)', { ...DE, subdivisions: [{ names: { en: 'Bavaria' } }] }, { country: 'DE' }],
    ['flat country_code (ip-location-db)', { country_code: 'jp' }, { country: 'JP' }],
    ['flat country and region_code (IPinfo)', { country: 'US', region_code: 'US-NJ' }, { country: 'US', region: 'NJ' }],
    ['flat country_code beside a name', { country: 'United States', country_code: 'US' }, { country: 'US' }],
    ['UK for GB', { country_code: 'UK' }, { country: 'GB' }],
    ['an old code of no country', { country_code: 'EU' }, undefined],
    ['a registered country alone', { registered_country: { iso_code: 'US' } }, undefined],
    ['an empty record', {}, undefined],
  ]
  for (const [layout, record, place] of layouts) {
    it(`reads ${layout}`, async () => {
      // Not an address that is sampled when the file is opened.
      const provider = await open(mmdb([['5.200.0.0/16', record]]))
      assert.deepEqual(at(provider, '5.200.1.2'), place && { region: null, provider: 'mmdb', ...place })
      assert.equal(at(provider, '5.201.1.2'), undefined)
    })
  }

  it('takes the narrowest network, in IPv4 and IPv6', async () => {
    const provider = await open(
      mmdb([
        ['5.0.0.0/8', { country_code: 'FR' }],
        ['5.200.0.0/16', { country_code: 'DE' }],
        ['2a00::/16', { country_code: 'SE' }],
        ['2a00:1::/32', { country_code: 'NO' }],
      ]),
    )
    const countries = ['5.1.1.1', '5.200.1.1', '2a00:2::1', '2a00:1::1', '::ffff:5.200.1.1'].map(address => at(provider, address)?.country)
    assert.deepEqual(countries, ['FR', 'DE', 'SE', 'NO', 'DE'])
  })

  it('does not read an IPv6 address in an IPv4 file', async () => {
    const provider = await open(mmdb([['32.0.0.0/3', { country_code: 'FR' }]], { ipVersion: 4 }))
    assert.equal(at(provider, '32.1.1.1')?.country, 'FR')
    assert.equal(at(provider, '2001:4860::1'), undefined, '2001: begins with the bits of 32.1')
  })

  it('gives special addresses no country, whatever the file says', async () => {
    const provider = await open(mmdb([['0.0.0.0/0', { country_code: 'FR' }]]))
    assert.equal(at(provider, '8.8.8.8')?.country, 'FR')
    for (const address of ['10.1.1.1', '127.0.0.1', '203.0.113.1', '::ffff:192.168.1.1', '::808:808'])
      assert.equal(at(provider, address), undefined, address)
  })

  it('opens other files of the embedded kind', async () => {
    const file = createRequire(import.meta.url).resolve('@ip-location-db/geo-whois-asn-country-mmdb/geo-whois-asn-country-ipv4.mmdb')
    const provider = await openMmdb(file, SILENT)
    assert.equal(at(provider, '194.25.0.60')?.country, 'DE')
    assert.equal(at(provider, '2003::1'), undefined)
  })

  it('keeps answering past a damaged record, and says so once', async () => {
    const bytes = mmdb([
      ['5.200.0.0/16', { country_code: 'FR' }],
      ['5.201.0.0/16', DE],
    ])
    // A type that does not exist, where the map of the first record begins.
    bytes.fill(0, bytes.indexOf('country_code') - 2, bytes.indexOf('country_code'))
    const lines: string[] = []
    const provider = await open(bytes, createLog('error', { write: line => void lines.push(line) }))
    assert.equal(at(provider, '5.200.1.1'), undefined)
    assert.equal(at(provider, '5.200.1.2'), undefined)
    assert.equal(at(provider, '5.201.1.1')?.country, 'DE')
    assert.equal(lines.length, 1)
    assert.match(lines[0]!, /damaged records/)
  })

  const whole = () => mmdb([['0.0.0.0/0', { country_code: 'FR' }]])
  const refused: [what: string, bytes: () => Buffer, says: RegExp][] = [
    ['an empty file', () => Buffer.alloc(0), /./],
    ['text', () => Buffer.from('1.0.0.0,1.0.0.255,AU\n'.repeat(100)), /./],
    ['half a file', () => whole().subarray(0, whole().length / 2), /./],
    ['a gzipped file', () => gzipSync(whole()), /gzip/],
    ['a file with damaged records', () => whole().fill(0, whole().indexOf('country_code') - 2, whole().indexOf('country_code')), /./],
    [
      'a file of networks and not of countries',
      () => mmdb([['0.0.0.0/0', { autonomous_system_number: 3320 }]], { type: 'GeoLite2-ASN' }),
      /name no country \(type GeoLite2-ASN\)/,
    ],
  ]
  for (const [what, bytes, says] of refused) {
    it(`refuses ${what}`, () =>
      assert.rejects(open(bytes()), (error: Error) => {
        assert.match(error.message, /^GEO_MMDB: .*test\.mmdb: can't be used as a country database: /)
        assert.match(error.message, says)
        return true
      }))
  }

  it('refuses a file that is not there', () =>
    assert.rejects(openMmdb(join(folder, 'none.mmdb'), SILENT), /GEO_MMDB: .*none\.mmdb.*ENOENT/))
})
