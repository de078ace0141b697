import assert from 'node:assert/strict'
import { HOUR, iso, MINUTE } from '../../src/lib/time.js'
import type { Invited } from '../../src/tracking/invite-book.js'
import { type Invite, InviteStore } from '../../src/tracking/invite-store.js'
import type { VisitRecorded } from '../../src/tracking/visit-book.js'
import { look } from '../helpers/tenant.js'
import { call, storedVisit } from '../helpers/tracking-calls.js'
import { TrackingSite } from '../helpers/tracking-site.js'

const PAGE = 'https://localhost/vip'

describe('createInvite', () => {
  let site: TrackingSite
  // Telegram's double goes by the true time: an hour ahead at most, links made now are good for it too.
  let now = Date.now()
  let people = 0
  const newVisitor = () => `00000000-0000-4000-8000-${String(++people).padStart(12, '0')}`

  before(async () => {
    site = await TrackingSite.open([], { RATE_LIMITS: 'off' }, { now: () => now })
  })
  beforeEach(() => {
    site.doubles.telegram.mood = () => ({ mode: 'ok' })
  })

  const ask = (body: object, headers: Record<string, string> = {}) =>
    call<Invited>(site.server, '/api/v1/events/invite', body, { key: site.key, headers })
  const invited = async (body: object, headers: Record<string, string> = {}): Promise<Invited> => {
    const { status, body: answer } = await ask(body, headers)
    assert.equal(status, 200, JSON.stringify(answer))
    return answer
  }
  const visited = async (body: object): Promise<VisitRecorded> =>
    (await call<VisitRecorded>(site.server, '/api/v1/events/visit', { href: PAGE, ...body }, { key: site.key })).body
  const stored = async (id: string): Promise<Invite> => {
    const [invite] = await look(site.server, db => new InviteStore(db.knex, db.dialect).byId([id]))
    return invite!
  }
  const minted = () => site.doubles.telegram.calls.filter(({ path }) => path.endsWith('/createChatInviteLink')).length

  it('has Telegram make a link for one person, good for a day, under the id of the click', async () => {
    const { tempId, visitId } = await visited({ tempId: newVisitor() })
    const invite = await invited({ tempId })
    assert.deepEqual(invite, {
      inviteLink: invite.inviteLink,
      clickId: invite.clickId,
      channelId: site.channelId,
      tempId,
      expiresAt: iso(now + 24 * HOUR),
    })
    assert.match(invite.inviteLink, /^https:\/\/t\.me\/\+/)
    assert.match(invite.clickId, /^click_[0-9a-z]{26}$/)
    const link = site.doubles.telegram.list().find(({ id }) => id === invite.inviteLink)
    assert.deepEqual(link?.event, {
      chat_id: String(site.chatId),
      name: invite.clickId,
      expire_date: Math.floor((now + 24 * HOUR) / 1000),
      member_limit: 1,
    })
    const { organization: _, ...kept } = await stored(invite.clickId)
    assert.deepEqual(kept, {
      id: invite.clickId,
      website: site.server.demo.website.id,
      channel: site.channelId,
      trace: visitId,
      visit: visitId,
      tempId,
      link: invite.inviteLink,
      at: now,
      expiresAt: now + 24 * HOUR,
      usedBy: null,
    })
  })

  it('stands under the trace of the session that the visit belongs to', async () => {
    const first = await visited({ clientSessionId: 'session-of-two' })
    await visited({ clientSessionId: 'session-of-two' })
    const { clickId } = await invited({ tempId: first.tempId })
    const { body } = await site.server.manage<{ events: { kind: string }[] }>('GET', `/trace/${clickId}`)
    assert.deepEqual(
      body.events.map(({ kind }) => kind),
      ['visit', 'visit', 'invite'],
    )
    assert.equal((await stored(clickId)).trace, first.visitId)
  })

  it('is its own trace for somebody of whom nothing is known', async () => {
    const { clickId } = await invited({ tempId: newVisitor() })
    const { trace, visit } = await stored(clickId)
    assert.deepEqual([trace, visit], [clickId, null])
  })

  it('is a visit too where it says what no visit said', async () => {
    const tempId = newVisitor()
    const headers = { 'X-Adtarget-Client-IP': '8.8.8.8', 'X-Adtarget-Client-User-Agent': 'Phone' }
    const { clickId } = await invited({ tempId, href: `${PAGE}?fbclid=IwAR_x`, utmSource: 'facebook' }, headers)
    const { visit, trace } = await stored(clickId)
    const { href, clickIds, utm, clientIp, userAgent, country } = await storedVisit(site.server, visit!)
    assert.equal(trace, visit)
    assert.deepEqual(
      [href, clickIds, utm, clientIp, userAgent, country],
      [`${PAGE}?fbclid=IwAR_x`, { fbc: `fb.1.${now}.IwAR_x` }, { source: 'facebook' }, '8.8.8.8', 'Phone', 'US'],
    )
  })

  it('adds to the last visit what it says, and keeps the rest of it', async () => {
    const { tempId, sessionId } = await visited({ href: `${PAGE}?gclid=Cj0`, clientIp: '8.8.8.8', userAgent: 'Phone', utmSource: 'google' })
    const { clickId } = await invited({ tempId, ttclid: 'E.C.P' })
    const visit = await storedVisit(site.server, (await stored(clickId)).visit!)
    assert.deepEqual(
      [visit.session, visit.href, visit.clickIds, visit.utm, visit.clientIp, visit.userAgent],
      [sessionId, `${PAGE}?gclid=Cj0`, { gclid: 'Cj0', ttclid: 'E.C.P' }, { source: 'google' }, '8.8.8.8', 'Phone'],
    )
  })

  it('does not look at what an invite is not asked for', async () => {
    const more = { country: 5, city: {}, region: [], landingPage: ['x'], externalUserId: 7 }
    const { clickId } = await invited({ tempId: newVisitor(), href: PAGE, ...more })
    const { landingPage, externalUserId, place } = await storedVisit(site.server, (await stored(clickId)).visit!)
    assert.deepEqual([landingPage, externalUserId, place], [null, null, {}])
  })

  it('remembers the click of an earlier day, whatever the visitor did since', async () => {
    const { tempId } = await visited({ href: `${PAGE}?gclid=Cj0&ttclid=old` })
    now += 2 * HOUR
    await visited({ tempId, href: `${PAGE}?ttclid=new` })
    now += 2 * HOUR
    const last = await visited({ tempId, fbp: 'fb.1.2.3' })
    const { visit } = await stored((await invited({ tempId })).clickId)
    assert.equal(visit, last.visitId)
    assert.deepEqual((await storedVisit(site.server, visit!)).clickIds, { gclid: 'Cj0', ttclid: 'new', fbp: 'fb.1.2.3' })
  })

  it('knows a website by its domain where a click came without a page', async () => {
    const { clickId } = await invited({ tempId: newVisitor(), gclid: 'Cj0' })
    assert.equal((await storedVisit(site.server, (await stored(clickId)).visit!)).href, 'https://localhost/')
  })

  it('takes a double click for one, also when both come at once', async () => {
    const { tempId } = await visited({})
    const before = minted()
    const answers = await Promise.all(Array.from({ length: 5 }, () => invited({ tempId })))
    assert.equal(new Set(answers.map(({ clickId }) => clickId)).size, 1)
    now += 9 * MINUTE
    assert.equal((await invited({ tempId })).clickId, answers[0]!.clickId)
    assert.equal((await invited({ tempId, href: PAGE })).clickId, answers[0]!.clickId)
    assert.equal(minted(), before + 1)
  })

  it('makes another link later, after another visit, and for another channel', async () => {
    const { tempId } = await visited({})
    const first = await invited({ tempId })
    const other = await site.create(`/websites/${site.server.demo.website.id}/channels`, {
      name: 'Second',
      telegramChatId: '-1009',
      botId: (await site.server.manage<{ items: { id: string }[] }>('GET', '/bots')).body.items[0]!.id,
    })
    const elsewhere = await invited({ tempId, channelId: '-1009' })
    assert.equal(elsewhere.channelId, other.id)
    now += 1
    await visited({ tempId })
    const visitedAgain = await invited({ tempId })
    now += 11 * MINUTE
    const later = await invited({ tempId })
    assert.equal(new Set([first, elsewhere, visitedAgain, later].map(({ clickId }) => clickId)).size, 4)
  })

  it('answers the same again under an idempotency key, and makes one link', async () => {
    const { tempId } = await visited({})
    const before = minted()
    const headers = { 'Idempotency-Key': 'invite-1' }
    const answers = await Promise.all(Array.from({ length: 5 }, () => ask({ tempId }, headers)))
    now += HOUR
    answers.push(await ask({ tempId }, headers))
    assert.equal(new Set(answers.map(({ body }) => JSON.stringify(body))).size, 1)
    assert.equal(minted(), before + 1)
  })

  describe('while Telegram makes no link', () => {
    it("answers the channel's own at once where it refuses", async () => {
      site.doubles.telegram.mood = () => ({ mode: 'fail', status: 400, body: { ok: false, description: 'Bad Request: chat not found' } })
      const { tempId } = await visited({})
      const invite = await invited({ tempId })
      assert.deepEqual(invite, {
        inviteLink: 'https://t.me/vip_for_all',
        clickId: invite.clickId,
        channelId: site.channelId,
        tempId,
        expiresAt: null,
        fallback: true,
      })
      assert.equal((await stored(invite.clickId)).link, null)
      site.doubles.telegram.mood = () => ({ mode: 'ok' })
      assert.equal((await invited({ tempId })).fallback, undefined, 'the next click has a link of its own')
    })

    it('waits two seconds for it, and no longer', async () => {
      site.doubles.telegram.mood = () => ({ mode: 'hang' })
      const start = performance.now()
      const invite = await invited({ tempId: newVisitor() })
      const took = performance.now() - start
      assert.equal(invite.fallback, true)
      assert.ok(took > 1500 && took < 4000, `${took} ms`)
    })

    it('never sends anybody to what Telegram should not have answered', async () => {
      const body = { ok: true, result: { invite_link: 'https://evil.example/+x' } }
      site.doubles.telegram.mood = () => ({ mode: 'fail', status: 200, body })
      assert.equal((await invited({ tempId: newVisitor() })).inviteLink, 'https://t.me/vip_for_all')
    })

    it('can only ask for patience where the channel has no link of its own', async () => {
      const path = `/websites/${site.server.demo.website.id}/channels/${site.channelId}`
      await site.server.manage('PATCH', path, { staticInviteUrl: null })
      try {
        site.doubles.telegram.mood = () => ({ mode: 'fail', status: 500 })
        const { status, body, headers } = await ask({ tempId: newVisitor() }, { 'Idempotency-Key': 'patience' })
        assert.deepEqual([status, body.error?.code, headers.get('retry-after')], [503, 'UNAVAILABLE', '5'])
      } finally {
        await site.server.manage('PATCH', path, { staticInviteUrl: 'https://t.me/vip_for_all' })
      }
    })
  })

  const refused: [what: string, body: object, message: RegExp][] = [
    ['no visitor', {}, /^400 INVALID_PAYLOAD tempId: required/],
    ['a visitor who is no UUID', { tempId: 'me' }, /^400 INVALID_PAYLOAD tempId: must be a valid uuid/],
    ['a channel that is none', { tempId: '$', channelId: 'chan_none' }, /^404 CHANNEL_NOT_FOUND channelId: /],
    ['a chat that is none of ours', { tempId: '$', channelId: '-100777' }, /^404 CHANNEL_NOT_FOUND channelId: /],
    ['a channel that is a number', { tempId: '$', channelId: -1009 }, /^400 INVALID_PAYLOAD channelId: must be string/],
    ['a page without a host', { tempId: '$', href: 'https://' }, /^400 INVALID_PAYLOAD href: must/],
    ['an address that is none', { tempId: '$', clientIp: 'me' }, /^400 INVALID_PAYLOAD clientIp: must/],
  ]
  for (const [what, body, message] of refused) {
    it(`refuses ${what}`, async () => {
      const { status, body: answer } = await ask({ ...body, ...('tempId' in body && body.tempId === '$' && { tempId: newVisitor() }) })
      assert.match(`${status} ${answer.error?.code} ${answer.error?.message}`, message)
    })
  }

  it("finds no other website's channel, and wants a name where there are several and no default", async () => {
    const { body: other } = await site.server.manage<{ id: string }>('POST', '/websites', { name: 'Other', domain: 'other.example' })
    const { body: key } = await site.server.manage<{ key: string }>('POST', '/tracking-keys', {
      name: 'Other',
      scope: 'site',
      websiteId: other.id,
    })
    const there = async (body: object) => {
      const { status, body: answer } = await call<Invited>(site.server, '/api/v1/events/invite', body, { key: key.key })
      return answer.error ? `${status} ${answer.error.code} ${answer.error.message}` : answer.channelId
    }
    const tempId = newVisitor()
    assert.match(await there({ tempId, channelId: site.channelId }), /^404 CHANNEL_NOT_FOUND/)
    assert.match(await there({ tempId }), /^404 CHANNEL_NOT_FOUND channelId: this website has no channel/)
    const channels = await Promise.all(
      ['a', 'b'].map(name =>
        site.create(`/websites/${other.id}/channels`, { name, staticInviteUrl: `https://t.me/${name}_channel`, default: false }),
      ),
    )
    assert.match(await there({ tempId }), /^400 INVALID_PAYLOAD channelId: required/)
    assert.equal(await there({ tempId, channelId: channels[1]!.id }), channels[1]!.id)
    await site.server.manage('DELETE', `/websites/${other.id}/channels/${channels[0]!.id}`)
    assert.equal(await there({ tempId }), channels[1]!.id, 'the only one')
  })
})
