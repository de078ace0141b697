import assert from 'node:assert/strict'
import { isPublic, isWithin, parseAddress, parseNetwork } from '../../src/lib/address.js'

describe('parseAddress', () => {
  const canonical: Record<string, string> = {
    '8.8.8.8': '8.8.8.8',
    '2001:4860:4860:0:0:0:0:8888': '2001:4860:4860::8888',
    '2A02:6B8::FEED:0FF': '2a02:6b8::feed:ff',
    '::ffff:8.8.8.8': '8.8.8.8',
    '::FFFF:808:808': '8.8.8.8',
    '0:0:0:0:0:ffff:8.8.8.8': '8.8.8.8',
    'fe80::1%eth0': 'fe80::1',
    '::ffff:10.0.0.1%lo': '10.0.0.1',
    '64:ff9b::8.8.8.8': '64:ff9b::808:808',
    '::ffff:0:8.8.8.8': '::ffff:0:808:808',
    '2001:db8::ffff:808:808': '2001:db8::ffff:808:808',
    '::': '::',
  }
  for (const [text, expected] of Object.entries(canonical)) {
    it(`reads ${text} as ${expected}`, () => assert.equal(parseAddress(text)?.toString(), expected))
  }

  const malformed = [
    '',
    ' ',
    'unknown',
    '1.2.3',
    '256.1.1.1',
    '010.1.1.1',
    '0x7f.0.0.1',
    '1.2.3.4.5',
    '1.2.3.4 ',
    '1.2.3.4/8',
    ':::',
    '2001:db8',
    'g::1',
  ]
  for (const text of malformed) it(`takes "${text}" for no address`, () => assert.equal(parseAddress(text), undefined))
})

describe('parseNetwork', () => {
  const holds: [network: string, inside: string, outside: string][] = [
    ['10.0.0.0/8', '10.255.1.2', '11.0.0.0'],
    ['10.1.2.3/8', '10.0.0.1', '9.255.255.255'],
    ['192.0.2.7', '192.0.2.7', '192.0.2.6'],
    ['0.0.0.0/0', '203.0.113.1', '::1'],
    ['::/0', '2001:db8::1', '1.2.3.4'],
    ['fc00::/7', 'fd12::1', 'fe00::1'],
    ['::1', '::1', '::2'],
    ['::ffff:10.0.0.0/104', '10.9.9.9', '11.0.0.1'],
  ]
  for (const [network, inside, outside] of holds) {
    it(`${network} holds ${inside} and not ${outside}`, () => {
      const parsed = parseNetwork(network)!
      assert.equal(isWithin(parseAddress(inside)!, parsed), true)
      assert.equal(isWithin(parseAddress(outside)!, parsed), false)
    })
  }

  const malformed = [
    '',
    '/',
    '1',
    '10/8',
    '10.0.0.0/33',
    '::/129',
    '10.0.0.0/',
    '10.0.0.0/-1',
    '10.0.0.0/8/8',
    '10.0.0.0/x',
    '::ffff:10.0.0.0/8',
  ]
  for (const text of malformed) it(`takes "${text}" for no network`, () => assert.equal(parseNetwork(text), undefined))
})

describe('isPublic', () => {
  const special = {
    unspecified: ['0.0.0.0', '0.1.2.3', '::'],
    loopback: ['127.0.0.1', '127.255.255.254', '::1'],
    private: ['10.1.2.3', '172.16.0.1', '172.31.255.255', '192.168.1.1', 'fc00::1', 'fdff::1'],
    'link-local': ['169.254.169.254', 'fe80::1', 'fe80::1%eth0', 'fec0::1'],
    'shared by carriers': ['100.64.0.1', '100.127.255.255'],
    documentation: ['192.0.2.1', '198.51.100.1', '203.0.113.7', '2001:db8::1', '3fff::1'],
    benchmarking: ['198.18.0.1', '198.19.255.255', '2001:2::1'],
    multicast: ['224.0.0.1', '239.1.1.1', 'ff02::1'],
    reserved: ['240.0.0.1', '255.255.255.255', '192.0.0.1', '4000::1', '100::1', '5f00::1', '2001:20::1'],
    'translated, and so of no host': ['64:ff9b::808:808', '64:ff9b:1::1', '::808:808', '::ffff:0:808:808'],
    'mapped from a special one': ['::ffff:10.0.0.1', '::ffff:127.0.0.1', '::ffff:c000:201'],
  }
  for (const [kind, addresses] of Object.entries(special)) {
    for (const address of addresses) it(`${address} is not: ${kind}`, () => assert.equal(isPublic(parseAddress(address)!), false))
  }

  const ordinary = [
    '8.8.8.8',
    '1.1.1.1',
    '100.63.255.255',
    '100.128.0.1',
    '172.32.0.1',
    '223.255.255.254',
    '2001:4860::1',
    '2a00::1',
    '2002:808:808::1',
  ]
  for (const address of ordinary) it(`${address} is`, () => assert.equal(isPublic(parseAddress(address)!), true))
})
