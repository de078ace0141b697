import assert from 'node:assert/strict'
import fc from 'fast-check'
import { newId } from '../../src/lib/id.js'
import { DAY } from '../../src/lib/time.js'
import { type ClickFacts, createClickTokens } from '../../src/market/click-token.js'

const OLD = 'the old secret key, 32 characters'
const NEW = 'the new secret key, 32 characters'
const NOW = Date.UTC(2026, 10, 21, 12)
const tokens = createClickTokens([OLD])
const facts: ClickFacts = {
  requestId: `${newId('req')}${'Ab3-'.repeat(17)}`,
  offer: newId('off'),
  website: newId('site'),
  position: 1,
  model: 'CPC',
  price: 250_000,
  surface: 'overlay',
  country: 'US',
  sub: '',
  servedAt: NOW,
}
const reasonOf = (token: string, now = NOW) => {
  const read = tokens.read(token, now)
  return read.ok ? 'ok' : read.reason
}

describe('click token', () => {
  it('carries any facts', () => {
    const any = fc.record(
      {
        requestId: fc.constantFrom(newId('req'), `${newId('req')}Ab3-_`, 'req_short'),
        offer: fc.constantFrom(newId('off'), 'off_demo'),
        website: fc.constantFrom(newId('site'), 'site_demo'),
        position: fc.integer({ min: 1, max: 20 }),
        model: fc.constantFrom('CPC' as const, 'CPA' as const, 'ECPM' as const),
        price: fc.maxSafeNat(),
        surface: fc.constantFrom('overlay' as const, 'section' as const, 'decline' as const, 'wall' as const),
        country: fc.constantFrom('US', 'DE', null),
        sub: fc.string({ unit: 'binary', maxLength: 200 }),
        servedAt: fc.constantFrom(NOW, NOW - DAY),
      },
      { noNullPrototype: true },
    )
    fc.assert(
      fc.property(any, given =>
        assert.deepEqual(tokens.read(tokens.mint(given), NOW), { ok: true, trace: given.requestId.slice(0, 30), ...given }),
      ),
    )
  })

  it('is short and safe in a URL', () => {
    const token = tokens.mint(facts)
    assert.ok(token.length <= 220, `${token.length} characters`)
    assert.equal(encodeURIComponent(token), token)
  })

  it('expires seven days after the offers were served, to the millisecond', () => {
    const token = tokens.mint(facts)
    assert.equal(reasonOf(token, NOW + 7 * DAY - 1), 'ok')
    assert.equal(reasonOf(token, NOW + 7 * DAY), 'expired')
  })

  const token = tokens.mint(facts)
  const bad: [string, string][] = [
    ['nothing', ''],
    ['a word', 'hello'],
    ['a URL', 'https://evil.example/'],
    ['padding', `${token}==`],
    ['white space', `${token} `],
    ['a character behind', `${token}A`],
    ['a missing character', token.slice(0, -1)],
    ['upper case', token.toUpperCase()],
    ['another key', createClickTokens([NEW]).mint(facts)],
    ["another token's code", token.slice(0, -22) + tokens.mint({ ...facts, price: 1 }).slice(-22)],
    ['a very long text', 'A'.repeat(10_000)],
  ]
  for (const [what, text] of bad) it(`calls ${what} a bad token`, () => assert.equal(reasonOf(text), 'bad_token'))

  it('is bad when any character is changed', () => {
    for (let i = 0; i < token.length; i++) {
      const other = token[i] === '1' ? '2' : '1'
      assert.equal(reasonOf(token.slice(0, i) + other + token.slice(i + 1)), 'bad_token', `at ${i}`)
    }
  })

  it('says bad, not expired, of an old forgery', () =>
    assert.equal(reasonOf(createClickTokens([NEW]).mint(facts), NOW + 8 * DAY), 'bad_token'))

  it('outlives a rotation of keys', () => {
    assert.ok(createClickTokens([NEW, OLD]).read(token, NOW).ok)
    assert.equal(createClickTokens([NEW]).read(token, NOW).ok, false)
  })
})
