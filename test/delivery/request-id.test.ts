import assert from 'node:assert/strict'
import fc from 'fast-check'
import { createRequestIds, type RequestFacts, traceOf } from '../../src/delivery/request-id.js'
import { newId } from '../../src/lib/id.js'
import { DAY } from '../../src/lib/time.js'
import { createKeyring, signToken } from '../../src/lib/tokens.js'
import { createClickTokens } from '../../src/market/click-token.js'

const OLD = 'the old secret key, 32 characters'
const NEW = 'the new secret key, 32 characters'
const NOW = Date.UTC(2026, 10, 21, 12)
const ids = createRequestIds([OLD])
const facts: RequestFacts = {
  website: newId('site'),
  country: 'US',
  region: 'NJ',
  allowed: false,
  section: true,
  supportOnly: false,
  visitor: '0123456789abcdef',
  sub: 'campaign 7',
}
const reasonOf = (text: string, now = NOW) => {
  const read = ids.read(text, now)
  return read.ok ? 'ok' : read.reason
}

describe('request id', () => {
  it('carries the facts of the decision, its time and its trace', () => {
    const text = ids.mint(facts, NOW)
    assert.deepEqual(ids.read(text, NOW), { ok: true, trace: traceOf(text), at: NOW, ...facts })
    assert.match(traceOf(text), /^req_[0-9a-z]{26}$/)
  })

  it('carries any facts', () => {
    const code = fc.option(fc.stringMatching(/^[A-Z0-9]{1,3}$/))
    const sub = fc.string({ unit: 'binary', maxLength: 200 })
    const visitor = fc.stringMatching(/^[0-9a-f]{16}$/)
    const any = fc.record(
      {
        website: fc.string({ maxLength: 40 }),
        country: code,
        region: code,
        allowed: fc.boolean(),
        section: fc.boolean(),
        supportOnly: fc.boolean(),
        visitor,
        sub,
      },
      { noNullPrototype: true },
    )
    fc.assert(
      fc.property(any, given => {
        const { ok, trace, at, ...read } = ids.read(ids.mint(given, NOW), NOW) as Extract<ReturnType<typeof ids.read>, { ok: true }>
        assert.deepEqual(read, given)
      }),
    )
  })

  it('is short and safe in a URL', () => {
    const text = ids.mint({ ...facts, sub: '' }, NOW)
    assert.ok(text.length <= 110, `${text.length} characters`)
    assert.equal(encodeURIComponent(text), text)
    assert.ok(ids.mint({ ...facts, sub: '\u{1f3b0}'.repeat(200) }, NOW).length <= 2048, 'what the spec allows')
  })

  it('is another one each time', () => assert.notEqual(ids.mint(facts, NOW), ids.mint(facts, NOW)))

  it('takes 200 characters of sub, and drops a longer one whole', () => {
    const subOf = (sub: string) => {
      const read = ids.read(ids.mint({ ...facts, sub }, NOW), NOW)
      return read.ok && read.sub
    }
    for (const kept of ['x'.repeat(200), '\u{1f3b0}'.repeat(200)]) assert.equal(subOf(kept), kept)
    for (const dropped of ['x'.repeat(201), '\u{1f3b0}'.repeat(201), `${'\u{1f3b0}'.repeat(199)}xx`, 'x'.repeat(100_000)])
      assert.equal(subOf(dropped), '')
  })

  it('expires after 24 hours, to the millisecond', () => {
    const text = ids.mint(facts, NOW)
    assert.equal(reasonOf(text, NOW + DAY - 1), 'ok')
    assert.equal(reasonOf(text, NOW + DAY), 'expired')
  })

  const text = ids.mint(facts, NOW)
  const bad: [string, string, 'malformed' | 'forged'][] = [
    ['nothing', '', 'malformed'],
    ['a word', 'hello', 'malformed'],
    ['a trace id alone', traceOf(text), 'malformed'],
    ['another prefix', `off_${text.slice(4)}`, 'malformed'],
    ['upper case', text.toUpperCase(), 'malformed'],
    ['white space', ` ${text}`, 'malformed'],
    ['a line break behind', `${text}\n`, 'malformed'],
    ['padding', `${text}=`, 'malformed'],
    ['a later time in its trace', newId('req', NOW + DAY) + text.slice(30), 'forged'],
    ['another facts token behind its trace', traceOf(ids.mint(facts, NOW)) + text.slice(30), 'forged'],
    ['a character behind', `${text}A`, 'forged'],
    ['a missing character', text.slice(0, -1), 'forged'],
    ['another key', createRequestIds([NEW]).mint(facts, NOW), 'forged'],
    ['a token of another purpose', signToken(Buffer.from('x'), createKeyring([OLD], 'click-token/1'), newId('req', NOW)), 'forged'],
  ]
  for (const [what, forged, reason] of bad) it(`calls ${what} ${reason}`, () => assert.equal(reasonOf(forged), reason))

  it('is forged when any character is changed', () => {
    for (let i = 'req_'.length + 1; i < text.length; i++) {
      const other = text[i] === '1' ? '2' : '1'
      assert.equal(reasonOf(text.slice(0, i) + other + text.slice(i + 1)), 'forged', `at ${i}`)
    }
  })

  it('says forged, not expired, of an old forgery: an outsider learns nothing', () => {
    assert.equal(reasonOf(`${text.slice(0, -1)}${text.endsWith('A') ? 'B' : 'A'}`, NOW + 2 * DAY), 'forged')
  })

  it('is read on every process and across a rotation of keys', () => {
    assert.ok(createRequestIds([NEW, OLD]).read(text, NOW).ok)
    assert.equal(createRequestIds([NEW]).read(text, NOW).ok, false)
  })

  it('is no click token', () => {
    assert.equal(createClickTokens([OLD]).read(text, NOW).ok, false)
  })
})
