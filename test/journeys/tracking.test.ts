import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import type { Received } from '../doubles/double.js'
import { webhookOf } from '../doubles/telegram.js'
import { chatMember } from '../doubles/updates.js'
import { eventually } from '../helpers/eventually.js'
import { look } from '../helpers/tenant.js'
import { type Booked, type Platform, TrackingSite } from '../helpers/tracking-site.js'

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

/** Digests as Meta gives them for its own examples. */
const VECTORS = {
  email: '62a14e44f765419d10fea99367361a727c12365e2520f32218d505ed9aa0f62f',
  phone: 'e323ec626319ca94ee8bff2e4c87cf613be6ea19919ed1364124e16807ab3176',
  mary: '6915771be1c5aa0c886870b6951b03d7eafc121fea0e80a5ea83beb7c449f4ec',
  valery: '08e1996b5dd49e62a4b4c010d44e4345592a863bb9f8e3976219bac29417149c',
  jeong: '8fa8cd9c440be61d0151429310034083132b35975c4bea67fdd74158eb51db14',
}

const USER = 424242
const IP = '203.0.113.77'
const AGENT = 'Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 Mobile'
const PAGE = 'http://localhost/vip?fbclid=IwAR_MiXedCase-1&gclid=Cj0_g&ttclid=E.C.P.t&utm_source=meta'
const FBP = 'fb.1.1795262300000.1116446470'
const CLIENT = { 'X-Adtarget-Client-IP': IP, 'X-Adtarget-Client-User-Agent': AGENT }

interface Told {
  kind: string
  [key: string]: unknown
}

