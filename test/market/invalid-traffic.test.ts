import assert from 'node:assert/strict'
import { DAY, HOUR, MINUTE, SECOND } from '../../src/lib/time.js'
import {
  type ClickFacts,
  type ClickReason,
  type EventFacts,
  type EventReason,
  judgeClick,
  judgeEvent,
  purposeOf,
  TRAFFIC_RULES,
} from '../../src/market/invalid-traffic.js'

const NOW = Date.UTC(2026, 10, 21, 12)
const BROWSER = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36'
const BOT = 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)'

const aClick = (click: Partial<ClickFacts> = {}): ClickFacts => ({
  at: NOW,
  servedAt: NOW - 5 * SECOND,
  repeated: false,
  head: false,
  purpose: null,
  userAgent: BROWSER,
  dataCentre: false,
  earlier: [],
  ...click,
})
const anEvent = (event: Partial<EventFacts> = {}): EventFacts => ({
  request: 'ok',
  served: true,
  repeated: false,
  purpose: null,
  userAgent: BROWSER,
  dataCentre: false,
  ...event,
})
const ages = (count: number, age: number) => Array<number>(count).fill(age)

describe('judgeClick', () => {
  const cases: [title: string, expected: ClickReason | undefined, click: Partial<ClickFacts>][] = [
    ['a click of a browser', undefined, {}],
    ['a repeat of the pair', 'duplicate', { repeated: true }],
    ['a HEAD request', 'head', { head: true }],
    ['Purpose: prefetch', 'prefetch', { purpose: 'prefetch' }],
    ['Sec-Purpose: prefetch;prerender', 'prefetch', { purpose: 'prefetch;prerender' }],
    ['X-Purpose: preview', 'prefetch', { purpose: 'Preview' }],
    ['a purpose that is none of these', undefined, { purpose: 'navigate' }],
    ['a crawler', 'bot', { userAgent: BOT }],
    ['a program', 'bot', { userAgent: 'curl/8.5.0' }],
    ['no user agent', 'bot', { userAgent: null }],
    ['299 ms after the offers', 'too_fast', { servedAt: NOW - 299 }],
    ['300 ms after the offers', undefined, { servedAt: NOW - 300 }],
    ['before the offers, by clocks that differ', 'too_fast', { servedAt: NOW + 5 }],
    ['a data centre', 'data_centre', { dataCentre: true }],
    ['a second click within a minute', 'rate', { earlier: [MINUTE - 1] }],
    ['a second click after a minute', undefined, { earlier: [MINUTE] }],
    ['a fourth click within ten minutes', 'rate', { earlier: ages(3, 10 * MINUTE - 1) }],
    ['a third click within ten minutes', undefined, { earlier: ages(2, 10 * MINUTE - 1) }],
    ['a fourth click after ten minutes', undefined, { earlier: ages(3, 10 * MINUTE) }],
    ['an eleventh click within an hour', 'rate', { earlier: ages(10, HOUR - 1) }],
    ['an eleventh click after an hour', undefined, { earlier: ages(10, HOUR) }],
    ['a 26th click within a day', 'rate', { earlier: ages(25, DAY - 1) }],
    ['a 26th click after a day', undefined, { earlier: ages(25, DAY) }],
  ]
  for (const [title, expected, click] of cases) {
    it(`says ${expected ?? 'nothing'} of ${title}`, () => assert.equal(judgeClick(aClick(click)), expected))
  }

  it('gives the first reason that applies', () => {
    const faults: [ClickReason, Partial<ClickFacts>][] = [
      ['rate', { earlier: [0] }],
      ['data_centre', { dataCentre: true }],
      ['too_fast', { servedAt: NOW }],
      ['bot', { userAgent: BOT }],
      ['prefetch', { purpose: 'prefetch' }],
      ['head', { head: true }],
      ['duplicate', { repeated: true }],
    ]
    let click = aClick()
    for (const [reason, fault] of faults) {
      click = { ...click, ...fault }
      assert.equal(judgeClick(click), reason)
    }
  })

  it("scores a stored click by another day's rules", () => {
    const stored: ClickFacts = JSON.parse(JSON.stringify(aClick({ servedAt: NOW - 400, earlier: [5 * MINUTE] })))
    assert.equal(judgeClick(stored), undefined)
    assert.equal(judgeClick(stored, { ...TRAFFIC_RULES, humanDelay: 500 }), 'too_fast')
    assert.equal(judgeClick(stored, { ...TRAFFIC_RULES, rates: [{ window: 6 * MINUTE, limit: 1 }] }), 'rate')
    assert.equal(judgeClick(stored, { ...TRAFFIC_RULES, isBot: agent => agent?.includes('Chrome') === true }), 'bot')
  })

  it('lets a visitor who clicks all day have one a minute, 3 in ten minutes, 10 an hour and 25 a day', () => {
    const valid: number[] = []
    for (let at = NOW; at < NOW + DAY; at += 10 * SECOND) {
      if (judgeClick(aClick({ at, servedAt: at - SECOND, earlier: valid.map(time => at - time) }))) continue
      valid.push(at)
    }
    const within = (span: number) => valid.filter(at => at < NOW + span).length
    assert.deepEqual([MINUTE, 10 * MINUTE, HOUR, DAY].map(within), [1, 3, 10, 25])
  })
})

describe('judgeEvent', () => {
  const cases: [title: string, expected: EventReason | undefined, event: Partial<EventFacts>][] = [
    ['an event of a browser', undefined, {}],
    ['a malformed requestId', 'malformed', { request: 'malformed', served: false }],
    ['a forged requestId', 'forged', { request: 'forged', served: false }],
    ["another website's requestId", 'foreign', { request: 'foreign' }],
    ['one of yesterday', 'expired', { request: 'expired', repeated: true }],
    ['an offer that was not served', 'never_served', { served: false, userAgent: BOT }],
    ['a repeat of the pair', 'duplicate', { repeated: true, userAgent: BOT }],
    ['a page that nobody looks at', 'prefetch', { purpose: 'prefetch;prerender' }],
    ['a crawler', 'bot', { userAgent: BOT, dataCentre: true }],
    ['a data centre', 'data_centre', { dataCentre: true }],
  ]
  for (const [title, expected, event] of cases) {
    it(`says ${expected ?? 'nothing'} of ${title}`, () => assert.equal(judgeEvent(anEvent(event)), expected))
  }
})

describe('purposeOf', () => {
  it('takes the standard header and those before it', () => {
    assert.equal(purposeOf({ 'sec-purpose': 'prefetch;prerender' }), 'prefetch;prerender')
    assert.equal(purposeOf({ purpose: 'prefetch' }), 'prefetch')
    assert.equal(purposeOf({ 'x-purpose': 'preview', 'x-moz': ['prefetch'] }), 'preview, prefetch')
  })

  it('is null when the browser says nothing', () => assert.equal(purposeOf({ 'user-agent': BROWSER }), null))

  it('keeps no more than a little of what is sent', () => assert.equal(purposeOf({ purpose: 'x'.repeat(5000) })?.length, 200))
})
