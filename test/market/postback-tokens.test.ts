import assert from 'node:assert/strict'
import { sha256 } from '../../src/lib/secrets.js'
import { createPostbackTokens } from '../../src/market/postback-tokens.js'

const OLD = 'an-old-secret-key-of-32-characters'
const NEW = 'a-newer-secret-key-of-32-characters'

describe('postback tokens', () => {
  it('are shown in clear once, and kept by prefix, hash and seal', () => {
    const tokens = createPostbackTokens([NEW])
    const { secret, token } = tokens.make()
    assert.match(secret, /^pbt_[\w-]{32}$/)
    assert.equal(token.hash, sha256(secret))
    assert.equal(token.prefix, secret.slice(0, 8))
    assert.ok(!token.sealed.includes(secret.slice(8)))
    assert.equal(tokens.open(token.sealed), secret)
  })

  it('are opened by the key that sealed them when a newer one stands in front', () => {
    const { secret, token } = createPostbackTokens([OLD]).make()
    assert.equal(createPostbackTokens([NEW, OLD]).open(token.sealed), secret)
  })

  it('can not be opened any more when their key is gone', () => {
    const { token } = createPostbackTokens([OLD]).make()
    assert.equal(createPostbackTokens([NEW]).open(token.sealed), undefined)
  })

  it('are refused when somebody changed what is stored', () => {
    const tokens = createPostbackTokens([NEW])
    const { token } = tokens.make()
    const [id, nonce, tag, text] = token.sealed.split('.')
    assert.throws(() => tokens.open([id, nonce, tag, `${text?.startsWith('A') ? 'B' : 'A'}${text?.slice(1)}`].join('.')))
  })

  it('need a key', () => {
    assert.throws(() => createPostbackTokens([]), /at least one secret key/)
  })
})
