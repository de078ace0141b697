import assert from 'node:assert/strict'
import { sha256 } from '../../src/lib/secrets.js'
import { TrackedConversionStore } from '../../src/tracking/conversion-store.js'
import { startServer, type TestServer } from '../helpers/server.js'
import { look } from '../helpers/tenant.js'
import { type Booked, bookable, invited, sendsOf, visited } from '../helpers/tracked.js'
import { call } from '../helpers/tracking-calls.js'

describe('recordConversion', () => {
  let server: TestServer
  let channelId: string
  let destination: string
  let last = 1000
  const someone = () => ++last
  before(async () => {
    server = await startServer({ RATE_LIMITS: 'off', ROLE: 'api' })
    channelId = server.demo.tracking.channelId
    destination = await bookable(server)
  })
  const convert = (body: object, headers: Record<string, string> = {}) =>
    call<Booked>(server, '/api/v1/events/conversion', { eventType: 'Lead', ...body }, { headers })
  const stored = async (telegramUserId: number) => {
    const list = await look(server, db =>
      new TrackedConversionStore(db.knex, db.dialect).ofLead(server.demo.website.id, String(telegramUserId), 10),
    )
    return list[0]!
  }

  it('stores the conversion and a send for each destination, and answers with their ids', async () => {
    const telegramUserId = someone()
    const { status, body } = await convert({
      telegramUserId,
      channelId,
      eventType: 'Purchase',
      value: 19.9,
      currency: 'usd',
      contentName: 'VIP',
    })
    assert.equal(status, 200, JSON.stringify(body))
    assert.deepEqual([body.capiStatus, body.coldLead, body.dispatched, body.sends.length], ['pending', true, true, 1])
    const conversion = await stored(telegramUserId)
    assert.deepEqual(
      [conversion.id, conversion.eventType, conversion.value, conversion.currency, conversion.contentName, conversion.channel],
      [body.conversionId, 'Purchase', 19_900_000, 'USD', 'VIP', channelId],
    )
    const [send] = await sendsOf(server, body.conversionId)
    assert.deepEqual(
      [send!.id, send!.destination, send!.status, send!.event_id, send!.event_type],
      [body.sends[0]!.sendId, destination, 'pending', body.conversionId, 'Purchase'],
    )
    assert.equal(Number(send!.expires_at) - Number(send!.created_at), 48 * 3_600_000, 'as long as the platform knows a repeat')
  })

  it('keeps of a person nothing but hashes', async () => {
    const telegramUserId = someone()
    const pii = { email: ' John_Smith@gmail.com', phone: '+1 (650) 555-1212', firstName: 'Mary' }
    await convert({ telegramUserId, channelId, pii, externalUserId: 'customer-1' })
    const { event } = await stored(telegramUserId)
    assert.equal(event.person.email, '62a14e44f765419d10fea99367361a727c12365e2520f32218d505ed9aa0f62f')
    assert.equal(event.person.phone, 'e323ec626319ca94ee8bff2e4c87cf613be6ea19919ed1364124e16807ab3176')
    assert.equal(event.person.firstName, '6915771be1c5aa0c886870b6951b03d7eafc121fea0e80a5ea83beb7c449f4ec')
    assert.equal(event.person.externalId, sha256('customer-1'))
    const everything = await look(server, async ({ knex }) =>
      JSON.stringify([await knex('tracked_conversions').select(), await knex('identities').select(), await knex('events').select()]),
    )
    for (const raw of ['mith@gmail', '5551212', '555-1212', 'Mary']) assert.ok(!everything.includes(raw), raw)
  })

  it('takes what is not said from the visit behind the invite, and lets the body win', async () => {
    const telegramUserId = someone()
    const visit = await visited(server, {
      href: 'https://localhost/vip?gclid=g-visit',
      fbc: 'fb.1.2.visit',
      clientIp: '81.2.69.142',
      userAgent: 'Visitor/1',
    })
    await invited(server, telegramUserId, visit)
    const { body } = await convert({ telegramUserId, channelId, fbc: 'fb.1.3.body', userAgent: 'Body/1' })
    assert.equal(body.coldLead, false)
    const { event, trace } = await stored(telegramUserId)
    assert.deepEqual(
      [event.fbc, event.gclid, event.clientIp, event.userAgent, event.sourceUrl],
      ['fb.1.3.body', 'g-visit', '81.2.69.142', 'Body/1', 'https://localhost/vip?gclid=g-visit'],
    )
    assert.equal(trace, visit.visitId, 'one trace leads from the visit to what followed')
  })

  it('lets a browser id that was patched later reach later conversions', async () => {
    const telegramUserId = someone()
    const visit = await visited(server, { href: 'https://localhost/' })
    await invited(server, telegramUserId, visit)
    await call(server, '/api/v1/events/update-fbp', { tempId: visit.tempId, fbp: 'fb.1.5.patched' })
    await convert({ telegramUserId, channelId })
    assert.equal((await stored(telegramUserId)).event.fbp, 'fb.1.5.patched')
  })

  it('knows a customer by the external id that a visit came with', async () => {
    const telegramUserId = someone()
    const visit = await visited(server, { href: 'https://localhost/', externalUserId: 'customer-2', ttclid: 'tt' })
    const { body } = await convert({ telegramUserId, channelId, externalUserId: 'customer-2' })
    const { event, trace } = await stored(telegramUserId)
    assert.deepEqual([body.coldLead, event.ttclid, trace], [false, 'tt', visit.visitId])
  })

  it('calls a lead cold once: his next conversion is of somebody who is known', async () => {
    const telegramUserId = someone()
    const first = await convert({ telegramUserId, channelId })
    const second = await convert({ telegramUserId, channelId })
    assert.deepEqual([first.body.coldLead, second.body.coldLead], [true, false])
    assert.equal((await stored(telegramUserId)).trace, first.body.conversionId)
  })

  it('believes the headers about the client more than the body, and not the caller address', async () => {
    const telegramUserId = someone()
    const headers = { 'X-Adtarget-Client-IP': '2001:db8::1', 'X-Adtarget-Client-User-Agent': 'Header/1' }
    await convert({ telegramUserId, channelId, clientIp: '81.2.69.142', userAgent: 'Body/1' }, headers)
    const { event } = await stored(telegramUserId)
    assert.deepEqual([event.clientIp, event.userAgent], ['2001:db8::1', 'Header/1'])
    const nobody = someone()
    await convert({ telegramUserId: nobody, channelId })
    assert.equal((await stored(nobody)).event.clientIp, undefined)
  })

  describe('infers the channel', () => {
    it('from a history that knows exactly one', async () => {
      const telegramUserId = someone()
      await convert({ telegramUserId, channelId })
      assert.equal((await convert({ telegramUserId })).status, 200)
      assert.equal((await stored(telegramUserId)).channel, channelId)
    })

    it('and refuses where it knows none, or several', async () => {
      const telegramUserId = someone()
      const none = await convert({ telegramUserId })
      assert.deepEqual([none.status, none.body.error?.code], [400, 'INVALID_PAYLOAD'])
      assert.match(none.body.error!.message, /^channelId: required, .* no channel$/)
      const { body: other } = await server.manage<{ id: string }>('POST', `/websites/${server.demo.website.id}/channels`, { name: 'Other' })
      await convert({ telegramUserId, channelId })
      await convert({ telegramUserId, channelId: other.id })
      const several = await convert({ telegramUserId })
      assert.equal(several.status, 400)
      assert.match(several.body.error!.message, /^channelId: required, .* 2 channels$/)
    })

    it('and takes none that is not of this website', async () => {
      const { body: site } = await server.manage<{ id: string }>('POST', '/websites', { name: 'B', domain: 'b.example' })
      const { body: foreign } = await server.manage<{ id: string }>('POST', `/websites/${site.id}/channels`, { name: 'Theirs' })
      for (const name of [foreign.id, 'chan_nothing', '-100777']) {
        const { status, body } = await convert({ telegramUserId: someone(), channelId: name })
        assert.deepEqual([status, body.error?.code], [404, 'CHANNEL_NOT_FOUND'], name)
      }
    })

    it('and takes the number of its Telegram chat for its name', async () => {
      const chat = { name: 'By chat', telegramChatId: '-1002003004005' }
      const { body: channel } = await server.manage<{ id: string }>('POST', `/websites/${server.demo.website.id}/channels`, chat)
      const telegramUserId = someone()
      assert.equal((await convert({ telegramUserId, channelId: '-1002003004005' })).status, 200)
      assert.equal((await stored(telegramUserId)).channel, channel.id)
    })
  })

  describe('judges the time of the event', () => {
    it('takes one of long ago, which a platform may find too old', async () => {
      const telegramUserId = someone()
      assert.equal((await convert({ telegramUserId, channelId, eventTime: 1_000_000_000_000 })).status, 200)
      assert.equal((await stored(telegramUserId)).eventTime, 1_000_000_000_000)
    })

    it('and takes a clock that is a little ahead', async () => {
      assert.equal((await convert({ telegramUserId: someone(), channelId, eventTime: Date.now() + 9 * 60_000 })).status, 200)
      assert.equal((await convert({ telegramUserId: someone(), channelId, eventTime: Date.now() + 11 * 60_000 })).status, 400)
    })
  })

  it('takes a value of nothing, and the largest there may be', async () => {
    for (const value of [0, 1e12, 0.000001]) {
      const telegramUserId = someone()
      assert.equal((await convert({ telegramUserId, channelId, eventType: 'Purchase', value, currency: 'JPY' })).status, 200, String(value))
      assert.equal((await stored(telegramUserId)).value, Math.round(value * 1e6))
    }
  })

  it('tells nobody where no destination is switched on', async () => {
    await server.manage('PATCH', `/websites/${server.demo.website.id}/destinations/${destination}`, { enabled: false })
    const { body } = await convert({ telegramUserId: someone(), channelId })
    await server.manage('PATCH', `/websites/${server.demo.website.id}/destinations/${destination}`, { enabled: true })
    assert.deepEqual([body.capiStatus, body.dispatched, body.sends], ['skipped', false, []])
  })

  it('makes one lead and one user of a person whom many calls tell of at once', async () => {
    const telegramUserId = someone()
    const answers = await Promise.all(Array.from({ length: 30 }, () => convert({ telegramUserId, channelId })))
    assert.equal(answers.filter(({ body }) => body.coldLead).length, 1)
    const [users, leads] = await look(server, async ({ knex }) => [
      await knex('identities').where({ kind: 'telegram', value: String(telegramUserId) }),
      await knex('leads').where({ telegram_user_id: String(telegramUserId) }),
    ])
    assert.deepEqual([users!.length, leads!.length], [1, 1])
  })

  it('makes two users one when the business says that they are', async () => {
    const [one, two] = [someone(), someone()]
    await convert({ telegramUserId: one, channelId })
    await convert({ telegramUserId: two, channelId })
    assert.notEqual((await stored(one)).user, (await stored(two)).user)
    await convert({ telegramUserId: one, channelId, externalUserId: 'one-customer' })
    await convert({ telegramUserId: two, channelId, externalUserId: 'one-customer' })
    assert.equal((await stored(one)).user, (await stored(two)).user)
    const merged = (await stored(one)).user
    const leads = await look(server, ({ knex }) =>
      knex('leads')
        .whereIn('telegram_user_id', [String(one), String(two)])
        .pluck('user'),
    )
    assert.deepEqual(leads, [merged, merged])
  })
})
