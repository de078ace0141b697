import assert from 'node:assert/strict'
import type { Page } from '../helpers/advertiser.js'
import { startServer, type TestServer } from '../helpers/server.js'
import { addTenant, look, type Tenant } from '../helpers/tenant.js'

interface Channel extends Record<string, unknown> {
  id: string
  websiteId: string
  default: boolean
  message?: string
}

describe('channels', () => {
  let server: TestServer
  let site: { id: string; trackingId: string }
  before(async () => {
    // Nobody is reached: a bot is kept all the same.
    server = await startServer({ TELEGRAM_BASE_URL: 'http://127.0.0.1:9' })
  })
  beforeEach(async () => {
    site = (await server.manage<typeof site>('POST', '/websites', { name: 'Casino', domain: 'casino.example' })).body
  })
  const create = (body: object = {}) => server.manage<Channel>('POST', `/websites/${site.id}/channels`, body)
  const get = async (id: string) => (await server.manage<Channel>('GET', `/websites/${site.id}/channels/${id}`)).body
  const addBot = async (): Promise<string> =>
    (await server.manage<{ id: string }>('POST', '/bots', { token: `12345:${'a'.repeat(35)}` })).body.id

  describe('createChannel', () => {
    it('keeps all that it is given, and says where it now is', async () => {
      const settings = {
        name: 'News',
        telegramChatId: '-1001987654321',
        botId: await addBot(),
        staticInviteUrl: 'https://t.me/+AbC-d_1',
        approveJoinRequests: true,
        conversion: { eventType: 'Subscribe', value: 2.5, currency: 'eur' },
        default: true,
      }
      const { status, body } = await create(settings)
      assert.equal(status, 201)
      const { id, websiteId, createdAt, updatedAt, ...rest } = body
      assert.match(id, /^chan_[0-9a-z]{26}$/)
      assert.deepEqual([websiteId, createdAt], [site.id, updatedAt])
      assert.deepEqual(rest, { ...settings, conversion: { ...settings.conversion, currency: 'EUR' } })
      assert.deepEqual(await get(id), body)
    })

    it('takes the chat id as the number that Telegram writes, and shows it as text', async () => {
      const { status, body } = await create({ telegramChatId: -1001987654322 })
      assert.deepEqual([status, body.telegramChatId], [201, '-1001987654322'])
      assert.equal((await create({ telegramChatId: '-1001987654322' })).status, 409, 'it is one chat, however it is written')
      const { body: moved } = await server.manage<Channel>('PUT', `/websites/${site.id}/channels/${body.id}`, {
        telegramChatId: -1001987654323,
      })
      assert.equal(moved.telegramChatId, '-1001987654323')
    })

    it('needs nothing: a join then counts as a Lead, and the first channel is the default', async () => {
      const { body } = await create()
      const { name, telegramChatId, botId, staticInviteUrl, approveJoinRequests, conversion } = body
      assert.deepEqual(
        { name, telegramChatId, botId, staticInviteUrl, approveJoinRequests, conversion, default: body.default },
        {
          name: 'Channel',
          telegramChatId: null,
          botId: null,
          staticInviteUrl: null,
          approveJoinRequests: false,
          conversion: { eventType: 'Lead' },
          default: true,
        },
      )
      assert.equal((await create()).body.default, false, 'a second one is not')
    })

    it('answers the path of the new channel', async () => {
      const response = await server.fetch(`/api/v1/websites/${site.trackingId}/channels`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', 'X-Api-Key': server.demo.project.secretKey },
        body: '{}',
      })
      const { id } = (await response.json()) as Channel
      assert.equal(response.headers.get('location'), `/api/v1/websites/${site.id}/channels/${id}`)
    })

    for (const [body, message] of [
      [{ name: '' }, /^name: must not be empty/],
      [{ telegramChatId: -1001.5 }, /^telegramChatId: must be string or integer or null/],
      [{ telegramChatId: 0 }, /^telegramChatId: must be the digits of a Telegram chat id/],
      [{ telegramChatId: -1e300 }, /^telegramChatId: must be >= /],
      [{ telegramChatId: '@casino' }, /^telegramChatId: must be the digits of a Telegram chat id/],
      [{ botId: 'bot_none' }, /^botId: there is no bot bot_none/],
      [{ staticInviteUrl: 'https://evil.example/t.me/x' }, /^staticInviteUrl: must be an address that begins with https:\/\/t\.me\//],
      [{ staticInviteUrl: 'https://t.me.evil.example/x' }, /^staticInviteUrl: must be/],
      [{ staticInviteUrl: 'https://t.me@evil.example/' }, /^staticInviteUrl: must be/],
      [{ staticInviteUrl: 'http://t.me/casino' }, /^staticInviteUrl: must be/],
      [{ staticInviteUrl: 'https://t.me/casino\n' }, /^staticInviteUrl: must be/],
      [{ approveJoinRequests: 'yes' }, /^approveJoinRequests: must be boolean/],
      [{ conversion: {} }, /^conversion\.eventType: required/],
      [{ conversion: { eventType: 'Join' } }, /^conversion\.eventType: must be one of Lead/],
      [{ conversion: { eventType: 'Custom' } }, /^conversion\.customEventName: required for Custom/],
      [{ conversion: { eventType: 'Purchase' } }, /^conversion\.value: required for Purchase/],
      [{ conversion: { eventType: 'Lead', value: 5 } }, /^conversion\.currency: required with a value/],
      [{ conversion: { eventType: 'Lead', value: -1, currency: 'USD' } }, /^conversion\.value: must be >= 0/],
      [{ conversion: { eventType: 'Lead', value: 1, currency: 'XXX' } }, /^conversion\.currency: XXX is no currency/],
      [{ conversion: { eventType: 'Lead', value: 1, currency: 'EURO' } }, /^conversion\.currency: must/],
      [{ default: 'first' }, /^default: must be boolean/],
    ] as const)
      it(`refuses ${JSON.stringify(body)} by name`, async () => {
        const { status, body: answer } = await create(body)
        assert.equal(status, 400)
        assert.match(String(answer.message), message)
      })

    it('refuses a chat that another channel of the website stands for', async () => {
      const { body: first } = await create({ telegramChatId: '-100123' })
      const { status, body } = await create({ telegramChatId: '-100123' })
      assert.equal(status, 409)
      assert.equal(body.message, `telegramChatId: -100123 is that of channel ${first.id} already`)
    })
  })

  for (const [operation, method] of [
    ['updateChannel', 'PUT'],
    ['patchChannel', 'PATCH'],
  ] as const)
    describe(operation, () => {
      const change = (id: string, body: object) => server.manage<Channel>(method, `/websites/${site.id}/channels/${id}`, body)

      it('changes what is given, clears what is null, and leaves the rest', async () => {
        const { body: made } = await create({ name: 'A', staticInviteUrl: 'https://t.me/a', telegramChatId: '-1001' })
        const changes = { name: 'B', staticInviteUrl: null, conversion: null }
        const { status, body } = await change(made.id, changes)
        assert.equal(status, 200)
        assert.deepEqual(body, { ...made, ...changes, updatedAt: body.updatedAt })
        assert.deepEqual(await get(made.id), body)
        const custom = { eventType: 'Custom', customEventName: 'joined' }
        assert.deepEqual((await change(made.id, { conversion: custom })).body.conversion, custom)
      })

      it('moves the default from one channel to another, of this website alone', async () => {
        const { body: first } = await create()
        const { body: second } = await create()
        assert.equal((await change(second.id, { default: true })).body.default, true)
        assert.deepEqual([(await get(first.id)).default, (await get(second.id)).default], [false, true])
        assert.equal((await change(second.id, { default: false })).body.default, false)
      })

      it('holds a change to what a new channel is held to', async () => {
        const { body: first } = await create({ telegramChatId: '-1001' })
        const { body: second } = await create({ telegramChatId: '-1002' })
        assert.equal((await change(second.id, { telegramChatId: '-1001' })).status, 409)
        assert.equal((await change(first.id, { telegramChatId: '-1001' })).status, 200, 'its own is no other')
        assert.match(String((await change(first.id, { botId: 'bot_none' })).body.message), /^botId: /)
        assert.match(String((await change(first.id, { conversion: { eventType: 'Purchase' } })).body.message), /^conversion\.value: /)
      })
    })

  it('listChannels answers the oldest first, in pages', async () => {
    const made = [(await create()).body.id, (await create()).body.id, (await create()).body.id]
    const list = async (query = '') => (await server.manage<Page<Channel>>('GET', `/websites/${site.trackingId}/channels${query}`)).body
    assert.deepEqual(
      (await list()).items.map(({ id }) => id),
      made,
    )
    const last = await list('?page=2&limit=2')
    assert.deepEqual([last.items.map(({ id }) => id), last.total, last.page], [[made[2]], 3, 2])
  })

  it('deleteChannel takes it away, once, and its row stays', async () => {
    const { body: channel } = await create()
    const path = `/websites/${site.id}/channels/${channel.id}`
    assert.deepEqual(await server.manage('DELETE', path), { status: 200, body: { deleted: true } })
    for (const method of ['GET', 'DELETE']) assert.equal((await server.manage(method, path)).status, 404)
    assert.equal((await look(server, ({ knex }) => knex('channels').where({ id: channel.id }))).length, 1)
  })

  it('tell the journal what was done to them', async () => {
    const { body: channel } = await create()
    const path = `/websites/${site.id}/channels/${channel.id}`
    await server.manage('PATCH', path, { name: 'B' })
    await server.manage('DELETE', path)
    const facts: { kind: string; properties: string }[] = await look(server, ({ knex }) =>
      knex('events').select('kind', 'properties').where({ website: site.id }).where('kind', 'like', 'channel_%').orderBy('id'),
    )
    assert.deepEqual(
      facts.map(({ kind, properties }) => [kind, JSON.parse(properties)]),
      [
        ['channel_created', { channelId: channel.id }],
        ['channel_updated', { channelId: channel.id, fields: ['name'] }],
        ['channel_deleted', { channelId: channel.id }],
      ],
    )
  })

  describe('of another organization', () => {
    let other: Tenant
    before(async () => {
      other = await addTenant(server)
    })

    for (const [method, body] of [
      ['GET', undefined],
      ['PUT', { name: 'Mine' }],
      ['PATCH', { name: 'Mine' }],
      ['DELETE', undefined],
    ] as const)
      it(`are not found by ${method}`, async () => {
        const { body: channel } = await create()
        assert.equal((await other.manage(method, `/websites/${site.id}/channels/${channel.id}`, body)).status, 404)
        assert.deepEqual(await get(channel.id), channel)
      })

    it('are not listed or made, and its bots are not ours', async () => {
      assert.equal((await other.manage('GET', `/websites/${site.id}/channels`)).status, 404)
      assert.equal((await other.manage('POST', `/websites/${site.id}/channels`, {})).status, 404)
      const { body: bot } = await other.manage<{ id: string }>('POST', '/bots', { token: `12345:${'a'.repeat(35)}` })
      assert.match(String((await create({ botId: bot.id })).body.message), /^botId: there is no bot/)
    })
  })

  it('getChannel finds none of another website of ours under this one', async () => {
    const { body: channel } = await create()
    assert.equal((await server.manage('GET', `/websites/${server.demo.website.id}/channels/${channel.id}`)).status, 404)
  })
})
