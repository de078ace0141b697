import assert from 'node:assert/strict'
import { remember } from '../../src/lib/remember.js'

describe('remember', () => {
  function counted(capacity: number) {
    const made: string[] = []
    const of = remember(capacity, text => {
      made.push(text)
      return text.toUpperCase()
    })
    return { made, of }
  }

  it('works a result out once', () => {
    const { made, of } = counted(2)
    assert.deepEqual([of('a'), of('a'), of('b'), of('a')], ['A', 'A', 'B', 'A'])
    assert.deepEqual(made, ['a', 'b'])
  })

  it('keeps what is in use while others come and go', () => {
    const { made, of } = counted(4)
    for (let i = 0; i < 100; i++) {
      of('used')
      of(`once ${i}`)
    }
    assert.equal(made.filter(text => text === 'used').length, 1)
  })

  it('holds at most twice its capacity', () => {
    const { made, of } = counted(3)
    const texts = Array.from({ length: 20 }, (_, i) => `t${i}`)
    texts.forEach(of)
    made.length = 0
    for (const text of texts.slice(0, 14)) of(text)
    assert.equal(made.length, 14, 'the oldest fourteen are forgotten')
  })
})
