import assert from 'node:assert/strict'
import { addressKey, createClientAddress, parseTrustProxy } from '../../src/http/client-address.js'

const PROXY = '::ffff:127.0.0.1'

describe('client address', () => {
  const cases: [trust: string | undefined, socket: string, header: string | string[] | undefined, client: string, why: string][] = [
    [undefined, '198.51.100.9', '203.0.113.1', '198.51.100.9', 'believes no header unless it is told to'],
    ['0', '198.51.100.9', '203.0.113.1', '198.51.100.9', 'believes no header of no proxy'],
    [undefined, '::ffff:198.51.100.9', undefined, '198.51.100.9', 'reads an IPv4-mapped socket as IPv4'],
    [undefined, '2001:DB8:0:0::0001', undefined, '2001:db8::1', 'writes IPv6 in its canonical form'],
    [undefined, 'fe80::1%eth0', undefined, 'fe80::1', 'drops the zone of the socket'],
    [undefined, '', '203.0.113.1', '', 'has no address for a socket that is gone'],

    ['1', PROXY, undefined, '127.0.0.1', 'takes the socket when the proxy said nothing'],
    ['1', PROXY, '', '127.0.0.1', 'takes the socket when the header is empty'],
    ['1', PROXY, '203.0.113.1', '203.0.113.1', 'takes what one proxy wrote'],
    ['1', PROXY, '6.6.6.6, 203.0.113.1', '203.0.113.1', 'passes over what the visitor wrote before it'],
    ['1', PROXY, ['6.6.6.6', '203.0.113.1'], '203.0.113.1', 'reads repeated headers as one list'],
    ['1', PROXY, '::ffff:203.0.113.1', '203.0.113.1', 'reads an IPv4-mapped entry as IPv4'],
    ['1', PROXY, '2001:DB8::00:A', '2001:db8::a', 'writes an IPv6 entry in its canonical form'],
    ['2', PROXY, '203.0.113.1, 10.0.0.2', '203.0.113.1', 'counts the socket as the first of two proxies'],
    ['2', PROXY, '6.6.6.6, 203.0.113.1, 10.0.0.2', '203.0.113.1', 'takes the second from the right behind two'],
    ['3', PROXY, '203.0.113.1, 10.0.0.2', '203.0.113.1', 'takes the leftmost when there are fewer entries than proxies'],

    ['1', PROXY, '203.0.113.1:5678', '203.0.113.1', 'strips the port of IPv4'],
    ['1', PROXY, '[2001:db8::1]:443', '2001:db8::1', 'strips the brackets and the port of IPv6'],
    ['1', PROXY, '[2001:db8::1]', '2001:db8::1', 'strips the brackets of IPv6'],
    ['1', PROXY, '\t203.0.113.1  ', '203.0.113.1', 'strips blanks'],
    ['1', PROXY, '6.6.6.6, unknown', '127.0.0.1', 'ends at an unknown entry with the proxy'],
    ['1', PROXY, '6.6.6.6, _hidden', '127.0.0.1', 'ends at an obfuscated entry with the proxy'],
    ['1', PROXY, '6.6.6.6,', '127.0.0.1', 'ends at an empty entry with the proxy'],
    ['1', PROXY, ',203.0.113.1', '203.0.113.1', 'looks no further than it has to'],
    ['2', PROXY, ',203.0.113.1', '203.0.113.1', 'ends at an empty first entry with the last good one'],
    ['2', PROXY, '6.6.6.6, 999.1.1.1, 10.0.0.2', '10.0.0.2', 'ends at garbage with the last good entry'],
    ['2', PROXY, '6.6.6.6, <script>, 10.0.0.2', '10.0.0.2', 'ends at markup with the last good entry'],
    ['1', PROXY, '010.0.0.1', '127.0.0.1', 'takes no octal address'],
    ['1', PROXY, '[]:80', '127.0.0.1', 'takes no empty brackets'],
    ['1', PROXY, '203.0.113.1:99999999', '127.0.0.1', 'takes no impossible port'],
    ['1', PROXY, `${'6.6.6.6, '.repeat(1000)}203.0.113.1`, '203.0.113.1', "finds the proxy's entry at the end of a long header"],
    ['2', PROXY, `${'x'.repeat(8000)}, 10.0.0.2`, '10.0.0.2', 'ends at a long entry with the last good one'],

    ['10.0.0.0/8', '198.51.100.9', '203.0.113.1', '198.51.100.9', 'believes no header from outside the trusted networks'],
    ['10.0.0.0/8', '10.0.0.1', '203.0.113.1', '203.0.113.1', 'believes a header from a trusted network'],
    ['10.0.0.0/8', '10.0.0.1', '6.6.6.6, 203.0.113.1, 10.0.0.3, 10.0.0.2', '203.0.113.1', 'walks over trusted proxies to the first other'],
    ['10.0.0.0/8', '10.0.0.1', '10.0.0.9, 10.0.0.2', '10.0.0.9', 'takes the leftmost when all are trusted'],
    ['10.0.0.0/8', '10.0.0.1', '6.6.6.6, junk, 10.0.0.2', '10.0.0.2', 'ends at garbage with the proxy that wrote it'],
    ['10.0.0.0/8', '::ffff:10.0.0.1', '203.0.113.1', '203.0.113.1', 'knows a trusted network in an IPv4-mapped socket'],
    ['10.0.0.0/8,127.0.0.1', '127.0.0.1', '203.0.113.1, 10.4.4.4', '203.0.113.1', 'trusts each network of the list'],
    ['2001:db8:1::/48', '2001:db8:1::5', '2001:db8:2::1', '2001:db8:2::1', 'trusts IPv6 networks'],
    ['loopback', '::1', '203.0.113.1, 127.0.0.9', '203.0.113.1', 'knows what loopback means'],
    ['private', '192.168.1.1', '203.0.113.1, fd00::1, 172.20.0.1, 10.1.1.1', '203.0.113.1', 'knows what private means'],
    ['private', '127.0.0.1', '203.0.113.1', '127.0.0.1', 'does not count loopback as private'],
    [' Loopback , private ', '127.0.0.1', '203.0.113.1, 10.1.1.1', '203.0.113.1', 'reads words in any case, with blanks'],
  ]
  for (const [trust, socket, header, client, why] of cases) {
    it(`${why} (TRUST_PROXY=${trust ?? ''})`, () => {
      const clientAddress = createClientAddress(parseTrustProxy(trust))
      assert.equal(clientAddress(socket, header).address, client)
      assert.equal(clientAddress(socket, header).address, client, 'the second time, remembered')
    })
  }

  it('says whether a configured proxy vouches for the headers', () => {
    const vouched = (trust: string | undefined, socket: string, header?: string) =>
      createClientAddress(parseTrustProxy(trust))(socket, header).fromTrustedProxy
    assert.equal(vouched(undefined, '127.0.0.1', '203.0.113.1'), false)
    assert.equal(vouched('1', '198.51.100.9'), true)
    assert.equal(vouched('1', '198.51.100.9', '203.0.113.1'), true)
    assert.equal(vouched('1', '198.51.100.9', 'unknown'), true)
    assert.equal(vouched('10.0.0.0/8', '10.0.0.1', '203.0.113.1'), true)
    assert.equal(vouched('10.0.0.0/8', '10.0.0.1'), true)
    assert.equal(vouched('10.0.0.0/8', '198.51.100.9', '10.0.0.1'), false)
    assert.equal(vouched('1', '', '203.0.113.1'), false)
  })

  it('keeps clients behind one proxy apart', () => {
    const clientAddress = createClientAddress(parseTrustProxy('1'))
    assert.deepEqual(
      ['203.0.113.1', '203.0.113.2', '203.0.113.1'].map(header => clientAddress(PROXY, header).address),
      ['203.0.113.1', '203.0.113.2', '203.0.113.1'],
    )
  })
})

