import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { newId } from '../../src/lib/id.js'
import { HOUR } from '../../src/lib/time.js'
import { eventually } from '../helpers/eventually.js'
import { startServer, type TestServer } from '../helpers/server.js'
import { addTenant, look } from '../helpers/tenant.js'

interface Status {
  problems: { severity: string; subject: string; id: string; name: string; problem: string; message: string; since: string | null }[]
  websites: { id: string; lastEventAt: string | null; lastPingAt: string | null; lastDecisionAt: string | null; silent: string[] }[]
  channels: { id: string; lastEventAt: string | null; lastInviteAt: string | null; lastJoinAt: string | null }[]
  bots: { id: string; state: string }[]
  destinations: {
    id: string
    state: string
    lastSentAt: string | null
    waiting: number
    oldestWaitingAt: string | null
    overdue: boolean
    lastError: string | null
    deadLetters: number
  }[]
  queue: { waiting: number; oldestWaitingAt: string | null; overdue: boolean }
  deadLetters: { open: number; newest: { id: string; target: string } | null }
}

describe('status', () => {
  let now = Date.UTC(2026, 2, 1, 12)
  let server: TestServer
  before(async () => {
    execFileSync(process.execPath, ['scripts/build-web.mjs']) // the page's style and script
    // It serves and sends nothing, so that what is put into the queue stays there.
    server = await startServer({ ROLE: 'api' }, { now: () => now })
  })
  const fetchStatus = (headers: Record<string, string>) => server.fetch('/status', { headers })
  const status = async (key = server.demo.project.secretKey): Promise<Status> => {
    const response = await fetchStatus({ Authorization: `Bearer ${key}` })
    assert.equal(response.status, 200)
    return (await response.json()) as Status
  }
  const at = (ago: number) => new Date(now - ago).toISOString()

  /** A send of the demonstration's organization, as the dispatcher may have left it. */
  const addSend = (destination: string, send: Record<string, unknown>) =>
    look(server, async ({ knex }) => {
      const [row] = await knex('destinations').where({ id: destination })
      await knex('sends').insert({
        id: newId('snd'),
        organization: row.organization,
        website: row.website,
        destination,
        platform: 'meta',
        conversion: newId('tcv'),
        event_id: newId('tcv'),
        event_type: 'Lead',
        status: 'pending',
        attempts: 0,
        expires_at: now + 48 * HOUR,
        event_time: now,
        created_at: now,
        ...send,
      })
    })
  const addDestination = async (): Promise<string> => {
    const path = `/websites/${server.demo.website.id}/destinations`
    const body = { platform: 'meta', accountId: '77', accessToken: 'EAAG' }
    return (await server.manage<{ id: string }>('POST', path, body)).body.id
  }

  it('getStatus finds nothing to complain of in the demonstration', async () => {
    const { problems, websites, channels, destinations, queue, deadLetters } = await status()
    assert.deepEqual(problems, [])
    assert.deepEqual(
      [websites.map(({ id }) => id), channels.map(({ id }) => id), destinations.map(({ id, state }) => [id, state])],
      [[server.demo.website.id], [server.demo.tracking.channelId], [[server.demo.tracking.destinationId, 'paused']]],
    )
    assert.deepEqual(queue, { waiting: 0, oldestWaitingAt: null, overdue: false })
    assert.deepEqual(deadLetters, { open: 0, newest: null })
  })

  it('says when a website last spoke, and that it has gone silent', async () => {
    await server.fetch(server.withKeys('/v1/decision'))
    const spoke = new Date(now).toISOString()
    await eventually(async () => {
      const [website] = (await status()).websites
      assert.deepEqual([website?.lastEventAt, website?.lastDecisionAt, website?.lastPingAt, website?.silent], [spoke, spoke, null, []])
    })
    now += 25 * HOUR
    const { websites, problems } = await status()
    assert.deepEqual(websites[0]?.silent, ['decisions'])
    assert.deepEqual(
      problems.map(({ severity, subject, id, problem, since }) => [severity, subject, id, problem, since]),
      [['watch', 'website', server.demo.website.id, 'silent', spoke]],
    )
  })

  it('says when people were last invited to a channel, and joined it', async () => {
    const { channelId: channel, websiteId: website } = server.demo.tracking
    await look(server, async ({ knex }) => {
      const [{ organization }] = await knex('channels').where({ id: channel })
      const invite = { organization, website, channel, trace: 't', link: 'https://t.me/x', fallback: true }
      for (const ago of [3 * HOUR, 2 * HOUR]) await knex('invites').insert({ ...invite, id: newId('click'), at: now - ago })
      const member = { channel, organization, website, status: 'member', joined_at: now - HOUR }
      await knex('channel_members').insert({ ...member, telegram_user_id: '5' })
    })
    const [found] = (await status()).channels
    assert.deepEqual([found?.lastInviteAt, found?.lastJoinAt, found?.lastEventAt], [at(2 * HOUR), at(HOUR), at(HOUR)])
  })

  it('shows what waits for a destination, since when and why, and what nobody sends', async () => {
    const id = await addDestination()
    await addSend(id, { status: 'sent', created_at: now - 9 * HOUR, sent_at: now - 8 * HOUR })
    await addSend(id, { due_at: now - HOUR, created_at: now - 2 * HOUR, attempts: 3, last_error: 'Meta answered 503' })
    await addSend(id, { due_at: now + HOUR, created_at: now - HOUR })
    const { destinations, queue, problems } = await status()
    const found = destinations.find(destination => destination.id === id)!
    assert.deepEqual(
      [found.state, found.lastSentAt, found.waiting, found.oldestWaitingAt, found.overdue, found.lastError],
      ['ok', at(8 * HOUR), 2, at(2 * HOUR), true, 'Meta answered 503'],
    )
    assert.deepEqual(queue, { waiting: 2, oldestWaitingAt: at(2 * HOUR), overdue: true })
    const problem = problems.find(one => one.id === id)!
    assert.deepEqual([problem.severity, problem.problem, problem.since], ['act', 'overdue', at(HOUR)])
    assert.match(problem.message, /2 sends wait/)
    await server.manage('DELETE', `/websites/${server.demo.website.id}/destinations/${id}`)
  })

  it('says why a destination takes nothing, first of all', async () => {
    const id = await addDestination()
    await look(server, ({ knex }) =>
      knex('destinations')
        .where({ id })
        .update({ state: 'credentials', state_reason: 'Meta 190: expired', state_at: now - HOUR }),
    )
    await server.manage('PATCH', `/websites/${server.demo.website.id}/destinations/${id}`, {})
    const [first] = (await status()).problems
    assert.deepEqual([first?.id, first?.problem, first?.since], [id, 'credentials', at(HOUR)])
    assert.match(first!.message, /Meta 190: expired/)
    await server.manage('DELETE', `/websites/${server.demo.website.id}/destinations/${id}`)
  })

  it('counts dead letters that nobody has replayed, and shows the latest', async () => {
    const id = await addDestination()
    const letter = { kind: 'send', target: id, subject: 'snd_x', reason: 'Meta 100: no such pixel', attempts: 1, created_at: now }
    const [, , newest] = await look(server, async ({ knex }) => {
      const [{ organization }] = await knex('destinations').where({ id })
      const ids = []
      for (const letterStatus of ['open', 'replayed', 'open']) {
        ids.push(newId('dl'))
        await knex('dead_letters').insert({ ...letter, id: ids.at(-1), organization, status: letterStatus })
      }
      return ids
    })
    const { deadLetters, destinations, problems } = await status()
    assert.deepEqual([deadLetters.open, deadLetters.newest?.id, deadLetters.newest?.target], [2, newest, id])
    assert.equal(destinations.find(destination => destination.id === id)?.deadLetters, 2)
    assert.match(problems.find(({ problem }) => problem === 'dead_letters')!.message, /2 could not be delivered; the latest: Meta 100/)
    await server.manage('DELETE', `/websites/${server.demo.website.id}/destinations/${id}`)
  })

  it('shows an organization its own alone', async () => {
    const other = await addTenant(server)
    const { websites, channels, bots, destinations, queue, deadLetters } = await status(other.secretKey)
    assert.deepEqual([websites, channels, bots, destinations], [[], [], [], []])
    assert.deepEqual([queue.waiting, deadLetters.open], [0, 0])
  })

  it('asks programs for a secret key, and takes no other', async () => {
    const [none, wrong, ofPages] = await Promise.all([
      fetchStatus({}),
      fetchStatus({ Authorization: 'Bearer sk_live_wrong' }),
      fetchStatus({ Authorization: `Bearer ${server.demo.project.publicKey}` }),
    ])
    assert.deepEqual([none.status, wrong.status, ofPages.status], [401, 401, 403])
    assert.equal((await fetchStatus({ 'X-Api-Key': server.demo.project.secretKey })).status, 200)
  })

  it('is never kept, by whoever stands between', async () => {
    const { headers } = await fetchStatus({ 'X-Api-Key': server.demo.project.secretKey })
    assert.equal(headers.get('cache-control'), 'no-store')
    assert.match(headers.get('vary') ?? '', /Accept/)
  })

  describe('as a page', () => {
    const html = { Accept: 'text/html,application/xhtml+xml,*/*;q=0.8' }

    it('asks a browser for the key, and tells nothing without it', async () => {
      const response = await fetchStatus(html)
      assert.equal(response.status, 200)
      assert.match(response.headers.get('content-type') ?? '', /^text\/html/)
      assert.match(response.headers.get('content-security-policy') ?? '', /default-src 'none'; script-src 'self'/)
      const page = await response.text()
      assert.match(page, /<input id="key" type="password"/)
      assert.doesNotMatch(page, /Demonstration/)
    })

    it('shows a person with the key what the JSON says', async () => {
      const page = await (await fetchStatus({ ...html, Authorization: `Bearer ${server.demo.project.secretKey}` })).text()
      for (const text of ['Demonstration casino', 'Demonstration channel', 'meta 0000000000000000', 'paused'])
        assert.ok(page.includes(text), text)
    })

    it('refuses a wrong key', async () => {
      assert.equal((await fetchStatus({ ...html, Authorization: 'Bearer sk_live_wrong' })).status, 401)
    })

    it('shows names as they are, and runs none of them', async () => {
      const name = `<img src=x onerror=alert(1)> & "co"`
      const { body } = await server.manage<{ id: string }>('POST', '/websites', { name, domain: 'evil.example' })
      const page = await (await fetchStatus({ ...html, Authorization: `Bearer ${server.demo.project.secretKey}` })).text()
      assert.ok(!page.includes('<img'))
      assert.ok(page.includes('&lt;img src=x onerror=alert(1)&gt; &amp; &quot;co&quot;'))
      await server.manage('DELETE', `/websites/${body.id}`)
    })
  })
})
