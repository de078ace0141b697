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

  it('never repeats, and sorts by time', () => {
    const now = Date.UTC(2026, 0, 1)
    const ids = Array.from({ length: 5000 }, (_, i) => newId('evt', now + Math.floor(i / 100)))
    assert.equal(new Set(ids).size, ids.length)
    assert.deepEqual([...ids].sort(), ids)
  })
})
