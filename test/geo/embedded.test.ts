import assert from 'node:assert/strict'
import { createGeo, type GeoResolver } from '../../src/geo/geo.js'
import { createLog } from '../../src/lib/log.js'
import { KNOWN_ADDRESSES } from './known-addresses.js'

const NOWHERE = { country: null, region: null, provider: null }

describe('the embedded country database', () => {
  let geo: GeoResolver
  before(async () => {
    geo = await createGeo({ providers: ['mmdb'] }, createLog('silent'))
  })
  const locate = (address: string) => geo.locate({ address, headers: {}, fromTrustedProxy: false })

  for (const [address, country, holder] of KNOWN_ADDRESSES) {
    it(`finds ${address} (${holder}) in ${country}`, () => assert.deepEqual(locate(address), { country, region: null, provider: 'mmdb' }))
  }

  it('reads an IPv4-mapped address as its IPv4 address', () => {
    assert.equal(locate('::ffff:194.25.0.60').country, 'DE')
    assert.equal(locate('::FFFF:c219:003c').country, 'DE')
  })

  it('does not mind the spelling of an IPv6 address', () => {
    assert.equal(locate('2A02:06B8:0:0:0:0:FEED:00FF').country, 'RU')
  })

  // The file lists some of these under the registry that looks after them, as 2001:db8::/32 under Japan.
  for (const address of [
    '192.0.2.1',
    '198.51.100.1',
    '203.0.113.7',
    '2001:db8::1',
    '2001:2::1',
    '::808:808',
    '10.0.0.1',
    '::1',
    '100.64.0.1',
  ]) {
    it(`gives the special address ${address} no country`, () => assert.deepEqual(locate(address), NOWHERE))
  }

  for (const text of ['', 'unknown', '8.8.8', '8.8.8.8.8', '8.8.8.8:53', '[2003::1]', '1e3', '2003::1::2', '8.8.8.8\n', 'x'.repeat(5000)]) {
    it(`finds ${JSON.stringify(text.slice(0, 20))} nowhere`, () => assert.deepEqual(locate(text), NOWHERE))
  }
})
