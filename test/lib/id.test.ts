import assert from 'node:assert/strict'
import fc from 'fast-check'
import { decodeId, encodeId, ID_LENGTH, newId, timeOfId } from '../../src/lib/id.js'

const bytes = fc.uint8Array({ minLength: 16, maxLength: 16 })

describe('id', () => {
  it('spells 16 bytes so that they can be read back', () => {
    fc.assert(
      fc.property(bytes, given => {
        const text = encodeId(given)
        const read = new Uint8Array(16)
        assert.equal(text.length, ID_LENGTH)
        assert.ok(decodeId(text, read))
        assert.deepEqual(read, given)
      }),
    )
  })

  it('orders texts as their bytes', () => {
    fc.assert(fc.property(bytes, bytes, (a, b) => assert.equal(encodeId(a) < encodeId(b), Buffer.compare(a, b) < 0)))
  })

  const refused: [string, string][] = [
    ['a character short', '0'.repeat(25)],
    ['a character long', '0'.repeat(27)],
    ['a number past 128 bits', `8${'0'.repeat(25)}`],
    ['a letter the alphabet leaves out', `0${'u'.repeat(25)}`],
    ['upper case', `0${'A'.repeat(25)}`],
    ['a character beyond ASCII', `0${'é'.repeat(25)}`],
  ]
  for (const [what, text] of refused) it(`does not read ${what}`, () => assert.equal(decodeId(text, new Uint8Array(16)), false))

  it('writes bytes where it is told to', () => {
    const into = new Uint8Array(18)
    decodeId(`7${'z'.repeat(25)}`, into, 1)
    assert.deepEqual([...into], [0, ...Array(16).fill(255), 0])
  })

  it('tells when it was made', () => {
    for (const at of [0, Date.UTC(2026, 0, 1), 2 ** 48 - 1]) assert.equal(timeOfId(newId('off', at)), at)
  })

  it('is a UUIDv7', () => {
    for (let i = 0; i < 1000; i++) {
      const read = new Uint8Array(16)
      assert.ok(decodeId(newId('evt').slice(4), read))
      assert.equal(read[6]! >>> 4, 7, 'the version')
      assert.equal(read[8]! >>> 6, 0b10, 'the variant')
    }
  })

  it('has 32 bits that nobody can tell from the id before', () => {
    const lasts = Array.from({ length: 2000 }, () => {
      const read = new Uint8Array(16)
      decodeId(newId('evt', 5).slice(4), read)
      return new DataView(read.buffer).getUint32(12)
    })
    for (let bit = 0; bit < 32; bit++) {
      const ones = lasts.filter(last => (last >>> bit) & 1).length
      assert.ok(ones > 800 && ones < 1200, `bit ${bit} is set in ${ones} of 2000`)
    }
  })

  it('holds a clock that steps back a little, and follows one that steps back far', () => {
    const now = Date.UTC(2026, 5, 1)
    const before = newId('evt', now)
    const held = newId('evt', now - 10_000)
    assert.ok(held > before)
    assert.equal(timeOfId(held), now)
    assert.equal(timeOfId(newId('evt', now - 10_001)), now - 10_001)
  })

  it('refuses what is no time', () => {
    for (const now of [-1, 0.5, 2 ** 48, Number.NaN]) assert.throws(() => newId('evt', now), RangeError)
  })

  it('never repeats, and sorts by time', () => {
    const now = Date.UTC(2026, 0, 1)
    const ids = Array.from({ length: 5000 }, (_, i) => newId('evt', now + Math.floor(i / 100)))
    assert.equal(new Set(ids).size, ids.length)
    assert.deepEqual([...ids].sort(), ids)
  })
})
