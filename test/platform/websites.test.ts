import assert from 'node:assert/strict'
import { startServer, type TestServer } from '../helpers/server.js'
import { addTenant } from '../helpers/tenant.js'

interface Website extends Record<string, unknown> {
  id: string
  domain: string
  pub: string
  website: string
}
interface Page {
  items: Website[]
  total: number
  page: number
}

describe('websites', () => {
  let server: TestServer
  before(async () => {
    server = await startServer()
  })
  const create = (body: unknown) => server.manage<Website>('POST', '/websites', body)

  describe('createWebsite', () => {
    it('makes a website of a name and a domain, and fills in the rest', async () => {
      const { status, body } = await create({ name: 'Casino', domain: 'Casino.Example' })
      assert.equal(status, 201)
      const { id, pub, website, trackingId, createdAt, updatedAt, ...rest } = body
      assert.match(id, /^site_[0-9a-z]{26}$/)
      assert.match(pub, /^pk_[\w-]{32}$/)
      assert.match(website, /^web_[\w-]{32}$/)
      assert.match(String(trackingId), /^atid_/)
      assert.equal(createdAt, updatedAt)
      assert.ok(Math.abs(Date.parse(String(createdAt)) - Date.now()) < 60_000)
      assert.deepEqual(rest, {
        name: 'Casino',
        domain: 'casino.example',
        status: 'active',
        displayMode: 'overlay',
        triggerEnabled: false,
        trustLocationHints: false,
        allowDevOverrides: false,
        support: {},
        experience: {},
        revenueShare: 0.8,
        lastPingAt: null,
        pingState: 'never',
      })
    })

    it('takes every setting, and tells where the website now is', async () => {
      const given = {
        name: 'Whole',
        domain: 'whole.example',
        status: 'paused',
        displayMode: 'decline',
        triggerEnabled: true,
        trustLocationHints: true,
        allowDevOverrides: true,
        support: { email: 'help@whole.example', url: 'https://whole.example/help', message: 'Ask us.' },
        experience: { theme: 'dark', delay: 3, quiet: true },
        revenueShare: 0.5,
      }
      const response = await server.fetch('/api/v1/websites', {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', 'X-API-Key': server.demo.project.secretKey },
        body: JSON.stringify({ ...given, pub: 'pk_chosen', id: 'site_chosen', unknown: 1 }),
      })
      assert.equal(response.status, 201)
      const made = (await response.json()) as Website
      assert.equal(response.headers.get('location'), `/api/v1/websites/${made.id}`)
      for (const [name, value] of Object.entries(given)) assert.deepEqual(made[name], value, name)
      assert.notEqual(made.id, 'site_chosen', 'what the server makes can not be chosen')
      assert.notEqual(made.pub, 'pk_chosen')
    })

    it('serves everybody until it gets a geo rule, from its very first decision', async () => {
      const { body: made } = await create({ name: 'New', domain: 'new.example' })
      const decision = await server.fetch(`/v1/decision?pub=${made.pub}&website=${made.website}`, {
        headers: { Origin: 'https://new.example', 'X-Forwarded-For': '77.88.8.8' },
      })
      assert.equal(((await decision.json()) as { allowed: boolean }).allowed, true)
    })

    const least = { name: 'Casino', domain: 'casino.example' }
    const refused: [body: unknown, message: RegExp][] = [
      [{ domain: 'casino.example' }, /^name: required/],
      [{ name: 'Casino' }, /^domain: required/],
      [{ ...least, name: ' ' }, /^name: must not be empty/],
      [{ ...least, name: 1 }, /^name: must be string/],
      [{ ...least, name: 'x'.repeat(201) }, /^name: must NOT have more than 200 characters/],
      [{ ...least, domain: 'https://casino.example' }, /^domain: must be a host name/],
      [{ ...least, domain: 'casino.example:8080' }, /^domain: must be a host name/],
      [{ ...least, domain: 'casino.example/path' }, /^domain: must be a host name/],
      [{ ...least, domain: '' }, /^domain: must be a host name/],
      [{ ...least, status: 'gone' }, /^status: must be one of active, paused/],
      [{ ...least, displayMode: 'popup' }, /^displayMode: must be one of overlay, section, decline/],
      [{ ...least, triggerEnabled: 'yes' }, /^triggerEnabled: must be boolean/],
      [{ ...least, trustLocationHints: 1 }, /^trustLocationHints: must be boolean/],
      [{ ...least, allowDevOverrides: null }, /^allowDevOverrides: must be boolean/],
      [{ ...least, support: { email: 'nobody' } }, /^support.email: must be a valid email/],
      [{ ...least, support: { url: 'javascript:alert(1)' } }, /^support.url: must be an http or https address/],
      [{ ...least, support: 'help' }, /^support: must be object/],
      [{ ...least, experience: { nested: {} } }, /^experience.nested: must be string or number or boolean/],
      [{ ...least, revenueShare: 1.1 }, /^revenueShare: must be <= 1/],
      [{ ...least, revenueShare: -0.1 }, /^revenueShare: must be >= 0/],
    ]
    for (const [body, message] of refused)
      it(`refuses ${JSON.stringify(body).slice(0, 80)} by name`, async () => {
        const answer = await create(body)
        assert.equal(answer.status, 400)
        assert.equal(answer.body.error, 'Bad Request')
        assert.equal(answer.body.status, 400)
        assert.match(String(answer.body.message), message)
      })
  })

  describe('listWebsites', () => {
    let page: (query: string) => Promise<Page>
    const made: string[] = []
    before(async () => {
      const tenant = await addTenant(server)
      page = async query => (await tenant.manage<Page>('GET', `/websites${query}`)).body
      for (let n = 0; n < 5; n++)
        made.push((await tenant.manage<Website>('POST', '/websites', { name: `Site ${n}`, domain: `s${n}.example` })).body.id)
    })
    const ids = ({ items }: Page) => items.map(({ id }) => id)

    it('answers pages, the oldest website first, with the number of all', async () => {
      const all = await page('')
      assert.deepEqual([ids(all), all.total, all.page], [made, 5, 1])
      const second = await page('?page=2&limit=2')
      assert.deepEqual([ids(second), second.total, second.page], [made.slice(2, 4), 5, 2])
      assert.deepEqual(ids(await page('?page=3&limit=2')), made.slice(4))
      assert.deepEqual(await page('?page=9&limit=2'), { items: [], total: 5, page: 9 })
    })

    for (const [query, message] of [
      ['page=0', /^page: must be >= 1/],
      ['page=one', /^page: must be integer/],
      ['limit=101', /^limit: must be <= 100/],
      ['limit=0', /^limit: must be >= 1/],
      ['limit=1&limit=2', /^limit: must be integer/],
    ] as const)
      it(`refuses ${query} by name`, async () => {
        const answer = await server.manage('GET', `/websites?${query}`)
        assert.equal(answer.status, 400)
        assert.match(String(answer.body.message), message)
      })
  })
})
