import assert from 'node:assert/strict'
import type { Page } from '../helpers/advertiser.js'
import { startServer, type TestServer } from '../helpers/server.js'
import { addTenant, look, type Tenant } from '../helpers/tenant.js'

interface Destination extends Record<string, unknown> {
  id: string
  websiteId: string
  state: string
  stateReason: string | null
  message?: string
}

const META = { platform: 'meta', accountId: '1234567890', accessToken: 'EAAG-secret-of-meta' }
const GOOGLE = {
  platform: 'google',
  accountId: '123-456-7890',
  conversionAction: '42',
  developerToken: 'developer-secret',
  refreshToken: '1//refresh-secret',
  clientId: 'client.apps.googleusercontent.com',
  clientSecret: 'GOCSPX-client-secret',
}

describe('destinations', () => {
  let server: TestServer
  let site: { id: string; trackingId: string }
  before(async () => {
    // A process that serves and does no jobs: what it adds to the queue stays there.
    server = await startServer({ ROLE: 'api' })
  })
  beforeEach(async () => {
    site = (await server.manage<typeof site>('POST', '/websites', { name: 'Casino', domain: 'casino.example' })).body
  })
  const create = (body: object) => server.manage<Destination>('POST', `/websites/${site.id}/destinations`, body)
  const get = async (id: string) => (await server.manage<Destination>('GET', `/websites/${site.id}/destinations/${id}`)).body

  describe('createDestination', () => {
    it('makes one that sends go out to, as getDestination shows it', async () => {
      const { status, body } = await create({ ...META, testEventCode: 'TEST1' })
      assert.equal(status, 201)
      const { id, createdAt, updatedAt, ...rest } = body
      assert.match(id, /^dest_[0-9a-z]{26}$/)
      assert.equal(createdAt, updatedAt)
      assert.deepEqual(rest, {
        websiteId: site.id,
        platform: 'meta',
        accountId: '1234567890',
        testEventCode: 'TEST1',
        enabled: true,
        conversionAction: null,
        clientId: null,
        state: 'ok',
        stateReason: null,
      })
      assert.deepEqual(await get(id), body)
    })

    it('takes a Google account with its dashes, and an access token in place of a refresh token', async () => {
      const { status, body } = await create(GOOGLE)
      assert.equal(status, 201)
      assert.deepEqual([body.accountId, body.conversionAction, body.clientId], ['1234567890', '42', GOOGLE.clientId])
      const { refreshToken: _, clientId: __, clientSecret: ___, ...rest } = GOOGLE
      assert.equal((await create({ ...rest, accessToken: 'ya29' })).body.state, 'ok')
    })

    it('waits for a token where none was given, and is paused where it is switched off', async () => {
      const { accessToken: _, ...tokenless } = META
      const { body: waiting } = await create(tokenless)
      assert.deepEqual([waiting.state, waiting.stateReason], ['credentials', 'accessToken: none was given'])
      assert.equal((await create({ ...tokenless, enabled: false })).body.state, 'paused')
    })

    it('shows no secret in any answer, and keeps none in clear in the database and the log', async () => {
      const answers = [await create(META), await create(GOOGLE)]
      answers.push(await server.manage('GET', `/websites/${site.id}/destinations`))
      answers.push(await server.manage('PUT', `/websites/${site.id}/destinations/${answers[0]!.body.id}`, { accessToken: 'EAAG-secret-2' }))
      const rows = await look(server, async ({ knex }) => [...(await knex('destinations')), ...(await knex('events'))])
      assert.doesNotMatch(JSON.stringify([answers, rows, server.logged]), /-secret/)
    })

    for (const [body, message] of [
      [{}, /^platform: required/],
      [{ platform: 'meta' }, /^accountId: required/],
      [{ ...META, platform: 'myspace' }, /^platform: must be one of meta, tiktok, snapchat, google/],
      [{ ...META, accountId: '../../me' }, /^accountId: must be letters, digits, - and _ alone/],
      [{ ...META, accountId: 123 }, /^accountId: must be string/],
      [{ ...META, accessToken: 'two words' }, /^accessToken: must be printable ASCII without spaces/],
      [{ ...META, accessToken: '' }, /^accessToken: must/],
      [{ ...META, accessToken: null }, /^accessToken: must be string/],
      [{ ...META, enabled: 'no' }, /^enabled: must be boolean/],
      [{ ...META, testEventCode: 5 }, /^testEventCode: must be string or null/],
      [{ ...GOOGLE, accountId: 'abc' }, /^accountId: must be the digits of a Google Ads customer id/],
      [{ ...GOOGLE, conversionAction: undefined }, /^conversionAction: required for google/],
      [{ ...GOOGLE, conversionAction: '1/x' }, /^conversionAction: must be the digits/],
      [{ ...GOOGLE, developerToken: undefined }, /^developerToken: required for google/],
      [{ ...GOOGLE, refreshToken: undefined }, /^accessToken: required for google/],
      [{ ...GOOGLE, clientId: undefined }, /^clientId: required for google/],
      [{ ...GOOGLE, clientSecret: undefined }, /^clientSecret: required for google/],
    ] as const)
      it(`refuses ${JSON.stringify(body).slice(0, 70)} by name, ${message.source.slice(1, 30)}`, async () => {
        const { status, body: answer } = await create(body)
        assert.equal(status, 400)
        assert.match(String(answer.message), message)
        assert.doesNotMatch(JSON.stringify(answer), /secret/)
      })
  })

  for (const [operation, method] of [
    ['updateDestination', 'PUT'],
    ['patchDestination', 'PATCH'],
  ] as const)
    describe(operation, () => {
      const change = (id: string, body: object) => server.manage<Destination>(method, `/websites/${site.id}/destinations/${id}`, body)
      const refuse = (id: string) =>
        look(server, ({ knex }) => knex('destinations').where({ id }).update({ state: 'credentials', state_reason: 'Meta: code 190' }))
      const wakeUps = async (id: string): Promise<number> => {
        const rows = await look(server, async ({ knex, dialect }) =>
          dialect.jobQueue ? (await knex.raw('select * from graphile_worker.jobs')).rows : knex('jobs').select('*'),
        )
        return rows.filter((row: object) => JSON.stringify(row).includes(id)).length
      }

      it('changes what is given, clears what is null, and leaves the rest', async () => {
        const { body: made } = await create({ ...META, testEventCode: 'TEST1' })
        const changes = { accountId: '99', testEventCode: null }
        const { status, body } = await change(made.id, changes)
        assert.equal(status, 200)
        assert.deepEqual(body, { ...made, ...changes, updatedAt: body.updatedAt })
        assert.deepEqual(await get(made.id), body)
        assert.equal((await change(made.id, { ...body, enabled: true })).status, 200, 'what was read can be saved again')
      })

      it('with a new token puts one that was refused back into use and wakes its sends; without, it stays refused', async () => {
        const { body: made } = await create(META)
        await refuse(made.id)
        const { body: still } = await change(made.id, { testEventCode: 'T' })
        assert.deepEqual([still.state, still.stateReason], ['credentials', 'Meta: code 190'])
        assert.equal(await wakeUps(made.id), 0)
        const { body: renewed } = await change(made.id, { accessToken: 'EAAG2' })
        assert.deepEqual([renewed.state, renewed.stateReason], ['ok', null])
        assert.equal(await wakeUps(made.id), 1)
      })

      it('pauses and goes on', async () => {
        const { body: made } = await create(META)
        const { body: paused } = await change(made.id, { enabled: false })
        assert.deepEqual([paused.enabled, paused.state, paused.stateReason], [false, 'paused', 'It is switched off'])
        const { body: on } = await change(made.id, { enabled: true })
        assert.deepEqual([on.enabled, on.state, on.stateReason], [true, 'ok', null])
      })

      it('keeps the platform, and what it needs', async () => {
        const { body: made } = await create(GOOGLE)
        assert.match(String((await change(made.id, { platform: 'meta' })).body.message), /^platform: is google for good/)
        assert.match(String((await change(made.id, { conversionAction: null })).body.message), /^conversionAction: required for google/)
        assert.deepEqual(await get(made.id), made)
        assert.equal((await change(made.id, { accountId: '111-222-3333' })).body.accountId, '1112223333')
      })
    })

  it('listDestinations answers the oldest first, in pages', async () => {
    const made = [(await create(META)).body.id, (await create(GOOGLE)).body.id, (await create({ ...META, platform: 'tiktok' })).body.id]
    const list = async (query = '') =>
      (await server.manage<Page<Destination>>('GET', `/websites/${site.trackingId}/destinations${query}`)).body
    assert.deepEqual(
      (await list()).items.map(({ id }) => id),
      made,
    )
    const last = await list('?page=2&limit=2')
    assert.deepEqual([last.items.map(({ id }) => id), last.total, last.page], [[made[2]], 3, 2])
  })

  it('deleteDestination takes it away, once, and forgets its secrets', async () => {
    const { body: made } = await create(META)
    const path = `/websites/${site.id}/destinations/${made.id}`
    assert.deepEqual(await server.manage('DELETE', path), { status: 200, body: { deleted: true } })
    for (const method of ['GET', 'DELETE']) assert.equal((await server.manage(method, path)).status, 404)
    const [row] = await look(server, ({ knex }) => knex('destinations').where({ id: made.id }))
    assert.equal(row.secrets, null)
  })

  it('that are deleted leave nothing waiting for them', async () => {
    const { body: made } = await create(META)
    const later = Date.now() + 3_600_000
    const send = {
      website: site.id,
      destination: made.id,
      platform: 'meta',
      conversion: 'tcv_x',
      event_type: 'Lead',
      status: 'pending',
      attempts: 0,
    }
    const times = { due_at: later, expires_at: later, event_time: 1, created_at: 1 }
    await look(server, async ({ knex }) => {
      const [{ organization }] = await knex('destinations').where({ id: made.id })
      await knex('sends').insert({ id: `snd_${made.id}`, organization, event_id: 'tcv_x', ...send, ...times })
    })
    await server.manage('DELETE', `/websites/${site.id}/destinations/${made.id}`)
    const [row] = await look(server, ({ knex }) => knex('sends').where({ destination: made.id }))
    assert.ok(row.due_at <= Date.now(), 'whoever looks next finds nobody to send it to')
  })

  it('go with their website, secrets and all', async () => {
    const { body: made } = await create(META)
    await server.manage('DELETE', `/websites/${site.id}`)
    const [row] = await look(server, ({ knex }) => knex('destinations').where({ id: made.id }))
    assert.equal(row.secrets, null)
    assert.notEqual(row.deleted_at, null)
  })

  describe('of another organization', () => {
    let other: Tenant
    before(async () => {
      other = await addTenant(server)
    })

    for (const [method, body] of [
      ['GET', undefined],
      ['PUT', { accessToken: 'EAAG3' }],
      ['PATCH', { accessToken: 'EAAG3' }],
      ['DELETE', undefined],
    ] as const)
      it(`are not found by ${method}`, async () => {
        const { body: made } = await create(META)
        assert.equal((await other.manage(method, `/websites/${site.id}/destinations/${made.id}`, body)).status, 404)
        assert.deepEqual(await get(made.id), made)
      })

    it('are neither listed nor made', async () => {
      assert.equal((await other.manage('GET', `/websites/${site.id}/destinations`)).status, 404)
      assert.equal((await other.manage('POST', `/websites/${site.id}/destinations`, META)).status, 404)
    })
  })
})
