import assert from 'node:assert/strict'
import fc from 'fast-check'
import { Invalid } from '../../src/lib/errors.js'
import { checkLanding, fillLanding, LANDING_MACROS, type LandingValues } from '../../src/market/landing.js'

const values: LandingValues = {
  click_id: 'clk_1',
  request_id: 'req_1',
  offer_id: 'off_1',
  website: 'web_1',
  country: 'US',
  sub: 'a b&c=d/e?f#g',
}

describe('checkLanding', () => {
  const good: [url: string, host: string][] = [
    ['https://casino.example', 'casino.example'],
    ['http://casino.example/land', 'casino.example'],
    ['HTTPS://Casino.Example:8443/Land?a=1#top', 'casino.example'],
    ['https://casino.example./land', 'casino.example'],
    ['https://münchen.example/', 'xn--mnchen-3ya.example'],
    ['https://casino.example/spiele/ü?q=ü', 'casino.example'],
    ['http://127.0.0.1:3000/land', '127.0.0.1'],
    ['http://[::1]/land', '[::1]'],
    [`https://casino.example/{country}/land?${LANDING_MACROS.map(name => `${name}={${name}}`).join('&')}#{sub}`, 'casino.example'],
    ['https://casino.example/?mail=a@b.example', 'casino.example'],
    ['https://casino.example/?filter=%7B%22a%22%3A1%7D', 'casino.example'],
  ]
  for (const [url, host] of good) it(`takes ${url}`, () => assert.equal(checkLanding(url), host))

  const bad: [what: string, url: string, message: RegExp][] = [
    ['nothing', '', /absolute http or https/],
    ['a path', '/land', /absolute http or https/],
    ['a URL without scheme', '//casino.example/land', /absolute http or https/],
    ['a URL without slashes', 'https:casino.example', /absolute http or https/],
    ['a URL of one slash', 'https:/casino.example', /absolute http or https/],
    ['a script', 'javascript:alert(1)', /absolute http or https/],
    ['data', 'data:text/html,hello', /absolute http or https/],
    ['another scheme', 'ftp://casino.example/', /absolute http or https/],
    ['no host', 'https:///land', /absolute http or https/],
    ['a port that is none', 'https://casino.example:99999/', /absolute http or https/],
    ['a user name', 'https://user@casino.example/', /user name or password/],
    ['a password', 'https://user:pass@casino.example/', /user name or password/],
    ['a host hidden behind a user name', 'https://casino.example@evil.example/', /user name or password/],
    ['backslashes', 'https:\\\\casino.example', /backslashes/],
    ['a space', 'https://casino.example/a b', /spaces/],
    ['a line break', 'https://casino.example/\r\nSet-Cookie: a=b', /control characters/],
    ['a zero character', 'https://casino.example/\0', /control characters/],
    ['a character that turns the reading direction', 'https://casino.example/\u202efdp', /control characters/],
    ['half a surrogate pair', 'https://casino.example/\ud800', /control characters/],
    ['a macro as host', 'https://{sub}/land', /path, the query and the fragment only/],
    ['a macro within the host', 'https://{country}.casino.example/', /path, the query and the fragment only/],
    ['a macro as port', 'https://casino.example:{sub}/', /path, the query and the fragment only/],
    ['a macro as scheme', '{sub}://casino.example/', /absolute http or https/],
    ['an unknown macro', 'https://casino.example/?c={clickid}', /unknown macro \{clickid\}; known are \{click_id\}/],
    ['a macro in another case', 'https://casino.example/?c={CLICK_ID}', /unknown macro \{CLICK_ID\}/],
    ['an empty macro', 'https://casino.example/?c={}', /unknown macro \{\}/],
    ['double braces', 'https://casino.example/?c={{click_id}}', /a brace belongs to a macro/],
    ['an open brace', 'https://casino.example/?c={click_id', /a brace belongs to a macro/],
    ['a very long URL', `https://casino.example/${'x'.repeat(2048)}`, /at most 2048 characters/],
  ]
  for (const [what, url, message] of bad) {
    it(`refuses ${what}, naming the field`, () => {
      assert.throws(
        () => checkLanding(url),
        (error: unknown) =>
          error instanceof Invalid &&
          error.reason === 'invalid_landing_url' &&
          error.message.startsWith('landingUrl: ') &&
          message.test(error.message),
      )
    })
  }

  it('names the field it is told', () =>
    assert.throws(() => checkLanding('x', 'offers[3].landingUrl'), /^Invalid: offers\[3\]\.landingUrl: /))
})

describe('fillLanding', () => {
  it('fills every macro, URL-encoded', () => {
    const url = 'https://casino.example/{country}/{offer_id}?c={click_id}&r={request_id}&w={website}&s={sub}#{sub}'
    const sub = 'a%20b%26c%3Dd%2Fe%3Ff%23g'
    assert.equal(fillLanding(url, values), `https://casino.example/US/off_1?c=clk_1&r=req_1&w=web_1&s=${sub}#${sub}`)
  })

  it('fills a macro each time it stands there', () => {
    assert.equal(fillLanding('https://casino.example/{click_id}?c={click_id}', values), 'https://casino.example/clk_1?c=clk_1')
  })

  it('does not fill what a value brings along', () => {
    assert.equal(
      fillLanding('https://casino.example/?s={sub}&c={country}', { ...values, sub: '{country}' }),
      'https://casino.example/?s=%7Bcountry%7D&c=US',
    )
  })

  it('leaves a URL without macros as it was saved', () => {
    assert.equal(fillLanding('https://casino.example', values), 'https://casino.example')
  })

  it('writes what is not ASCII as a header can carry it', () => {
    assert.equal(fillLanding('https://münchen.example/ü?c={click_id}', values), 'https://xn--mnchen-3ya.example/%C3%BC?c=clk_1')
  })

  it('does not let a value walk up the path', () => {
    for (const sub of ['.', '..'])
      assert.equal(new URL(fillLanding('https://casino.example/a/{sub}/b', { ...values, sub })).pathname, '/a//b')
  })

  it('keeps host, scheme and path depth whatever the values are, and fits a header', () => {
    const any = fc.string({ unit: 'binary', maxLength: 200 })
    fc.assert(
      fc.property(any, any, (sub, country) => {
        const filled = fillLanding('https://casino.example/a/{sub}/b?c={country}&s={sub}#{sub}', { ...values, sub, country })
        assert.match(filled, /^[\x21-\x7e]+$/)
        const url = new URL(filled)
        assert.equal(url.origin, 'https://casino.example')
        assert.match(url.pathname, /^\/a\/[^/]*\/b$/)
        assert.equal(url.searchParams.get('s'), /^\.\.?$/.test(sub) ? '' : Buffer.from(sub).toString())
      }),
    )
  })

  it('takes half a surrogate pair', () =>
    assert.equal(fillLanding('https://casino.example/?s={sub}', { ...values, sub: '\ud800' }), 'https://casino.example/?s=%EF%BF%BD'))
})
