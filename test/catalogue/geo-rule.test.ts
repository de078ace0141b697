import assert from 'node:assert/strict'
import fc from 'fast-check'
import { compileGeoRule, isServed, parseGeoEntries } from '../../src/catalogue/geo-rule.js'
import { Invalid } from '../../src/lib/errors.js'

describe('isServed', () => {
  // rule's entries, place, whether it matches
  const cases: [entries: string[], country: string | null, region: string | null, match: boolean][] = [
    [['US'], 'US', null, true],
    [['US'], 'US', 'NJ', true],
    [['US'], 'DE', null, false],
    [['US-NJ'], 'US', 'NJ', true],
    [['US-NJ'], 'US', 'NY', false],
    [['US-NJ'], 'US', null, false],
    [['US-NJ'], 'CA', 'NJ', false],
    [['US-NJ', 'US-NY'], 'US', 'NY', true],
    [['US-NJ', 'DE'], 'DE', 'BY', true],
    [['US', 'US-NJ'], 'US', 'CA', true],
    [[], 'US', null, false],
    [['US'], null, null, false],
    [['US-NJ'], null, 'NJ', false],
  ]
  for (const [entries, country, region, match] of cases)
    it(`[${entries}] ${match ? 'matches' : 'does not match'} ${country}-${region}`, () => {
      assert.equal(isServed(compileGeoRule({ mode: 'allowlist', entries }), country, region), match)
      assert.equal(isServed(compileGeoRule({ mode: 'blocklist', entries }), country, region), !match)
    })
})

describe('parseGeoEntries', () => {
  it('stores upper case, UK as GB, each once, sorted', () => {
    assert.deepEqual(parseGeoEntries(['us', ' DE ', 'uk', 'GB', 'us-nj', 'UK-sct', 'US']), ['DE', 'GB', 'GB-SCT', 'US', 'US-NJ'])
    assert.deepEqual(parseGeoEntries([]), [])
  })

  for (const entry of ['', 'U', 'USA', 'ZZ', 'EU', 'US-', '-NJ', 'US-NEWJ', 'US_NJ', 'US NJ', 'US-NJ-1', 'ÜS', 'US-Ä'])
    it(`refuses "${entry}" by its place and its text`, () => {
      assert.throws(
        () => parseGeoEntries(['US', entry]),
        (error: unknown) =>
          error instanceof Invalid && error.message.startsWith(`entries[1]: "${entry}"`) && error.reason === 'invalid_geo_entry',
      )
    })

  it('reads what it has stored as the same, whatever was given', () => {
    const place = fc.tuple(fc.constantFrom('US', 'de', 'Uk', 'FR'), fc.option(fc.stringMatching(/^[A-Za-z0-9]{1,3}$/)))
    const entries = fc.array(place.map(([country, region]) => (region === null ? country : `${country}-${region}`)))
    fc.assert(
      fc.property(entries, given => {
        const stored = parseGeoEntries(given)
        assert.deepEqual(parseGeoEntries(stored), stored)
      }),
    )
  })
})
