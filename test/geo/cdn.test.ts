import assert from 'node:assert/strict'
import { createAnyCdn, createCdn } from '../../src/geo/cdn.js'

type Headers = Record<string, string | string[]>
const query = (headers: Headers, fromTrustedProxy = true) => ({ address: '203.0.113.1', headers, fromTrustedProxy })

describe('cdn provider', () => {
  const cases: [why: string, headers: Headers, country: string | undefined, region?: string | null][] = [
    ['reads Cloudflare', { 'cf-ipcountry': 'US', 'cf-region-code': 'NJ' }, 'US', 'NJ'],
    ['reads Cloudflare without a region', { 'cf-ipcountry': 'DE' }, 'DE', null],
    ['reads CloudFront', { 'cloudfront-viewer-country': 'US', 'cloudfront-viewer-country-region': 'MI' }, 'US', 'MI'],
    ['reads Vercel', { 'x-vercel-ip-country': 'GB', 'x-vercel-ip-country-region': 'ENG' }, 'GB', 'ENG'],
    ['writes codes in upper case', { 'cf-ipcountry': 'us', 'cf-region-code': 'nj' }, 'US', 'NJ'],
    ['drops the country prefix of a region', { 'cf-ipcountry': 'US', 'cf-region-code': 'US-NJ' }, 'US', 'NJ'],
    ['reads UK as GB', { 'cf-ipcountry': 'UK' }, 'GB', null],
    ['leaves out a region that is a name', { 'cf-ipcountry': 'US', 'cf-region-code': 'New Jersey' }, 'US', null],
    ['does not know XX', { 'cf-ipcountry': 'XX' }, undefined],
    ['does not know T1, the Tor network', { 'cf-ipcountry': 'T1' }, undefined],
    ['does not know a name', { 'cf-ipcountry': 'Germany' }, undefined],
    ['does not know an empty header', { 'cf-ipcountry': '' }, undefined],
    ['does not know a header sent twice', { 'cf-ipcountry': ['US', 'DE'] }, undefined],
    ['does not know a region alone', { 'cf-region-code': 'NJ' }, undefined],
    ['does not know when there is no header', {}, undefined],
    ['goes on to the next CDN past an unknown country', { 'cf-ipcountry': 'XX', 'x-vercel-ip-country': 'FR' }, 'FR', null],
    ['takes two CDNs that agree', { 'cf-ipcountry': 'FR', 'x-vercel-ip-country': 'FR', 'x-vercel-ip-country-region': 'IDF' }, 'FR', null],
    ['believes neither of two CDNs that disagree', { 'cf-ipcountry': 'US', 'cloudfront-viewer-country': 'DE' }, undefined],
  ]
  for (const [why, headers, country, region = null] of cases) {
    it(why, () => assert.deepEqual(createAnyCdn().locate(query(headers)), country && { country, region, provider: 'cdn' }))
  }

  it('believes nothing that no trusted proxy vouches for', () => {
    assert.equal(createAnyCdn().locate(query({ 'cf-ipcountry': 'US' }, false)), undefined)
    assert.equal(createCdn('cloudflare').locate(query({ 'cf-ipcountry': 'US' }, false)), undefined)
  })

  it('hears one CDN alone when it is named, so that headers of others are no use to a forger', () => {
    const headers = { 'cf-ipcountry': 'US', 'cloudfront-viewer-country': 'DE' }
    assert.deepEqual(createCdn('cloudfront').locate(query(headers)), { country: 'DE', region: null, provider: 'cloudfront' })
    assert.equal(createCdn('vercel').locate(query(headers)), undefined)
  })
})
