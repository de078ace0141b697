import assert from 'node:assert/strict'
import { createAgentReader, isBotAgent, osVersion, readAgent, type VisitorAgent } from '../../src/market/visitor-agent.js'

const WEBKIT = 'AppleWebKit/537.36 (KHTML, like Gecko)'
const CHROME = `${WEBKIT} Chrome/131.0.0.0`

describe('readAgent', () => {
  const browsers: [what: string, userAgent: string, device: VisitorAgent['device'], os: VisitorAgent['os'], osVersion: number][] = [
    ['Chrome on Windows', `Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${CHROME} Safari/537.36`, 'desktop', 'windows', 10_000],
    ['Firefox on Windows 8.1', 'Mozilla/5.0 (Windows NT 6.3; rv:115.0) Gecko/20100101 Firefox/115.0', 'desktop', 'windows', 8001],
    ['Firefox on Windows XP', 'Mozilla/5.0 (Windows NT 5.1; rv:52.0) Gecko/20100101 Firefox/52.0', 'desktop', 'windows', 0],
    [
      'Safari on macOS',
      'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.0 Safari/605.1.15',
      'desktop',
      'macos',
      10_015,
    ],
    ['Firefox on Linux', 'Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0', 'desktop', 'linux', 0],
    ['Chrome on Chrome OS', `Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) ${CHROME} Safari/537.36`, 'desktop', undefined, 0],
    [
      'Safari on an iPhone',
      'Mozilla/5.0 (iPhone; CPU iPhone OS 17_4_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.4.1 Mobile/15E148 Safari/604.1',
      'mobile',
      'ios',
      17_004,
    ],
    [
      'Safari on an iPad',
      'Mozilla/5.0 (iPad; CPU OS 16_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/16.6 Mobile/15E148 Safari/604.1',
      'tablet',
      'ios',
      16_006,
    ],
    ['Chrome on an Android phone', `Mozilla/5.0 (Linux; Android 10; K) ${CHROME} Mobile Safari/537.36`, 'mobile', 'android', 10_000],
    ['Chrome on an Android tablet', `Mozilla/5.0 (Linux; Android 13; SM-X906C) ${CHROME} Safari/537.36`, 'tablet', 'android', 13_000],
  ]
  for (const [what, userAgent, device, os, version] of browsers) {
    it(`reads ${what}`, () => assert.deepEqual(readAgent(userAgent), { device, os, osVersion: version, bot: false }))
  }

  it('finds no device an offer could ask for in a television', () => {
    assert.equal(
      readAgent('Mozilla/5.0 (SMART-TV; Linux; Tizen 5.0) AppleWebKit/538.1 (KHTML, like Gecko) Version/5.0 TV Safari/538.1').device,
      undefined,
    )
  })

  it('reads anything, quickly', () => {
    for (const userAgent of [undefined, '', ' ', '(', '\u{1f3b0}', 'Mozilla/5.0 ('.repeat(1000), `Android ${'9'.repeat(20_000)}`]) {
      const { osVersion, bot } = readAgent(userAgent)
      assert.ok(Number.isSafeInteger(osVersion))
      assert.equal(typeof bot, 'boolean')
    }
  })
})

describe('isBotAgent', () => {
  const bots = [
    undefined,
    '',
    '  ',
    'curl/8.5.0',
    'node',
    'python-requests/2.32.0',
    'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)',
    'Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)',
    `Mozilla/5.0 (X11; Linux x86_64) ${WEBKIT} HeadlessChrome/131.0.0.0 Safari/537.36`,
  ]
  for (const userAgent of bots) it(`knows ${JSON.stringify(userAgent)}`, () => assert.equal(isBotAgent(userAgent), true))
})

describe('osVersion', () => {
  const cases: [string | number | undefined, number][] = [
    ['17.4.1', 17_004],
    ['10.15', 10_015],
    ['10.9', 10_009],
    [10.9, 10_009],
    [15, 15_000],
    ['11', 11_000],
    [undefined, 0],
    ['', 0],
    ['XP', 0],
    ['9'.repeat(30), 999_999_000],
  ]
  for (const [version, expected] of cases)
    it(`makes ${expected} of ${JSON.stringify(version)}`, () => assert.equal(osVersion(version), expected))
})

describe('createAgentReader', () => {
  it('gives the same reading for the same user agent', () => {
    const read = createAgentReader()
    const userAgent = `Mozilla/5.0 (Windows NT 10.0) ${CHROME}`
    assert.equal(read(userAgent), read(userAgent))
    assert.deepEqual(read(undefined), readAgent(undefined))
  })

  it('reads right however many there are', () => {
    const read = createAgentReader(2)
    for (let round = 0; round < 3; round++) {
      for (let version = 1; version < 10; version++) {
        assert.equal(read(`Mozilla/5.0 (Linux; Android ${version}; K) ${CHROME} Mobile Safari/537.36`).osVersion, version * 1000)
      }
    }
  })
})