describe('TRUST_PROXY', () => {
  it('trusts nobody when it is absent or empty', () => {
    assert.deepEqual(parseTrustProxy(undefined), { hops: 0 })
    assert.deepEqual(parseTrustProxy(''), { hops: 0 })
    assert.deepEqual(parseTrustProxy(' 2 '), { hops: 2 })
  })

  const wrong: [text: string, says: RegExp][] = [
    ['true', /"true" is neither/],
    ['-1', /"-1" is neither/],
    ['1.5', /"1\.5" is neither/],
    ['10.0.0.0/33', /"10\.0\.0\.0\/33" is neither/],
    ['loopback,lan', /"lan" is neither/],
    ['1,10.0.0.0/8', /"1" is neither/],
    ['10.0.0.0/8,', /"" is neither/],
    ['constructor', /"constructor" is neither/],
    ['17', /at most 16 proxies, not 17/],
  ]
  for (const [text, says] of wrong) {
    it(`refuses ${text}`, () => assert.throws(() => parseTrustProxy(text), { message: says }))
  }
})

describe('addressKey', () => {
  const keys: Record<string, string> = {
    '203.0.113.9': '203.0.113.9',
    '2001:db8:1:2:3:4:5:6': '2001:db8:1:2::/64',
    '2001:db8:1:2::9': '2001:db8:1:2::/64',
    '2001:db8::1': '2001:db8:0:0::/64',
    '::1': '0:0:0:0::/64',
    '::ffff:203.0.113.9': '203.0.113.9',
    '': '',
    'not:an:address': 'not:an:address',
  }
  for (const [address, key] of Object.entries(keys))
    it(`${address || 'nothing'} counts as ${key || 'nothing'}`, () => assert.equal(addressKey(address), key))

  it('tells one /64 from the next', () => assert.notEqual(addressKey('2001:db8:0:1::1'), addressKey('2001:db8:0:2::1')))
})
