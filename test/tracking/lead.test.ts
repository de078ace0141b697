import assert from 'node:assert/strict'
import { startServer, type TestServer } from '../helpers/server.js'
import { type Booked, bookable, invited, visited } from '../helpers/tracked.js'
import { call } from '../helpers/tracking-calls.js'

interface Found {
  lead: Record<string, unknown>
  attribution: Record<string, unknown>
  conversions: { conversionId: string; sends: Record<string, unknown>[]; [name: string]: unknown }[]
  error?: { code: string }
}

describe('a lead', () => {
  let server: TestServer
  let channelId: string
  before(async () => {
    server = await startServer({ RATE_LIMITS: 'off', ROLE: 'api' })
    channelId = server.demo.tracking.channelId
    await bookable(server)
  })
  // getLead
  const leadOf = async (person: number | string, key = server.demo.tracking.key) => {
    const response = await fetch(`${server.baseUrl}/api/v1/leads/${person}`, { headers: { Authorization: `Bearer ${key}` } })
    return { status: response.status, body: (await response.json()) as Found }
  }
  const convert = async (telegramUserId: number, body: object = {}) =>
    (await call<Booked>(server, '/api/v1/events/conversion', { channelId, eventType: 'Lead', telegramUserId, ...body })).body

  it('is shown with where he came from, and with what became of each conversion', async () => {
    const visit = await visited(server, {
      href: 'https://localhost/vip?utm_source=facebook&fbclid=AbC',
      referrer: 'https://l.facebook.com/',
      externalUserId: 'customer-5',
    })
    const clickId = await invited(server, 501, visit)
    const early = await leadOf(501)
    assert.deepEqual([early.status, early.body.conversions], [200, []], 'he is known from the day he joined')
    const { conversionId, sends } = await convert(501, { eventType: 'Purchase', value: 19.9, currency: 'USD' })
    const { lead, attribution, conversions } = (await leadOf(501)).body
    assert.deepEqual(
      [lead.telegramUserId, lead.websiteId, lead.channelId, lead.trace],
      [501, server.demo.website.id, channelId, visit.visitId],
    )
    assert.deepEqual(
      [attribution.clickId, attribution.visitId, attribution.tempId, attribution.utmSource, attribution.referrer],
      [clickId, visit.visitId, visit.tempId, 'facebook', 'https://l.facebook.com/'],
    )
    assert.match(String(attribution.fbc), /^fb\.1\.\d{13}\.AbC$/)
    const [conversion] = conversions
    assert.deepEqual([conversion!.conversionId, conversion!.value, conversion!.currency], [conversionId, 19.9, 'USD'])
    assert.deepEqual(conversion!.sends, [
      { sendId: sends[0]!.sendId, platform: 'meta', eventId: conversionId, status: 'pending', attempts: 0 },
    ])
  })

  it('shows the newest conversion first, and a late value beside its own', async () => {
    const first = await convert(502)
    const second = await convert(502, { eventType: 'Custom', customEventName: 'Deposit' })
    await call(server, `/api/v1/leads/502/conversions/${first.conversionId}/value`, { value: 7, currency: 'EUR' })
    const { conversions } = (await leadOf(502)).body
    assert.deepEqual(
      conversions.map(({ conversionId }) => conversionId),
      [second.conversionId, first.conversionId],
    )
    assert.equal(conversions[0]!.customEventName, 'Deposit')
    const { value, currency } = conversions[1]!.lateValue as Record<string, unknown>
    assert.deepEqual([value, currency], [7, 'EUR'])
    assert.deepEqual(
      conversions[1]!.sends.map(({ eventId }) => eventId),
      [first.conversionId, `${first.conversionId}:purchase`],
    )
  })

  it('is not found by another number, another form of one, or on another website', async () => {
    await convert(503)
    const { body: site } = await server.manage<{ id: string }>('POST', '/websites', { name: 'C', domain: 'c.example' })
    const { body: other } = await server.manage<{ key: string }>('POST', '/tracking-keys', {
      name: 'Other',
      scope: 'site',
      websiteId: site.id,
    })
    for (const [person, key] of [[504], ['0503'], ['503.0'], ['nobody'], ['%00'], [503, other.key]] as const) {
      const { status, body } = await leadOf(person, key)
      assert.deepEqual([status, body.error?.code], [404, 'LEAD_NOT_FOUND'], String(person))
    }
  })

  describe('recordLeadEvent', () => {
    const told = (person: number | string, body: object) => call<Booked>(server, `/api/v1/leads/${person}/events`, body)

    it('books what a known lead did, in the channel that his history tells', async () => {
      await invited(server, 601, await visited(server, { href: 'https://localhost/' }))
      const { status, body } = await told(601, { eventType: 'CompleteRegistration' })
      assert.deepEqual([status, body.coldLead, body.dispatched], [200, false, true])
      assert.equal((await leadOf(601)).body.conversions[0]!.channelId, channelId)
    })

    it('knows nobody of whom nothing was told, and books nothing of him', async () => {
      for (const person of [699, 'nobody', '%00']) {
        const { status, body } = await told(person, { eventType: 'Lead', channelId })
        assert.deepEqual([status, body.error?.code], [404, 'LEAD_NOT_FOUND'], String(person))
      }
      assert.equal((await leadOf(699)).status, 404)
    })

    it('says what is wrong with the event before it says that nobody is known', async () => {
      assert.equal((await told(699, { eventType: 'Purchase' })).body.error?.code, 'INVALID_PAYLOAD')
    })
  })

  it('is followed from the visit to the last send under one trace, whichever id is asked for', async () => {
    const visit = await visited(server, { href: 'https://localhost/' })
    const clickId = await invited(server, 701, visit)
    const { conversionId, sends } = await convert(701)
    await call(server, `/api/v1/leads/701/conversions/${conversionId}/value`, { value: 7, currency: 'EUR' })
    const chains = await Promise.all(
      [visit.visitId, clickId, conversionId, `${conversionId}:purchase`, sends[0]!.sendId].map(async id => {
        const { status, body } = await server.manage<{ events: { kind: string; id: string }[] }>('GET', `/trace/${id}`)
        assert.equal(status, 200, id)
        return body.events.map(event => `${event.kind} ${event.id}`)
      }),
    )
    assert.deepEqual(
      chains[0]!.map(event => event.split(' ')[0]),
      ['visit', 'tracked_conversion', 'late_value'],
    )
    for (const chain of chains) assert.deepEqual(chain, chains[0])
  })
})
