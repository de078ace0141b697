import assert from 'node:assert/strict'
import { clickIdsOf, utmOf } from '../../src/tracking/click-ids.js'

const AT = 1_772_368_380_000
const queryOf = (search: string) => new URL(`https://shop.example/${search}`).searchParams

describe('clickIdsOf', () => {
  it('makes fbc of the fbclid, with the time in milliseconds and the case untouched', () => {
    assert.deepEqual(clickIdsOf({}, queryOf('?fbclid=IwAR2F4-dbP0l7Mn'), AT), { fbc: 'fb.1.1772368380000.IwAR2F4-dbP0l7Mn' })
  })

  it('reads the ids of the other platforms, and of Snapchat in either case', () => {
    assert.deepEqual(clickIdsOf({}, queryOf('?gclid=Cj0&ttclid=E.C.P&ScCid=1a2b'), AT), { gclid: 'Cj0', ttclid: 'E.C.P', sccid: '1a2b' })
    assert.deepEqual(clickIdsOf({}, queryOf('?sccid=1a2b'), AT), { sccid: '1a2b' })
  })

  it('believes what was told before what the address says', () => {
    const told = { fbc: 'fb.1.1.told', gclid: 'told', fbp: 'fb.1.2.3' }
    assert.deepEqual(clickIdsOf(told, queryOf('?fbclid=x&gclid=y'), AT), { fbc: 'fb.1.1.told', fbp: 'fb.1.2.3', gclid: 'told' })
  })

  it('takes an empty text for none, told or in the address', () => {
    assert.deepEqual(clickIdsOf({ gclid: '', fbc: '' }, queryOf('?gclid=&fbclid=a'), AT), { fbc: 'fb.1.1772368380000.a' })
    assert.deepEqual(clickIdsOf({ gclid: '' }, queryOf('?gclid=Cj0'), AT), { gclid: 'Cj0' })
  })

  it('leaves what no platform gives: an id without end', () => {
    assert.deepEqual(clickIdsOf({}, queryOf(`?gclid=${'x'.repeat(3000)}`), AT), {})
  })
})

describe('utmOf', () => {
  it('reads the five parameters, told ones first', () => {
    const query = queryOf('?utm_source=facebook&utm_medium=cpc&utm_campaign=spring+sale&utm_content=%C3%A9t%C3%A9&utm_term=vip')
    assert.deepEqual(utmOf({ utmMedium: 'paid', utmTerm: '' }, query), {
      source: 'facebook',
      medium: 'paid',
      campaign: 'spring sale',
      content: 'été',
      term: 'vip',
    })
  })

  it('is empty where there is nothing', () => {
    assert.deepEqual(utmOf({}, undefined), {})
  })
})
