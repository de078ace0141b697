import assert from 'node:assert/strict'
import { type Call, Double, type Reply } from '../doubles/double.js'
import type { Page } from '../helpers/advertiser.js'
import { startServer, type TestServer } from '../helpers/server.js'
import { addTenant, look, type Tenant } from '../helpers/tenant.js'

interface Bot extends Record<string, unknown> {
  id: string
  state: string
  stateReason: string | null
  webhookSecret: string
  message?: string
}

const TOKEN = `123456789:AAE-${'t'.repeat(31)}`

describe('bots', () => {
  let telegram: Double
  let server: TestServer
  /** What Telegram answers; by default, that it did as it was told. */
  let answer: (call: Call) => Reply
  const done: Reply = { status: 200, body: { ok: true, result: true } }
  before(async () => {
    telegram = await Double.start({ name: 'telegram', windowMs: 0, answer: call => answer(call), tooMany: done })
    server = await startServer({
      TELEGRAM_BASE_URL: telegram.url,
      OUTBOUND_ALLOW: '127.0.0.0/8',
      PUBLIC_URL: 'https://track.example',
    })
  })
  after(() => telegram.close())
  beforeEach(() => {
    telegram.calls.length = 0
    answer = () => done
  })
  const create = (body: object = { name: 'Casino bot', token: TOKEN }) => server.manage<Bot>('POST', '/bots', body)
  const get = async (id: string) => (await server.manage<Bot>('GET', `/bots/${id}`)).body
  const calls = () => telegram.calls.map(({ path, text }) => ({ path, body: JSON.parse(text) as Record<string, unknown> }))

  it('createBot registers the webhook with Telegram, and shows its secret once', async () => {
    const { status, body } = await create()
    assert.equal(status, 201)
    const { webhookSecret, ...shown } = body
    assert.match(webhookSecret, /^[\w-]{32}$/)
    assert.deepEqual([shown.name, shown.state, shown.stateReason], ['Casino bot', 'ok', null])
    assert.deepEqual(calls(), [
      {
        path: `/bot${TOKEN}/setWebhook`,
        body: {
          url: `https://track.example/telegram/${body.id}`,
          secret_token: webhookSecret,
          allowed_updates: ['chat_member', 'my_chat_member', 'chat_join_request'],
        },
      },
    ])
    assert.deepEqual(await get(body.id), shown)
  })

  it('createBot keeps token and secret in clear neither in the database nor in the log', async () => {
    const { body } = await create()
    const rows = await look(server, async ({ knex }) => [...(await knex('bots')), ...(await knex('events'))])
    const kept = JSON.stringify([rows, server.logged])
    for (const secret of [TOKEN.slice(10), body.webhookSecret]) assert.ok(!kept.includes(secret))
  })

  it('is kept when Telegram refuses the webhook, getBot says why, and a change tries again', async () => {
    answer = () => ({
      status: 400,
      body: { ok: false, error_code: 400, description: 'Bad Request: bad webhook: HTTPS url must be provided' },
    })
    const { status, body: made } = await create()
    assert.equal(status, 201)
    const reason = 'Telegram answered 400: Bad Request: bad webhook: HTTPS url must be provided'
    assert.deepEqual([made.state, made.stateReason], ['unregistered', reason])
    assert.deepEqual([(await get(made.id)).state, (await get(made.id)).stateReason], ['unregistered', reason])
    answer = () => done
    assert.equal((await server.manage<Bot>('PUT', `/bots/${made.id}`, {})).body.state, 'ok')
    assert.equal((await get(made.id)).stateReason, null)
  })

  it('is kept when nobody answers for Telegram', async () => {
    const away = await startServer({ TELEGRAM_BASE_URL: 'http://127.0.0.1:9', OUTBOUND_ALLOW: '127.0.0.0/8' })
    const { status, body } = await away.manage<Bot>('POST', '/bots', { token: TOKEN })
    assert.deepEqual([status, body.name, body.state], [201, 'Bot', 'unregistered'])
    assert.ok(body.stateReason && !body.stateReason.includes(TOKEN))
  })

  for (const [operation, method] of [
    ['updateBot', 'PUT'],
    ['patchBot', 'PATCH'],
  ] as const)
    it(`${operation} takes a new token, and registers the webhook by it with the same secret`, async () => {
      const { body: made } = await create()
      const token = `987654321:BBF-${'u'.repeat(31)}`
      const { status, body } = await server.manage<Bot>(method, `/bots/${made.id}`, { name: 'Renamed', token })
      const { webhookSecret, ...shown } = made
      assert.equal(status, 200)
      assert.deepEqual(body, { ...shown, name: 'Renamed', updatedAt: body.updatedAt })
      assert.deepEqual(
        calls().map(({ path, body: { secret_token } }) => [path, secret_token]),
        [TOKEN, token].map(used => [`/bot${used}/setWebhook`, webhookSecret]),
      )
    })

  it('deleteBot takes the webhook from Telegram and forgets the token', async () => {
    const { body: made } = await create()
    assert.deepEqual(await server.manage('DELETE', `/bots/${made.id}`), { status: 200, body: { deleted: true } })
    assert.equal(telegram.calls.at(-1)?.path, `/bot${TOKEN}/deleteWebhook`)
    for (const method of ['GET', 'DELETE']) assert.equal((await server.manage(method, `/bots/${made.id}`)).status, 404)
    const [row] = await look(server, ({ knex }) => knex('bots').where({ id: made.id }))
    assert.deepEqual([row.token, row.webhook_secret, row.webhook_secret_hash], ['', '', ''])
  })

  it('deleteBot needs no answer of Telegram', async () => {
    const { body: made } = await create()
    answer = () => ({ status: 401, body: { ok: false, error_code: 401, description: 'Unauthorized' } })
    assert.equal((await server.manage('DELETE', `/bots/${made.id}`)).status, 200)
  })

  it('deleteBot leaves one that a channel stands on, and names the channel', async () => {
    const { body: made } = await create()
    const channels = `/websites/${server.demo.website.id}/channels`
    const { body: channel } = await server.manage<{ id: string }>('POST', channels, { name: 'News', botId: made.id })
    const { status, body } = await server.manage('DELETE', `/bots/${made.id}`)
    assert.equal(status, 409)
    assert.match(String(body.message), new RegExp(`Channel ${channel.id} \\(News\\)`))
    await server.manage('PATCH', `${channels}/${channel.id}`, { botId: null })
    assert.equal((await server.manage('DELETE', `/bots/${made.id}`)).status, 200)
  })

  for (const [body, message] of [
    [{}, /^token: required/],
    [{ token: 'abc' }, /^token: must be a Telegram bot token/],
    [{ token: `123:${'x'.repeat(29)}` }, /^token: must be a Telegram bot token/],
    [{ token: `123:${'x'.repeat(30)}/../` }, /^token: must be a Telegram bot token/],
    [{ token: TOKEN, name: ' ' }, /^name: must not be empty/],
    [{ token: 12 }, /^token: must be string/],
  ] as const)
    it(`refuses ${JSON.stringify(body)} by name`, async () => {
      const { status, body: answered } = await create(body)
      assert.equal(status, 400)
      assert.match(String(answered.message), message)
      assert.equal(telegram.calls.length, 0)
    })

  it('listBots answers the oldest first, in pages; those of another organization are neither listed nor found', async () => {
    const other: Tenant = await addTenant(server)
    const own = async (query = '') => (await other.manage<Page<Bot>>('GET', `/bots${query}`)).body
    const made = []
    for (let at = 0; at < 3; at++) made.push((await other.manage<Bot>('POST', '/bots', { token: TOKEN })).body.id)
    assert.deepEqual(
      (await own()).items.map(({ id }) => id),
      made,
    )
    const last = await own('?page=2&limit=2')
    assert.deepEqual([last.items.map(({ id }) => id), last.total, last.page], [[made[2]], 3, 2])
    for (const [method, body] of [['GET'], ['PUT', { name: 'Mine' }], ['PATCH', { name: 'Mine' }], ['DELETE']] as const)
      assert.equal((await server.manage(method, `/bots/${made[0]}`, body)).status, 404, method)
  })
})
