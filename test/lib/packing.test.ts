import assert from 'node:assert/strict'
import fc from 'fast-check'
import { newId } from '../../src/lib/id.js'
import { Packer, Unpacker } from '../../src/lib/packing.js'

const packer = new Packer()
const copy = () => Buffer.from(packer.take())

describe('packing', () => {
  it('reads what was written, in the same order', () => {
    const texts = fc.option(fc.string({ unit: 'binary', maxLength: 200 }))
    const hashes = fc.uint8Array({ minLength: 8, maxLength: 8 }).map(bytes => Buffer.from(bytes).toString('hex'))
    fc.assert(
      fc.property(fc.nat(255), fc.maxSafeNat(), texts, fc.string({ maxLength: 60 }), hashes, (byte, uint, text, id, hash) => {
        packer.start().byte(byte).uint(uint).text(text).id('off', id).hash(hash).text('end')
        const fields = new Unpacker(copy())
        assert.deepEqual(
          [fields.byte(), fields.uint(), fields.text(), fields.id('off'), fields.hash(), fields.text()],
          [byte, uint, text, id, hash, 'end'],
        )
      }),
    )
  })

  it('packs an id of ours into 17 bytes, and reads it back', () => {
    const id = newId('site')
    const pack = Buffer.from(packer.start().id('site', id).take())
    assert.equal(pack.length, 17)
    assert.equal(new Unpacker(pack).id('site'), id)
  })

  it('keeps an id of another prefix or spelling as it is', () => {
    for (const id of [newId('off'), newId('site').toUpperCase(), 'site_demo', `sites${newId('x').slice(1)}`]) {
      packer.start().id('site', id)
      assert.equal(new Unpacker(copy()).id('site'), id)
    }
  })

  it('tells an empty text from none', () => {
    const fields = new Unpacker(Buffer.from(packer.start().text('').text(null).take()))
    assert.deepEqual([fields.text(), fields.text()], ['', null])
  })

  it('starts afresh after a pack that could not be finished', () => {
    assert.throws(() => packer.start().byte(1).text('x'.repeat(5000)), RangeError)
    assert.deepEqual([...packer.start().byte(7).take()], [7])
  })

  it('refuses what would not be read back', () => {
    assert.throws(() => packer.start().uint(-1), RangeError)
    assert.throws(() => packer.start().uint(1.5), RangeError)
    assert.throws(() => packer.start().uint(2 ** 53), RangeError)
    assert.throws(() => packer.start().hash('abc'), RangeError)
    assert.throws(() => packer.start().hash('not hexadecimal!'), RangeError)
    assert.throws(() => {
      packer.start().text('x'.repeat(4090))
      for (let i = 0; i < 10; i++) packer.byte(1)
      packer.take()
    }, RangeError)
  })

  it('does not read behind the end', () => {
    for (const bytes of [[], [200], [5, 65]]) assert.throws(() => new Unpacker(Buffer.from(bytes)).text(), RangeError)
    assert.throws(() => new Unpacker(Buffer.from([0, 1])).id('off'), RangeError)
  })
})
