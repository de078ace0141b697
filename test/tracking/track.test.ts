import assert from 'node:assert/strict'
import { Unavailable } from '../../src/lib/errors.js'
import { wayIn } from '../../src/tracking/track-invite.js'
import type { VisitRecorded } from '../../src/tracking/visit-book.js'
import { look } from '../helpers/tenant.js'
import { call, storedVisit } from '../helpers/tracking-calls.js'
import { TrackingSite } from '../helpers/tracking-site.js'

// recordTrackVisit, recordTrackFbp and getTrackInvite, and the same through a proxy: recordProxiedVisit, recordProxiedFbp and getProxiedInvite

const PAGE = 'https://localhost/vip'
const FBP = 'fb.1.1795262300000.1116446470'
const OURS = { Origin: 'https://localhost' }

describe('what pages call without a key', () => {
  let site: TrackingSite
  let websiteId: string
  let people = 0
  const newVisitor = () => `00000000-0000-4000-9000-${String(++people).padStart(12, '0')}`

  before(async () => {
    // The tests' own address is that of a proxy, which names the visitor.
    site = await TrackingSite.open([], { RATE_LIMITS: 'off', TRUST_PROXY: 'loopback' })
    websiteId = site.server.demo.website.trackingId
  })

  const post = <T = VisitRecorded>(path: string, body: unknown, headers: Record<string, string> = {}) =>
    call<T>(site.server, path, body, { key: '', headers })
  const go = (path: string, init: RequestInit = {}) => fetch(site.server.baseUrl + path, { redirect: 'manual', ...init })
  const clicks = async (tempId: string) =>
    look(site.server, ({ knex }) => knex('invites').where({ temp_id: tempId }).select('id', 'link', 'visit', 'trace'))

  for (const prefix of ['/track', '/backend/track']) {
    describe(`${prefix}/init`, () => {
      it('stores a visit by the caller himself, and answers the cookies', async () => {
        const headers = { ...OURS, 'X-Forwarded-For': '8.8.8.8', 'User-Agent': 'Phone' }
        const {
          status,
          body,
          headers: answered,
        } = await post(`${prefix}/init`, { websiteId, href: `${PAGE}?fbclid=Iw`, fbp: FBP }, headers)
        assert.equal(status, 200)
        assert.equal(answered.get('access-control-allow-origin'), '*')
        assert.equal(body.cookies.tempId.value, body.tempId)
        const { clientIp, userAgent, country, clickIds } = await storedVisit(site.server, body.visitId)
        assert.deepEqual([clientIp, userAgent, country, clickIds.fbp], ['8.8.8.8', 'Phone', 'US', FBP])
        assert.match(clickIds.fbc!, /^fb\.1\.\d{13}\.Iw$/)
      })

      it('takes JSON as text, with the website in the query', async () => {
        const headers = { ...OURS, 'Content-Type': 'text/plain;charset=UTF-8' }
        const { status, body } = await post(`${prefix}/init?websiteId=${websiteId}`, { href: PAGE }, headers)
        assert.equal(status, 200)
        assert.equal((await storedVisit(site.server, body.visitId)).website, site.server.demo.website.id)
      })

      it('lets a proxy that is trusted name the visitor, and nobody name him in the body', async () => {
        const headers = { 'X-Adtarget-Client-IP': '1.1.1.1', 'X-Adtarget-Client-User-Agent': 'Named', 'User-Agent': 'proxy' }
        const told = { websiteId, href: PAGE, clientIp: '9.9.9.9', userAgent: 'body', country: 5, city: {}, region: [] }
        const { body } = await post(`${prefix}/init`, told, { ...headers, 'X-Forwarded-For': '8.8.8.8' })
        const { clientIp, userAgent, country } = await storedVisit(site.server, body.visitId)
        assert.deepEqual([clientIp, userAgent, country], ['1.1.1.1', 'Named', 'AU'])
      })

      const refused: [what: string, body: unknown, headers: Record<string, string>, message: RegExp][] = [
        ['a foreign page', { websiteId: '$', href: PAGE }, { Origin: 'https://evil.example' }, /^403 ORIGIN_NOT_ALLOWED Origin: /],
        ['a page that is not encrypted', { websiteId: '$', href: PAGE }, { Origin: 'http://shop.example' }, /^403 ORIGIN_NOT_ALLOWED/],
        ['a sandboxed frame', { websiteId: '$', href: PAGE }, { Origin: 'null' }, /^403 ORIGIN_NOT_ALLOWED/],
        ['no website', { href: PAGE }, OURS, /^400 INVALID_PAYLOAD websiteId: required/],
        ['a website that is none', { websiteId: 'atid_none', href: PAGE }, OURS, /^400 INVALID_PAYLOAD websiteId: /],
        ['no page', { websiteId: '$' }, OURS, /^400 INVALID_PAYLOAD href: required/],
        ['a visitor who is no UUID', { websiteId: '$', href: PAGE, tempId: '1' }, OURS, /^400 INVALID_PAYLOAD tempId: must/],
      ]
      for (const [what, body, headers, message] of refused) {
        it(`refuses ${what}`, async () => {
          const text = JSON.stringify(body).replace('"$"', JSON.stringify(websiteId))
          const { status, body: answer } = await post(`${prefix}/init`, text, headers)
          assert.match(`${status} ${answer.error?.code} ${answer.error?.message}`, message)
        })
      }
    })

    describe(`${prefix}/update-fbp`, () => {
      it("adds Meta's browser id to the visit", async () => {
        const { body } = await post(`${prefix}/init`, { websiteId, href: PAGE }, OURS)
        const told = { websiteId, tempId: body.tempId, fbp: FBP }
        const { body: answer } = await post<{ success: boolean }>(`${prefix}/update-fbp`, told, { ...OURS, 'Content-Type': 'text/plain' })
        assert.deepEqual(answer, { success: true })
        assert.equal((await storedVisit(site.server, body.visitId)).clickIds.fbp, FBP)
      })

      it('refuses nothing to add', async () => {
        const { status, body } = await post(`${prefix}/update-fbp`, { websiteId, tempId: newVisitor() }, OURS)
        assert.deepEqual([status, body.error?.message], [400, 'fbp: required'])
      })
    })

    describe(`${prefix}/invite`, () => {
      it('leads to a link of his own, and keeps whose click it was', async () => {
        const { body } = await post(`${prefix}/init`, { websiteId, href: PAGE }, OURS)
        const answer = await go(`${prefix}/invite?websiteId=${websiteId}&tempId=${body.tempId}&channelId=${site.channelId}`)
        assert.equal(answer.status, 302)
        assert.equal(answer.headers.get('cache-control'), 'no-store')
        const [click] = await clicks(body.tempId)
        assert.equal(answer.headers.get('location'), click.link)
        assert.deepEqual([click.visit, click.trace], [body.visitId, body.visitId])
      })

      it('knows the visitor by his session, and takes one down of whom nothing is known', async () => {
        const clientSessionId = `session-${prefix}`
        const { body } = await post(`${prefix}/init`, { websiteId, href: PAGE, clientSessionId }, OURS)
        await go(`${prefix}/invite?websiteId=${websiteId}&clientSessionId=${encodeURIComponent(clientSessionId)}`)
        assert.equal((await clicks(body.tempId)).length, 1)
        const tempId = newVisitor()
        await go(`${prefix}/invite?websiteId=${websiteId}&tempId=${tempId}`, {
          headers: { 'X-Forwarded-For': '8.8.8.8', 'User-Agent': 'P' },
        })
        const visit = await storedVisit(site.server, (await clicks(tempId))[0].visit)
        assert.deepEqual([visit.href, visit.clientIp, visit.userAgent, visit.country], ['https://localhost/', '8.8.8.8', 'P', 'US'])
        assert.equal((await go(`${prefix}/invite?websiteId=${websiteId}`)).status, 302)
      })

      it('mints nothing for who only looks ahead', async () => {
        const tempId = newVisitor()
        const path = `${prefix}/invite?websiteId=${websiteId}&tempId=${tempId}`
        for (const init of [
          { method: 'HEAD' },
          { headers: { 'Sec-Purpose': 'prefetch;prerender' } },
          { headers: { Purpose: 'prefetch' } },
        ]) {
          const answer = await go(path, init)
          assert.deepEqual([answer.status, answer.headers.get('location'), answer.headers.get('cache-control')], [204, null, 'no-store'])
        }
        assert.equal((await clicks(tempId)).length, 0)
      })

      it("leads to the channel's own link while Telegram is away, and nowhere else ever", async () => {
        site.doubles.telegram.mood = () => ({ mode: 'fail', status: 500 })
        const evil = `&url=https://evil.example&link=https://evil.example&Location=https://evil.example`
        const answer = await go(`${prefix}/invite?websiteId=${websiteId}${evil}`)
        site.doubles.telegram.mood = () => ({ mode: 'ok' })
        assert.deepEqual([answer.status, answer.headers.get('location')], [302, 'https://t.me/vip_for_all'])
      })

      const refused: [what: string, query: string, headers: Record<string, string>, message: RegExp][] = [
        ['a foreign page', '', { Origin: 'https://evil.example' }, /^403 ORIGIN_NOT_ALLOWED/],
        ['a channel that is none', '&channelId=chan_none', {}, /^404 CHANNEL_NOT_FOUND/],
        ['a visitor who is no UUID', '&tempId=1', {}, /^400 INVALID_PAYLOAD tempId: must/],
      ]
      for (const [what, query, headers, message] of refused) {
        it(`refuses ${what}`, async () => {
          const answer = await go(`${prefix}/invite?websiteId=${websiteId}${query}`, { headers })
          const { error } = (await answer.json()) as { error: { code: string; message: string } }
          assert.match(`${answer.status} ${error.code} ${error.message}`, message)
        })
      }

      it('needs no website less than the others, and none that is paused', async () => {
        assert.equal((await go(`${prefix}/invite`)).status, 400)
        const path = `/websites/${site.server.demo.website.id}`
        await site.server.manage('PATCH', path, { status: 'paused' })
        const answer = await go(`${prefix}/invite?websiteId=${websiteId}`)
        await site.server.manage('PATCH', path, { status: 'active' })
        assert.equal(answer.status, 402)
      })
    })

    it(`answers under ${prefix}/ in this area's shape where there is nothing, and for another method`, async () => {
      for (const [path, init, code] of [
        [`${prefix}/nothing`, {}, 'NOT_FOUND'],
        [`${prefix}/init`, {}, 'METHOD_NOT_ALLOWED'],
      ] as const) {
        const { error } = (await (await go(path, init)).json()) as { error: { code: string } }
        assert.equal(error.code, code)
      }
      const preflight = await go(`${prefix}/init`, {
        method: 'OPTIONS',
        headers: { Origin: 'https://localhost', 'Access-Control-Request-Method': 'POST' },
      })
      assert.deepEqual([preflight.status, preflight.headers.get('access-control-allow-origin')], [204, '*'])
    })
  }

  it("leads to the channel's own link while nothing can be written", async () => {
    const away = { invite: () => Promise.reject(new Unavailable('The database is away')) }
    const channel = { id: 'chan_1', website: 'site_1', staticInviteUrl: 'https://t.me/own' }
    const tracking = { channelsOf: () => [channel], defaultChannelOf: () => channel }
    const needs = { catalogue: { current: { tracking } }, invites: away, geo: { locate: () => ({ country: null }) } } as never
    const asked = { query: {}, principal: { website: { id: 'site_1' } }, method: 'GET', headers: {}, client: { address: '' }, now: 1 }
    assert.equal(await wayIn(needs, asked as never), 'https://t.me/own')
    channel.staticInviteUrl = null as never
    await assert.rejects(wayIn(needs, asked as never), Unavailable)
  })

  it('believes no client header where no proxy is trusted', async () => {
    const bare = await TrackingSite.open([], { TRUST_PROXY: '' })
    const body = { websiteId: bare.server.demo.website.trackingId, href: PAGE }
    const headers = {
      'X-Adtarget-Client-IP': '1.1.1.1',
      'X-Adtarget-Client-User-Agent': 'Named',
      'X-Forwarded-For': '8.8.8.8',
      'User-Agent': 'own',
    }
    const { body: answer } = await call<VisitRecorded>(bare.server, '/track/init', body, { key: '', headers })
    const { clientIp, userAgent } = await storedVisit(bare.server, answer.visitId)
    assert.deepEqual([clientIp, userAgent], ['127.0.0.1', 'own'])
  })

  it('is limited by the address of the caller', async () => {
    const limited = await TrackingSite.open([], { TRUST_PROXY: 'loopback' })
    const ask = async (address: string) => {
      const headers = { 'X-Forwarded-For': address }
      return (await fetch(`${limited.server.baseUrl}/track/invite?websiteId=atid_none`, { headers })).status
    }
    const first = await Promise.all(Array.from({ length: 120 }, () => ask('192.0.2.1')))
    assert.ok(first.every(status => status === 400))
    const body = { websiteId: limited.server.demo.website.trackingId, href: PAGE }
    const over = await call(limited.server, '/track/init', body, { key: '', headers: { 'X-Forwarded-For': '192.0.2.1' } })
    assert.deepEqual([over.status, over.body.error?.code], [429, 'RATE_LIMITED'])
    assert.ok(Number(over.headers.get('retry-after')) > 0)
    assert.equal(await ask('192.0.2.2'), 400)
  })
})