/** One person's way from an ad to a payment whose amount is known a week later, and what each platform is told of it. */
describe('the journey of somebody who clicked an ad', () => {
  let site: TrackingSite
  let visit: { visitId: string; tempId: string; clientSessionId: string }
  let clickId: string
  let inviteLink: string
  let purchase: Booked
  let deposit: Booked
  const platforms: Platform[] = ['meta', 'tiktok', 'snapchat', 'google']

  before(async () => {
    site = await TrackingSite.open(platforms)
  })

  it('begins with a bot that Telegram tells of joins', () => {
    const { kept } = site.doubles.telegram
    const webhook = webhookOf(kept, site.botToken)
    assert.match(webhook?.url ?? '', /\/telegram\/bot_[0-9a-z]+$/)
    assert.ok((webhook?.secret?.length ?? 0) >= 16)
    for (const kind of ['chat_member', 'chat_join_request']) assert.ok(webhook?.allowed.includes(kind), kind)
  })

  it('lands on a page', async () => {
    visit = await site.call('POST', '/events/visit', { href: PAGE, referrer: 'https://m.facebook.com/' }, CLIENT)
    assert.match(visit.visitId, /^vis_/)
    assert.deepEqual(await site.call('POST', '/events/update-fbp', { tempId: visit.tempId, fbp: FBP }), { success: true })
  })

  it('is given an invite of his own', async () => {
    const { tempId } = visit
    const invite = await site.call<Record<string, string>>('POST', '/events/invite', { tempId, channelId: site.channelId }, CLIENT)
    clickId = invite.clickId!
    inviteLink = invite.inviteLink!
    assert.equal(invite.fallback, undefined)
    const [link] = site.doubles.telegram.list()
    assert.equal(link?.id, inviteLink)
    assert.deepEqual([link?.account, (link!.event as Told).member_limit], [String(site.chatId), 1])
  })

  it('joins, and Telegram says so twice', async () => {
    const update = chatMember({ chatId: site.chatId, userId: USER, link: inviteLink, to: 'member' })
    for (const _time of [1, 2]) assert.equal((await site.telegram(update)).status, 200)
  })

  it('leaves and joins again, which counts as nothing', async () => {
    for (const to of ['left', 'member'] as const)
      assert.equal((await site.telegram(chatMember({ chatId: site.chatId, userId: USER, to }))).status, 200)
  })

  it('buys, which the business reports with what it knows of him', async () => {
    const body = {
      telegramUserId: USER,
      eventType: 'Purchase',
      value: 49.9,
      currency: 'usd',
      contentName: 'VIP',
      pii: { email: ' John_Smith@gmail.com', phone: '+1 (650) 555-1212', firstName: 'Mary', lastName: 'VALÉRY' },
    }
    purchase = await site.convert(body)
    assert.equal(purchase.coldLead, false)
    assert.deepEqual(purchase.sends.map(({ platform }) => platform).sort(), [...platforms].sort())
  })

  it('deposits an amount that is known later', async () => {
    const body = { eventType: 'Custom', customEventName: 'Deposit', channelId: site.channelId, pii: { firstName: '정' } }
    deposit = await site.call<Booked>('POST', `/leads/${USER}/events`, body)
    const path = `/leads/${USER}/conversions/${deposit.conversionId}/value`
    const late = await site.call<Booked>('POST', path, { value: 120, currency: 'EUR' })
    assert.equal(late.conversionId, deposit.conversionId)
    assert.deepEqual(await site.call<Booked>('POST', path, { value: 120, currency: 'EUR' }), late)
  })

  const joined = async () => (await site.lead(USER)).conversions.find(({ eventType }) => eventType === 'Lead')!
  const found = (list: Received[], id: string) => list.find(one => one.id === id)?.event as Record<string, unknown>

  it('has Meta told of exactly these four, every hash and every click id right', async () => {
    const list = await site.received('meta', 4)
    const { conversionId: lead } = await joined()
    assert.deepEqual(
      list.map(({ id, name, counted }) => `${id} ${name} ${counted}`).sort(),
      [
        ...[`${lead} Lead 1`, `${purchase.conversionId} Purchase 1`],
        ...[`${deposit.conversionId} Deposit 1`, `${deposit.conversionId}:purchase Purchase 1`],
      ].sort(),
    )
    const click = {
      external_id: [sha256(String(USER))],
      client_ip_address: IP,
      client_user_agent: AGENT,
      fbp: FBP,
    }
    const buyer = { em: [VECTORS.email], ph: [VECTORS.phone], fn: [VECTORS.mary], ln: [VECTORS.valery] }
    const depositor = { fn: [VECTORS.jeong] }
    const expected: [string, object, object | undefined][] = [
      [lead, {}, undefined],
      [purchase.conversionId, buyer, { value: 49.9, currency: 'USD', content_name: 'VIP' }],
      [deposit.conversionId, depositor, undefined],
      [`${deposit.conversionId}:purchase`, depositor, { value: 120, currency: 'EUR' }],
    ]
    for (const [id, person, money] of expected) {
      const event = found(list, id)
      const { fbc, ...user } = event.user_data as Record<string, unknown>
      assert.match(String(fbc), /^fb\.1\.\d{13}\.IwAR_MiXedCase-1$/)
      assert.deepEqual(user, { ...click, ...person })
      assert.deepEqual(event.custom_data, money)
      assert.deepEqual([event.action_source, event.event_source_url], ['website', PAGE])
    }
  })

  it('has the others told the same in their own words', async () => {
    const tiktok = found(await site.received('tiktok', 4), purchase.conversionId)
    assert.equal(tiktok.event, 'CompletePayment')
    const { ttclid, phone, email } = tiktok.user as Record<string, unknown>
    assert.deepEqual([ttclid, phone, email], ['E.C.P.t', sha256('+16505551212'), VECTORS.email])
    const snapchat = found(await site.received('snapchat', 4), purchase.conversionId)
    assert.deepEqual([snapchat.event_name, snapchat.action_source], ['PURCHASE', 'WEB'])
    const google = found(await site.received('google', 4), purchase.conversionId)
    assert.deepEqual([google.gclid, google.conversionValue, google.currencyCode], ['Cj0_g', 49.9, 'USD'])
    assert.deepEqual(google.userIdentifiers, [{ hashedEmail: VECTORS.email }, { hashedPhoneNumber: sha256('+16505551212') }])
  })

  it('shows on the lead that everything was sent', async () => {
    const lead = await eventually(async () => {
      const shown = await site.lead(USER)
      for (const { sends } of shown.conversions) for (const send of sends) assert.equal(send.status, 'sent', JSON.stringify(send))
      return shown
    })
    const counts = lead.conversions.map(({ conversionId, sends }) => [conversionId, sends.length])
    assert.deepEqual(new Map(counts as [string, number][]).get(deposit.conversionId), 8)
    assert.equal(lead.conversions.length, 3)
  })

  it('can be traced from any of its ids, and the trace agrees with the lead', async () => {
    const told = async (id: string) => (await site.server.manage<{ events: Told[] }>('GET', `/trace/${encodeURIComponent(id)}`)).body.events
    const events = await told(visit.visitId)
    const count = (kind: string) => events.filter(event => event.kind === kind).length
    assert.deepEqual(
      ['visit', 'invite', 'join', 'leave', 'tracked_conversion', 'late_value', 'send_sent'].map(kind => [kind, count(kind)]),
      [
        ['visit', 1],
        ['invite', 1],
        ['join', 2],
        ['leave', 1],
        ['tracked_conversion', 3],
        ['late_value', 1],
        ['send_sent', 16],
      ],
    )
    const { sendId } = purchase.sends[0]!
    for (const id of [clickId, purchase.conversionId, deposit.conversionId, sendId]) assert.deepEqual(await told(id), events, id)
    const { conversions } = await site.lead(USER)
    const sent = new Set(events.filter(({ kind }) => kind === 'send_sent').map(event => event.sendId))
    for (const { sends } of conversions) for (const send of sends) assert.ok(sent.has(send.sendId), send.sendId)
  })

  it('leaves nothing of him in clear', async () => {
    const kept = await look(site.server, async ({ knex }) =>
      JSON.stringify(
        await Promise.all(
          ['tracked_conversions', 'sends', 'leads', 'identities', 'events', 'dead_letters', 'idempotent_answers'].map(table =>
            knex(table).select('*'),
          ),
        ),
      ),
    )
    for (const text of ['john_smith', 'John_Smith', '5551212', 'VALÉRY', '정', IP, AGENT]) assert.ok(!kept.includes(text), text)
  })
})
