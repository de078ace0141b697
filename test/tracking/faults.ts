/** What is wrong, the fields that make it so, and how the message begins that says so. */
export type Change = readonly [what: string, change: object, names: string]

export const PERSON = 5_550_001_234
const TEMP_ID = '8d1f0c52-6c6f-4c7e-9d0e-3a52b7f4c911'
export const LONG = 'x'.repeat(10_000)
const NOW = Date.now()

/** Bodies in which nothing is wrong. `chan` stands for a channel of the website's. */
export const CONVERSION = { telegramUserId: PERSON, channelId: 'chan', eventType: 'Purchase', value: 49.9, currency: 'EUR' }
export const VISIT = { href: 'https://localhost/vip?utm_source=facebook', tempId: TEMP_ID }
export const FBP = { tempId: TEMP_ID, fbp: 'fb.1.1772368380000.1098115397' }
export const INVITE = { tempId: TEMP_ID }
export const VALUE = { value: 19.9, currency: 'USD' }

/** What a conversion, told alone or of a lead, may get wrong. */
export const CONVERSION_FAULTS: readonly Change[] = [
  ['no event type', { eventType: undefined }, 'eventType: required'],
  ['an event type in small letters', { eventType: 'purchase' }, 'eventType: must be one of Lead, Purchase'],
  ['an event type that is null', { eventType: null }, 'eventType: must be'],
  ['a custom event without a name', { eventType: 'Custom' }, 'customEventName: required'],
  ['a custom event of an empty name', { eventType: 'Custom', customEventName: '' }, 'customEventName: '],
  ['a custom event whose name is a number', { eventType: 'Custom', customEventName: 5 }, 'customEventName: must be string'],
  ['a purchase without a value', { value: undefined }, 'value: required'],
  ['a purchase without a currency', { currency: undefined }, 'currency: required'],
  ['a lead with a value and no currency', { eventType: 'Lead', currency: undefined }, 'currency: required'],
  ['a value in words', { value: 'ten' }, 'value: must be number'],
  ['a value that is null', { value: null }, 'value: must be number'],
  ['a value below zero', { value: -0.01 }, 'value: must be >= 0'],
  ['a value above all', { value: 1e13 }, 'value: must be <='],
  ['a currency of four letters', { currency: 'EURO' }, 'currency: must'],
  ['a currency that there is not', { currency: 'XQZ' }, 'currency: must be'],
  ['a currency that is a number', { currency: 978 }, 'currency: must be'],
  ['an empty currency', { currency: '' }, 'currency: must be'],
  ['a content name that is a list', { contentName: ['a'] }, 'contentName: must be string'],
  ['a content name without end', { contentName: LONG }, 'contentName: must NOT have more than'],
  ['personal data in words', { pii: 'john@example.com' }, 'pii: must be object'],
  ['personal data in a list', { pii: [] }, 'pii: must be object'],
  ['an e-mail address that is a number', { pii: { email: 5 } }, 'pii.email: must be string'],
  ['a phone number that is an object', { pii: { phone: {} } }, 'pii.phone: must be string'],
  ['a first name that is true', { pii: { firstName: true } }, 'pii.firstName: must be string'],
  ['a last name without end', { pii: { lastName: LONG } }, 'pii.lastName: must NOT have more than'],
  ['an id of the business that is a number', { externalUserId: 5 }, 'externalUserId: must be string'],
  ['a time in seconds', { eventTime: Math.floor(NOW / 1000) }, 'eventTime: must be'],
  ['a time before all', { eventTime: -1 }, 'eventTime: must be'],
  ['a time of tomorrow', { eventTime: NOW + 86_400_000 }, 'eventTime: must be'],
  ['a time in words', { eventTime: '2026-03-01T12:00:00Z' }, 'eventTime: must be'],
  ['a click id that is a number', { fbc: 5 }, 'fbc: must be string'],
  ['a click id without end', { gclid: LONG }, 'gclid: must NOT have more than'],
  ['a browser id that is a list', { fbp: [] }, 'fbp: must be string'],
  ['an address that is none', { clientIp: '999.1.2.3' }, 'clientIp: must be an IPv4 or IPv6 address'],
  ['an address in the place of a host', { clientIp: 'localhost' }, 'clientIp: must be an IPv4 or IPv6 address'],
  ['a browser that is a number', { userAgent: 5 }, 'userAgent: must be string'],
  ['a source that is no address', { eventSourceUrl: 'shop' }, 'eventSourceUrl: must be'],
  ['a channel that is a number', { channelId: -1001234567890 }, 'channelId: must be string'],
]

/** What a page view may get wrong, whoever tells it. */
export const VISIT_FAULTS: readonly Change[] = [
  ['no address', { href: undefined }, 'href: required'],
  ['an empty address', { href: '' }, 'href: must be an http or https address'],
  ['an address of no host', { href: 'https://' }, 'href: must be an http or https address'],
  ['a script for an address', { href: 'javascript:alert(1)' }, 'href: must be an http or https address'],
  ['an address without end', { href: `https://localhost/${LONG}` }, 'href: must NOT have more than'],
  ['an address that is an object', { href: {} }, 'href: must be string'],
  ['a visitor who is no UUID', { tempId: 'me' }, 'tempId: must be a valid uuid'],
  ['a visitor who is null', { tempId: null }, 'tempId: must be string'],
  ['a session that is a number', { clientSessionId: 5 }, 'clientSessionId: must be string'],
  ['a referrer that is a list', { referrer: [] }, 'referrer: must be string'],
  ['a UTM parameter that is an object', { utmSource: {} }, 'utmSource: must be string'],
  ['a click id that is true', { ttclid: true }, 'ttclid: must be string'],
  ['a browser id without end', { fbp: LONG }, 'fbp: must NOT have more than'],
]
