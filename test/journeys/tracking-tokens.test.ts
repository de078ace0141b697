import assert from 'node:assert/strict'
import { eventually } from '../helpers/eventually.js'
import { type Json, TrackingSite } from '../helpers/tracking-site.js'

const DAY = 24 * 60 * 60 * 1000

/** A platform takes back the token that it gave out, until a person brings another. */
describe('a destination whose token was revoked', () => {
  let site: TrackingSite
  before(async () => {
    site = await TrackingSite.open(['meta', 'tiktok'], { RATE_LIMITS: 'off' })
    site.doubles.meta.revoked.add('meta-token-1')
  })

  const path = () => `/websites/${site.server.demo.website.id}/destinations/${site.destinations.get('meta')}`
  const destination = async () => {
    const { body } = await site.server.manage<{ items: Json[] }>('GET', `/websites/${site.server.demo.website.id}/destinations`)
    return body.items.find(({ id }) => id === site.destinations.get('meta'))!
  }
  const stateOf = async (user: number, platform: string) =>
    (await site.lead(user)).conversions.flatMap(({ sends }) => sends).find(send => send.platform === platform)!

  it('takes nothing, says why, and stops nobody else', async () => {
    await site.convert({ telegramUserId: 1, eventType: 'Lead' })
    await site.received('tiktok', 1)
    await eventually(async () => assert.equal((await destination()).state, 'credentials'))
    assert.match(String((await destination()).stateReason), /190/)
    const send = await eventually(async () => {
      const shown = await stateOf(1, 'meta')
      assert.match(shown.lastError ?? '', /190/)
      return shown
    })
    assert.equal(send.status, 'pending')
    await eventually(async () => assert.equal((await stateOf(1, 'tiktok')).status, 'sent'))
  })

  it('is left in peace while it waits', async () => {
    const calls = site.doubles.meta.calls.length
    await site.convert({ telegramUserId: 2, eventType: 'Lead' })
    await site.received('tiktok', 2)
    assert.equal((await stateOf(2, 'meta')).status, 'pending')
    assert.equal(site.doubles.meta.calls.length, calls)
  })

  it('is told of everything that waited once it has another', async () => {
    const { status } = await site.server.manage('PUT', path(), { accessToken: 'meta-token-2' })
    assert.equal(status, 200)
    const list = await site.received('meta', 2)
    for (const { counted } of list) assert.equal(counted, 1)
    for (const user of [1, 2]) await eventually(async () => assert.equal((await stateOf(user, 'meta')).status, 'sent'))
    assert.equal((await destination()).state, 'ok')
  })
})

describe('a thousand conversions of which one is eight days old', () => {
  it('are 999 that the platform takes at once, and one that is expired with its reason', async function () {
    this.timeout(60_000)
    const site = await TrackingSite.open(['meta'], { RATE_LIMITS: 'off' })
    const { meta } = site.doubles
    // They gather while the platform is away, and leave in as few requests as they can.
    meta.revoked.add('meta-token-1')
    const OLD = 500
    const report = (n: number) =>
      site.convert({ telegramUserId: 10_000 + n, eventType: 'Lead', ...(n === OLD && { eventTime: Date.now() - 8 * DAY }) })
    await report(0)
    const url = `/websites/${site.server.demo.website.id}/destinations`
    await eventually(async () => {
      const { body } = await site.server.manage<{ items: Json[] }>('GET', url)
      assert.equal(body.items.find(({ id }) => id === site.destinations.get('meta'))?.state, 'credentials')
    })
    for (let n = 1; n < 1000; n += 50) await Promise.all(Array.from({ length: Math.min(50, 1000 - n) }, (_, of) => report(n + of)))
    const before = meta.calls.length
    await site.server.manage('PUT', `${url}/${site.destinations.get('meta')}`, { accessToken: 'meta-token-2' })
    const list = await site.received('meta', 999, 20_000)
    assert.deepEqual([...new Set(list.map(({ counted, times }) => counted * times))], [1])
    const calls = meta.calls.slice(before)
    assert.ok(
      calls.every(({ status }) => status === 200),
      'no request was refused for the old one',
    )
    await eventually(async () => {
      const [old] = (await site.lead(10_000 + OLD)).conversions.flatMap(({ sends }) => sends)
      assert.equal(old?.status, 'expired')
      assert.match(old?.lastError ?? '', /last 7 days/)
    })
  })
})
