import assert from 'node:assert/strict'
import { BoundedMap } from '../../src/lib/bounded-map.js'

describe('BoundedMap', () => {
  it('lets go of the entry used longest ago', () => {
    const map = new BoundedMap<string, number>(2)
    map.set('a', 1)
    map.set('b', 2)
    map.get('a')
    map.set('c', 3)
    assert.deepEqual([map.get('a'), map.get('b'), map.get('c')], [1, undefined, 3])
  })

  it('does not count a peek as a use', () => {
    const map = new BoundedMap<string, number>(2)
    map.set('a', 1)
    map.set('b', 2)
    assert.equal(map.peek('a'), 1)
    map.set('c', 3)
    assert.equal(map.peek('a'), undefined)
  })

  it('replaces a value without letting another go', () => {
    const map = new BoundedMap<string, number>(2)
    map.set('a', 1)
    map.set('b', 2)
    map.set('a', 3)
    assert.deepEqual([map.size, map.peek('a'), map.peek('b')], [2, 3, 2])
  })

  it('never holds more than its limit', () => {
    const map = new BoundedMap<number, number>(10)
    for (let i = 0; i < 1000; i++) map.set(i, i)
    assert.equal(map.size, 10)
    assert.equal(map.peek(999), 999)
  })
})
