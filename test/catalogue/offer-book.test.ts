import assert from 'node:assert/strict'
import { OfferBook } from '../../src/catalogue/offer-book.js'
import { aStoredOffer } from '../helpers/stored-offers.js'

const a = aStoredOffer({ id: 'off_a' })
const b = aStoredOffer({ id: 'off_b' })
const x = aStoredOffer({ id: 'off_x', organization: 'org_2' })

describe('OfferBook', () => {
  const ids = (book: OfferBook, organization: string) => book.of(organization).offers.map(({ id }) => id)

  it('keeps the offers of organizations apart', () => {
    const book = OfferBook.of([b, x, a])
    assert.deepEqual(ids(book, 'org_1'), ['off_a', 'off_b'])
    assert.deepEqual(ids(book, 'org_2'), ['off_x'])
    assert.deepEqual(ids(book, 'org_none'), [])
    assert.equal(book.byId.get('off_x'), x)
  })

  it('makes the next version of its changes, and stays as it is', () => {
    const first = OfferBook.of([a, b, x])
    const renamed = { ...a, name: 'Renamed' }
    const c = aStoredOffer({ id: 'off_c' })
    const next = first.with([
      { id: 'off_a', offer: renamed },
      { id: 'off_b', offer: undefined },
      { id: 'off_c', offer: c },
    ])
    assert.deepEqual(next.of('org_1').offers, [renamed, c])
    assert.deepEqual([next.byId.get('off_b'), next.byId.get('off_c')], [undefined, c])
    assert.deepEqual(ids(first, 'org_1'), ['off_a', 'off_b'])
  })

  it('takes the last of several changes of an offer', () => {
    const changes = [aStoredOffer({ id: 'off_a', name: '1' }), undefined, aStoredOffer({ id: 'off_a', name: '3' })]
    const next = OfferBook.of([a]).with(changes.map(offer => ({ id: 'off_a', offer })))
    assert.equal(next.byId.get('off_a')?.name, '3')
  })

  it('compiles once, and again only what has changed', () => {
    const first = OfferBook.of([a, x])
    const [mine, others] = [first.of('org_1'), first.of('org_2')]
    assert.equal(first.of('org_1'), mine)
    const next = first.with([{ id: 'off_a', offer: undefined }])
    assert.equal(next.of('org_2'), others)
    assert.notEqual(next.of('org_1'), mine)
    assert.equal(first.with([]), first)
  })
})
