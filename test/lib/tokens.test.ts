import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import fc from 'fast-check'
import { deriveKey } from '../../src/lib/secrets.js'
import { createKeyring, signToken, verifyToken } from '../../src/lib/tokens.js'

const OLD = 'the old secret key, 32 characters'
const NEW = 'the new secret key, 32 characters'
const keyring = createKeyring([OLD], 'test')
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

describe('tokens', () => {
  it('carries any payload behind any front', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.string({ maxLength: 40 }), (payload, front) => {
        const token = signToken(Buffer.from(payload), keyring, front)
        assert.ok(token.startsWith(front))
        assert.match(token.slice(front.length), /^[\w-]+$/)
        assert.deepEqual(verifyToken(token, keyring, front.length), Buffer.from(payload))
      }),
    )
  })

  it('has one spelling: no other character at any place is accepted', () => {
    const token = signToken(Buffer.from([1, 2, 3, 4]), keyring, 'req')
    for (let i = 0; i < token.length; i++) {
      for (const character of `${ALPHABET}+/=. \0é`) {
        if (character === token[i]) continue
        assert.equal(verifyToken(token.slice(0, i) + character + token.slice(i + 1), keyring, 3), undefined, `"${character}" at ${i}`)
      }
    }
  })

  const token = signToken(Buffer.from('payload'), keyring)
  const forgeries: [string, string][] = [
    ['nothing', ''],
    ['padding', `${token}=`],
    ['text in front', `A${token}`],
    ['text behind', `${token}A`],
    ['white space around', ` ${token} `],
    ['a missing last character', token.slice(0, -1)],
    ['a missing first character', token.slice(1)],
    ['a payload cut short', token.slice(0, 4) + token.slice(5)],
    ['a code alone', token.slice(-22)],
    ['a code of another token', signToken(Buffer.from('payloaD'), keyring).slice(0, -22) + token.slice(-22)],
    ['a code of letters that take two bytes', token.slice(0, -22) + 'é'.repeat(22)],
  ]
  for (const [what, text] of forgeries) it(`refuses ${what}`, () => assert.equal(verifyToken(text, keyring), undefined))

  it('refuses the standard alphabet', () => {
    const urlSafe = signToken(Buffer.from([0xfb, 0xff, 0xbf]), keyring)
    assert.equal(urlSafe.slice(4, 8), '-_-_')
    assert.equal(verifyToken(`${urlSafe.slice(0, 4)}+/+/${urlSafe.slice(8)}`, keyring), undefined)
  })

  it('is bound to its front, and to where the front ends', () => {
    const bound = signToken(Buffer.from('payload'), keyring, 'one')
    assert.ok(verifyToken(bound, keyring, 3))
    assert.equal(verifyToken(`two${bound.slice(3)}`, keyring, 3), undefined)
    assert.equal(verifyToken(bound.slice(3), keyring), undefined)
    assert.equal(verifyToken(bound, keyring, 2), undefined)
  })

  it('is signed with 132 bits of HMAC-SHA256, as tokens in use are', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.string({ unit: 'grapheme', maxLength: 40 }), (payload, front) => {
        const signed = signToken(Buffer.from(payload), keyring, front)
        const code = createHmac('sha256', deriveKey(OLD, 'test')).update(signed.slice(0, -22)).digest('base64url')
        assert.equal(signed.slice(-22), code.slice(0, 22))
      }),
    )
  })

  it('neither signs nor believes more than 8192 characters', () => {
    const most = signToken(Buffer.from('payload'), keyring, 'f'.repeat(8192 - 4 - 10))
    assert.ok(verifyToken(most, keyring, 8192 - 4 - 10))
    assert.throws(() => signToken(Buffer.from('payload'), keyring, 'f'.repeat(8192 - 4 - 9)), RangeError)
    const longer = `f${most.slice(0, -22)}`
    const code = createHmac('sha256', deriveKey(OLD, 'test')).update(longer).digest('base64url').slice(0, 22)
    assert.equal(verifyToken(longer + code, keyring, 8192 - 4 - 9), undefined)
  })

  it('is good for one purpose', () => {
    assert.equal(verifyToken(token, createKeyring([OLD], 'another')), undefined)
  })

  it('is still read after a rotation, and no more when its key is dropped', () => {
    assert.deepEqual(verifyToken(token, createKeyring([NEW, OLD], 'test')), Buffer.from('payload'))
    assert.equal(verifyToken(token, createKeyring([NEW], 'test')), undefined)
  })

  it('is signed by the newest key', () => {
    const rotated = signToken(Buffer.from('payload'), createKeyring([NEW, OLD], 'test'))
    assert.ok(verifyToken(rotated, createKeyring([NEW], 'test')))
    assert.equal(verifyToken(rotated, keyring), undefined)
  })

  it('refuses a code made with another key under a known key id', () => {
    const foreign = signToken(Buffer.from('payload'), createKeyring([NEW], 'test'))
    assert.equal(verifyToken(token.slice(0, 4) + foreign.slice(4), keyring), undefined)
  })

  it('needs a key', () => {
    assert.throws(() => createKeyring([], 'test'), /test: needs at least one secret key/)
  })
})
