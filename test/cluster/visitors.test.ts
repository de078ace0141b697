import assert from 'node:assert/strict'
import type { Invited } from '../../src/tracking/invite-book.js'
import type { VisitRecorded } from '../../src/tracking/visit-book.js'
import { chatMember } from '../doubles/updates.js'
import { startServer, type TestServer } from '../helpers/server.js'
import { look } from '../helpers/tenant.js'
import { call } from '../helpers/tracking-calls.js'
import { TrackingSite } from '../helpers/tracking-site.js'

/** Pages and Telegram call whichever process the balancer picks, and often several at once. */
describe('visitors before two processes on one PostgreSQL', function () {
  this.timeout(60_000)
  let site: TrackingSite
  let servers: TestServer[]
  let people = 8_000_000_000
  before(async function () {
    if (!process.env.TEST_DATABASE_URL) this.skip()
    site = await TrackingSite.open(['meta'], { RATE_LIMITS: 'off' })
    servers = [site.server, await startServer({ ...site.server.env, DEMO: 'off' })]
  })

  const inTurn = <T>(count: number, act: (server: TestServer, n: number) => Promise<T>) =>
    Promise.all(Array.from({ length: count }, (_, n) => act(servers[n % servers.length]!, n)))
  const visit = async (server: TestServer, body: object) =>
    (await call<VisitRecorded>(server, '/api/v1/events/visit', { href: 'https://localhost/', ...body }, { key: site.key })).body
  const conversions = (userId: number) =>
    look(site.server, ({ knex }) =>
      knex('tracked_conversions')
        .where({ telegram_user_id: String(userId) })
        .select('id'),
    )

  it('have one session each, wherever its pages are told', async () => {
    for (let round = 0; round < 5; round++) {
      const clientSessionId = `round-${round}`
      const told = await inTurn(20, server => visit(server, { clientSessionId }))
      assert.equal(new Set(told.map(({ sessionId }) => sessionId)).size, 1)
      assert.equal(new Set(told.map(({ tempId }) => tempId)).size, 1)
    }
  })

  it('are stored once under an idempotency key', async () => {
    const told = await inTurn(20, server =>
      call<VisitRecorded>(
        server,
        '/api/v1/events/visit',
        { href: 'https://localhost/' },
        { key: site.key, headers: { 'Idempotency-Key': 'k' } },
      ),
    )
    assert.equal(new Set(told.map(({ body }) => body.visitId)).size, 1)
    assert.equal(told.filter(({ headers }) => headers.get('x-idempotent-replay') === 'true').length, 19)
  })

  it('count once when their join is told at every door, and one for an invite that two follow', async () => {
    for (let round = 0; round < 5; round++) {
      const { tempId } = await visit(servers[0]!, {})
      const { body: invite } = await call<Invited>(servers[1]!, '/api/v1/events/invite', { tempId }, { key: site.key })
      const [first, second] = [++people, ++people]
      const joins = [first, second].map(userId => chatMember({ chatId: site.chatId, userId, to: 'member', link: invite.inviteLink }))
      const answers = await inTurn(8, (server, n) => {
        const { kept } = site.doubles.telegram
        const { url, secret } = kept.get(`webhook ${site.botToken}`) as { url: string; secret: string }
        const headers = { 'X-Telegram-Bot-Api-Secret-Token': secret }
        return call(server, new URL(url).pathname, joins[(n >> 1) % 2], { key: '', headers })
      })
      assert.ok(answers.every(({ status }) => status === 200))
      assert.equal((await conversions(first)).length + (await conversions(second)).length, 1)
    }
  })
})
