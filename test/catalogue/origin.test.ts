import assert from 'node:assert/strict'
import { isLocalHost, originMatches, parseOrigin, twinOf } from '../../src/catalogue/origin.js'

describe('parseOrigin', () => {
  for (const [text, scheme, host] of [
    ['https://casino.example', 'https', 'casino.example'],
    ['HTTPS://CASINO.Example:8443', 'https', 'casino.example'],
    ['http://localhost:3000', 'http', 'localhost'],
    ['http://[::1]:8080', 'http', '[::1]'],
    ['https://xn--bcher-kva.example', 'https', 'xn--bcher-kva.example'],
  ] as const)
    it(`takes ${text} apart`, () => assert.deepEqual(parseOrigin(text), { scheme, host }))

  for (const text of [
    '',
    'null',
    'casino.example',
    'ftp://casino.example',
    'https://',
    'https://a b',
    'https://casino.example/',
    'https://casino.example?x',
    'https://casino.example#x',
    'https://user@casino.example',
    'https://casino.example:123456',
    'https://casino.example:80a',
    'https://[::1',
    'https://casino.example, https://evil.example',
    'https://casino.example\n',
  ])
    it(`finds no origin in ${JSON.stringify(text)}`, () => assert.equal(parseOrigin(text), undefined))
})

describe('originMatches', () => {
  const match = (origin: string, domain: string, allowDevOverrides = false) =>
    originMatches(parseOrigin(origin)!, { domain, allowDevOverrides })

  it('takes the domain and its twin, over https alone', () => {
    assert.ok(match('https://casino.example', 'casino.example'))
    assert.ok(match('https://www.casino.example', 'casino.example'))
    assert.ok(match('https://casino.example', 'www.casino.example'))
    assert.ok(!match('http://casino.example', 'casino.example'))
    assert.ok(!match('https://shop.casino.example', 'casino.example'))
    assert.ok(!match('https://casino.example', 'shop.casino.example'))
  })

  it('takes the local machine over http too, where the website is there or allows it', () => {
    for (const host of ['localhost', '127.0.0.1', '[::1]']) {
      assert.ok(isLocalHost(host))
      assert.ok(match(`http://${host}:3000`, host))
      assert.ok(match(`http://${host}:3000`, 'casino.example', true))
      assert.ok(!match(`http://${host}:3000`, 'casino.example'))
    }
    assert.ok(!match('http://127.0.0.2', 'casino.example', true))
    assert.ok(!match('http://localhost.evil.example', 'casino.example', true))
  })
})

describe('twinOf', () => {
  it('is its own inverse', () => {
    assert.equal(twinOf('casino.example'), 'www.casino.example')
    assert.equal(twinOf('www.casino.example'), 'casino.example')
  })
})
