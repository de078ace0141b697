import assert from 'node:assert/strict'
import { isSessionId, isSupportOnly, SESSION_LIFE, statusOf, traceOfSession } from '../../src/delivery/trigger-session.js'
import { newId } from '../../src/lib/id.js'

describe('isSupportOnly', () => {
  const words: [string | null, boolean][] = [
    ['self_excluded', true],
    ['cooling_off', true],
    ['Self-Excluded', true],
    ['selfExcluded', true],
    [' COOLING OFF ', true],
    ['kyc_failed', false],
    ['deposit_declined', false],
    ['not_self_excluded', false],
    ['', false],
    [null, false],
  ]
  for (const [word, expected] of words)
    it(`${expected ? 'protects' : 'lets offers be shown to'} a visitor of ${JSON.stringify(word)}`, () => {
      assert.equal(isSupportOnly(word), expected)
    })
})

describe('statusOf', () => {
  it('expires a session that waits, from the last instant of its life', () => {
    const session = { status: 'pending', expiresAt: SESSION_LIFE } as const
    assert.equal(statusOf(session, SESSION_LIFE - 1), 'pending')
    assert.equal(statusOf(session, SESSION_LIFE), 'expired')
  })

  it('leaves one ready that was armed in time', () => {
    assert.equal(statusOf({ status: 'ready', expiresAt: SESSION_LIFE }, 2 * SESSION_LIFE), 'ready')
  })
})

describe('a session id', () => {
  it('is told from anything else', () => {
    assert.ok(isSessionId(newId('dses')))
    for (const other of ['', 'dses_', newId('req'), `${newId('dses')}0`, newId('dses').toUpperCase(), `dses_${'z'.repeat(26)}`])
      assert.equal(isSessionId(other), false, other)
  })

  it('leads to its trace', () => {
    const id = newId('dses')
    assert.equal(traceOfSession(id), id.replace('dses_', 'req_'))
  })
})
