import assert from 'node:assert/strict'
import { createVisitorHash } from '../../src/delivery/visitor.js'
import { DAY, HOUR } from '../../src/lib/time.js'

const KEY = 'a secret key of 32 characters.....'
const MIDNIGHT = Date.UTC(2026, 10, 21)
const hash = createVisitorHash([KEY])
const known = hash('site_1', '203.0.113.7', 'Firefox', MIDNIGHT)

describe('visitor hash', () => {
  it('is 64 bits in hexadecimal', () => assert.match(known, /^[0-9a-f]{16}$/))

  it('stays the same all day, on every process', () => {
    assert.equal(createVisitorHash([KEY, 'an older one'])('site_1', '203.0.113.7', 'Firefox', MIDNIGHT + 23 * HOUR), known)
  })

  const others: [string, string][] = [
    ['website', hash('site_2', '203.0.113.7', 'Firefox', MIDNIGHT)],
    ['address', hash('site_1', '203.0.113.8', 'Firefox', MIDNIGHT)],
    ['user agent', hash('site_1', '203.0.113.7', 'Chrome', MIDNIGHT)],
    ['day', hash('site_1', '203.0.113.7', 'Firefox', MIDNIGHT + DAY)],
    ['secret key', createVisitorHash(['another key'])('site_1', '203.0.113.7', 'Firefox', MIDNIGHT)],
  ]
  for (const [what, other] of others) it(`differs by ${what}`, () => assert.notEqual(other, known))

  it('is the same again when the clock goes back over midnight', () => {
    hash('site_1', '203.0.113.7', 'Firefox', MIDNIGHT + DAY)
    assert.equal(hash('site_1', '203.0.113.7', 'Firefox', MIDNIGHT), known)
  })

  it('does not mix its parts up', () => {
    assert.notEqual(hash('site_1', '203.0.113.7', '1', MIDNIGHT), hash('site_1', '203.0.113.71', '', MIDNIGHT))
  })

  it('needs a key', () => assert.throws(() => createVisitorHash([]), /visitor: needs at least one secret key/))
})
