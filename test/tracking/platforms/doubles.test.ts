import assert from 'node:assert/strict'
import type { PlatformName } from '../../../src/catalogue/tracking.js'
import type { OutboundRequest } from '../../../src/outbound/exchange.js'
import { platforms } from '../../../src/tracking/platforms/all.js'
import { hashPerson } from '../../../src/tracking/platforms/person.js'
import type { Access, PlatformEvent } from '../../../src/tracking/platforms/platform.js'
import { Double } from '../../doubles/double.js'
import { services } from '../../doubles/services.js'

const NOON = Date.UTC(2026, 10, 21, 12)
const AGENT = 'Mozilla/5.0 (X11; Linux x86_64) Chrome/140.0.0.0'

const person = hashPerson({
  email: 'John.Smith@gmail.com',
  phone: '+1 (650) 555-1212',
  firstName: 'Mary',
  lastName: 'Valéry',
  telegramUserId: '42',
})
const known: PlatformEvent = {
  eventId: 'tcv_known',
  eventType: 'Purchase',
  at: NOON,
  value: 19_990_000,
  currency: 'USD',
  contentName: 'VIP month',
  person,
  clientIp: '203.0.113.7',
  userAgent: AGENT,
  fbc: 'fb.1.1795262300000.AbCd-Ef_1',
  fbp: 'fb.1.1795262300000.1116446470',
  gclid: 'Cj0KCQ',
  ttclid: 'E.C.P.abc',
  sccid: 'sc-1',
  sourceUrl: 'https://shop.example/?fbclid=AbCd-Ef_1',
}
/** Each kind of event, known to the last detail, by his e-mail address alone, and by his page without his browser. */
const events: PlatformEvent[] = (['Lead', 'Purchase', 'CompleteRegistration', 'Subscribe', 'Custom'] as const).flatMap(eventType => {
  const named = { eventType, ...(eventType === 'Custom' && { customEventName: 'Deposit' }) }
  const { eventId: _, person: __, userAgent: ___, ...anonymous } = known
  const bare = { at: NOON, value: 0, currency: 'JPY', person: hashPerson({ email: 'a@b.example', telegramUserId: '43' }) }
  return [
    { ...known, ...named, eventId: `tcv_known_${eventType}` },
    { ...bare, ...named, eventId: `tcv_bare_${eventType}` },
    { ...anonymous, ...named, person: bare.person, eventId: `tcv_page_${eventType}` },
  ]
})

/** The adapters and the doubles were written apart, from the same documents. */
describe('what an adapter builds', () => {
  const ask = async ({ method, url, headers, body }: OutboundRequest) => {
    const response = await fetch(url, { method, headers, body: body ?? null })
    return { status: response.status, headers: Object.fromEntries(response.headers), body: await response.text() }
  }

  for (const name of Object.keys(platforms) as PlatformName[])
    it(`is taken whole by the strict double of ${name}, and once when it is sent again`, async () => {
      const double = await Double.start(services[name], { now: () => NOON + 1000 })
      const platform = platforms[name]
      const settings = { testEventCode: 'TEST42', conversionAction: '77', clientId: 'c' }
      let access: Access = {
        accountId: '123-456',
        settings,
        secrets: { developerToken: 'd', refreshToken: 'r', clientSecret: 's' },
        baseUrl: double.url,
      }
      if (name !== 'google') access = { ...access, secrets: { accessToken: 'a' } }
      try {
        const wish = platform.authorize?.(access)
        if (wish) {
          const grant = platform.readToken!(await ask(wish))
          assert.ok(grant.kind === 'granted', JSON.stringify(grant))
          access = { ...access, secrets: { ...access.secrets, accessToken: grant.accessToken } }
        }
        for (const event of events) assert.equal(platform.skip(event, settings, NOON), undefined)
        for (const _try of [1, 2]) {
          const answer = await ask(platform.build(events, access))
          const reading = platform.read(answer, events)
          const outcomes = reading.of === 'each' ? reading.outcomes : events.map(() => reading.outcome)
          for (const outcome of outcomes) assert.equal(outcome.kind, 'delivered', answer.body)
        }
        assert.deepEqual(
          double.list().map(({ id, counted }) => [id, counted]),
          events.map(({ eventId }) => [eventId, 1]),
        )
      } finally {
        await double.close()
      }
    })
})
