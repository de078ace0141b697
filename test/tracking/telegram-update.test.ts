import assert from 'node:assert/strict'
import { webhookOf } from '../doubles/telegram.js'
import { chatMember, joinRequest } from '../doubles/updates.js'
import { eventually } from '../helpers/eventually.js'
import { look } from '../helpers/tenant.js'
import { call } from '../helpers/tracking-calls.js'
import { TrackingSite } from '../helpers/tracking-site.js'

describe('recordTelegramUpdate', () => {
  let site: TrackingSite
  let botPath: string
  let secret: string
  let people = 6_000_000_000
  const newPerson = () => ++people

  before(async () => {
    site = await TrackingSite.open(['meta'], { RATE_LIMITS: 'off' })
    const webhook = webhookOf(site.doubles.telegram.kept, site.botToken)!
    botPath = new URL(webhook.url).pathname
    secret = webhook.secret!
  })

  const tell = async (update: unknown, headers: Record<string, string> = {}) =>
    call<{ ok: boolean }>(site.server, botPath, update, { key: '', headers: { 'X-Telegram-Bot-Api-Secret-Token': secret, ...headers } })
  const take = async (update: unknown) => {
    const { status, body } = await tell(update)
    assert.deepEqual([status, body], [200, { ok: true }], JSON.stringify(body))
  }
  const inviteOf = async (body: object = {}) => {
    const { body: visit } = await call<{ tempId: string; visitId: string }>(
      site.server,
      '/api/v1/events/visit',
      { href: 'https://localhost/vip?gclid=Cj0' },
      { key: site.key },
    )
    const { body: invite } = await call<{ inviteLink: string; clickId: string }>(
      site.server,
      '/api/v1/events/invite',
      { tempId: visit.tempId, ...body },
      { key: site.key },
    )
    return { ...visit, ...invite }
  }
  const join = (userId: number, link?: string, more: object = {}) =>
    chatMember({ chatId: site.chatId, userId, to: 'member', ...(link && { link }), ...more })
  const leave = (userId: number) => chatMember({ chatId: site.chatId, userId, to: 'left' })
  const rows = (table: string, userId: number) =>
    look(site.server, ({ knex }) =>
      knex(table)
        .where({ telegram_user_id: String(userId) })
        .select('*'),
    )
  const conversions = (userId: number) => rows('tracked_conversions', userId)
  const member = async (userId: number) => (await rows('channel_members', userId))[0]
  const kinds = async (id: string) => {
    const { body } = await site.server.manage<{ events: { kind: string }[] }>('GET', `/trace/${id}`)
    return body.events.map(({ kind }) => kind).filter(kind => !kind.startsWith('send_'))
  }

  it('counts who joins by an invite of ours as what the channel says, under the trace of his visit', async () => {
    const user = newPerson()
    const { inviteLink, clickId, visitId } = await inviteOf()
    await take(join(user, inviteLink))
    const [conversion, ...others] = await conversions(user)
    assert.equal(others.length, 0)
    assert.deepEqual(
      [conversion.event_type, conversion.source, conversion.channel, conversion.trace, Boolean(conversion.cold)],
      ['Lead', 'join', site.channelId, visitId, false],
    )
    const { status, invite } = await member(user)
    assert.deepEqual([status, invite], ['member', clickId])
    assert.deepEqual(await kinds(clickId), ['visit', 'invite', 'join', 'tracked_conversion'])
    await eventually(async () => {
      assert.ok(site.doubles.meta.list().some(({ id }) => id === conversion.id))
    })
  })

  it('takes an update once, however often and at how many doors Telegram tells it', async () => {
    const user = newPerson()
    const { inviteLink } = await inviteOf()
    const update = join(user, inviteLink)
    await Promise.all(Array.from({ length: 10 }, () => take(update)))
    await take(update)
    assert.equal((await conversions(user)).length, 1)
  })

  it('counts nobody twice who leaves and comes back, by himself or by another invite', async () => {
    const user = newPerson()
    const [first, second] = [await inviteOf(), await inviteOf()]
    await take(join(user, first.inviteLink))
    await take(leave(user))
    assert.equal((await member(user)).status, 'left')
    await take(join(user))
    await take(leave(user))
    await take(join(user, second.inviteLink))
    assert.equal((await conversions(user)).length, 1)
    const { status, invite } = await member(user)
    assert.deepEqual([status, invite], ['member', second.clickId])
    assert.deepEqual(await kinds(first.clickId), ['visit', 'invite', 'join', 'tracked_conversion', 'leave', 'join', 'leave'])
    assert.deepEqual(await kinds(second.clickId), ['visit', 'invite', 'join'])
  })

  it('records who came by himself, and tells nobody; an invite counts for him later', async () => {
    const user = newPerson()
    await take(join(user))
    const alone = await member(user)
    assert.deepEqual([alone.status, alone.invite], ['member', null])
    assert.deepEqual([(await conversions(user)).length, (await rows('leads', user)).length], [0, 0])
    await take(leave(user))
    const { inviteLink } = await inviteOf()
    await take(join(user, inviteLink))
    assert.equal((await conversions(user)).length, 1)
  })

  it("takes the channel's own link, and one of people's, for no invite", async () => {
    for (const link of ['https://t.me/vip_for_all', 'https://t.me/+madeByPeople']) {
      const user = newPerson()
      await take(join(user, link))
      assert.equal((await member(user)).invite, null)
      assert.equal((await conversions(user)).length, 0)
    }
  })

  it('counts only the first who comes by an invite: one that was passed on is nobody else’s', async () => {
    const [first, second] = [newPerson(), newPerson()]
    const { inviteLink } = await inviteOf()
    await take(join(first, inviteLink))
    await take(leave(first))
    await take(join(second, inviteLink))
    assert.deepEqual([(await conversions(first)).length, (await conversions(second)).length], [1, 0])
    assert.equal((await member(second)).invite, null)
    const facts = await look(site.server, ({ knex }) => knex('events').where({ kind: 'organic_join' }).orderBy('id', 'desc').limit(1))
    assert.deepEqual(JSON.parse(facts[0].properties), { channelId: site.channelId, reason: 'link_shared' })
  })

  it('counts two who come by one invite at once as one', async () => {
    const [first, second] = [newPerson(), newPerson()]
    const { inviteLink } = await inviteOf()
    await Promise.all([take(join(first, inviteLink)), take(join(second, inviteLink))])
    assert.equal((await conversions(first)).length + (await conversions(second)).length, 1)
  })

  it('goes by what happened last, in whatever order it is told', async () => {
    const user = newPerson()
    const now = Math.floor(Date.now() / 1000)
    const { inviteLink } = await inviteOf()
    const joined = join(user, inviteLink, { date: now - 60 })
    await take(chatMember({ chatId: site.chatId, userId: user, to: 'left', date: now - 30 }))
    await take(joined)
    assert.equal((await member(user)).status, 'left')
    assert.equal((await conversions(user)).length, 1)
  })

  it('makes a lead, and no conversion, where a join counts as nothing', async () => {
    const path = `/websites/${site.server.demo.website.id}/channels/${site.channelId}`
    await site.server.manage('PATCH', path, { conversion: null })
    const user = newPerson()
    const { inviteLink, visitId } = await inviteOf()
    await take(join(user, inviteLink))
    await site.server.manage('PATCH', path, { conversion: { eventType: 'Subscribe', value: 2.5, currency: 'EUR' } })
    assert.equal((await conversions(user)).length, 0)
    const [lead] = await rows('leads', user)
    assert.equal(lead.trace, visitId)
    const other = newPerson()
    await take(join(other, (await inviteOf()).inviteLink))
    await site.server.manage('PATCH', path, { conversion: { eventType: 'Lead' } })
    const [counted] = await conversions(other)
    assert.deepEqual([counted.event_type, counted.value, counted.currency], ['Subscribe', 2_500_000, 'EUR'])
  })

  it('records a join on a website that is paused, and counts it as nothing', async () => {
    const user = newPerson()
    const { inviteLink } = await inviteOf()
    const path = `/websites/${site.server.demo.website.id}`
    await site.server.manage('PATCH', path, { status: 'paused' })
    await take(join(user, inviteLink))
    await site.server.manage('PATCH', path, { status: 'active' })
    assert.deepEqual([(await member(user)).status, (await conversions(user)).length], ['member', 0])
  })

  describe('with a channel that approves', () => {
    const channel = () => `/websites/${site.server.demo.website.id}/channels/${site.channelId}`
    const settled = (what: string) => site.doubles.telegram.list().filter(({ name }) => name === what)
    const approvals = (userId: number) => settled('approved').filter(({ id }) => id === String(userId))
    before(() => site.server.manage('PATCH', channel(), { approveJoinRequests: true }))
    after(() => site.server.manage('PATCH', channel(), { approveJoinRequests: false }))

    const asks = (userId: number, link: string) => joinRequest(site.doubles.telegram, { chatId: site.chatId, userId, link })

    it('makes links by which people ask, approves the first who does, and counts him when he is in', async () => {
      const [user, other] = [newPerson(), newPerson()]
      const { inviteLink, clickId } = await inviteOf()
      const made = settled('createChatInviteLink').find(({ id }) => id === inviteLink)?.event as Record<string, unknown>
      assert.deepEqual([made.creates_join_request, made.member_limit], [true, undefined])
      await take(asks(user, inviteLink))
      await take(asks(other, inviteLink))
      await eventually(async () => assert.equal(approvals(user).length, 1))
      assert.equal((await conversions(user)).length, 0)
      await take(join(user, inviteLink))
      assert.equal((await conversions(user)).length, 1)
      assert.equal(approvals(other).length, 0)
      assert.deepEqual(await kinds(clickId), ['visit', 'invite', 'join_requested', 'join_requested', 'join', 'tracked_conversion'])
    })

    it('leaves those to people who ask by a link of theirs', async () => {
      const [user, ours] = [newPerson(), newPerson()]
      await take(asks(user, 'https://t.me/+madeByPeople'))
      await take(asks(ours, (await inviteOf()).inviteLink))
      await eventually(async () => assert.equal(approvals(ours).length, 1))
      assert.equal(approvals(user).length, 0)
    })

    it('tries again while Telegram is away', async () => {
      const user = newPerson()
      const { inviteLink } = await inviteOf()
      let failures = 0
      site.doubles.telegram.mood = ({ path }) =>
        path.endsWith('/approveChatJoinRequest') && failures++ < 1 ? { mode: 'fail', status: 502 } : { mode: 'ok' }
      await take(asks(user, inviteLink))
      await eventually(async () => assert.equal(approvals(user).length, 1), 15_000)
    })
  })

  it('takes and ignores what means nothing to it', async () => {
    for (const update of [
      {},
      { update_id: 1 },
      { update_id: 2, message: { text: 'hi' } },
      { update_id: 'x', chat_member: 5 },
      chatMember({ chatId: -100_999, userId: newPerson(), to: 'member' }),
    ])
      await take(update)
  })

  const refused: [what: string, body: unknown, headers: Record<string, string>, message: RegExp][] = [
    ['a wrong secret', {}, { 'X-Telegram-Bot-Api-Secret-Token': 'guess' }, /^401 /],
    ['no secret', {}, { 'X-Telegram-Bot-Api-Secret-Token': '' }, /^401 /],
    ['no JSON', 'update', {}, /^400 INVALID_PAYLOAD body: /],
    ['a list', [], {}, /^400 INVALID_PAYLOAD body: must be object/],
  ]
  for (const [what, body, headers, message] of refused) {
    it(`refuses ${what}`, async () => {
      const { status, body: answer } = await tell(body, headers)
      assert.match(`${status} ${answer.error?.code} ${answer.error?.message}`, message)
    })
  }

  it('knows no other bot', async () => {
    const headers = { 'X-Telegram-Bot-Api-Secret-Token': secret }
    const { status } = await call(site.server, '/telegram/bot_none', {}, { key: '', headers })
    assert.equal(status, 404)
  })
})
