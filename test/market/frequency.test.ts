import assert from 'node:assert/strict'
import { MAX_FREQUENCY_COUNT, VisitorHistory } from '../../src/market/frequency.js'

describe('VisitorHistory', () => {
  it('counts the impressions of one offer after an instant', () => {
    const history = VisitorHistory.of([
      { offer: 'off_1', at: 10 },
      { offer: 'off_2', at: 20 },
      { offer: 'off_1', at: 30 },
    ])
    assert.deepEqual(
      [9, 10, 29, 30].map(since => history.countSince('off_1', since)),
      [2, 1, 1, 0],
    )
    assert.equal(history.countSince('off_3', 0), 0)
  })

  it('remembers as many as any cap may ask for, the latest', () => {
    const history = new VisitorHistory()
    for (let at = 1; at <= 1000; at++) history.add('off_1', at)
    assert.equal(history.countSince('off_1', 0), MAX_FREQUENCY_COUNT)
    assert.equal(history.countSince('off_1', 999), 1)
  })

  it('forgets the offer not seen for longest when there are too many', () => {
    const history = new VisitorHistory()
    history.add('off_old', 1)
    for (let i = 0; i < 255; i++) history.add(`off_${i}`, 2)
    assert.equal(history.countSince('off_old', 0), 1)
    history.add('off_new', 3)
    assert.equal(history.countSince('off_old', 0), 0)
    assert.equal(history.countSince('off_new', 0), 1)
  })
})
