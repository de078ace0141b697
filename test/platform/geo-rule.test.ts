import assert from 'node:assert/strict'
import { startServer, type TestServer } from '../helpers/server.js'

describe('the geo rule of a website', () => {
  let server: TestServer
  let path: string
  before(async () => {
    server = await startServer()
    path = `/websites/${server.demo.website.id}/geo-rule`
  })
  const put = (body: unknown) => server.manage('PUT', path, body)

  it('getGeoRule answers what putGeoRule saved', async () => {
    assert.deepEqual(await server.manage('GET', path), { status: 200, body: { mode: 'allowlist', entries: ['US'] } })
    const rule = { mode: 'blocklist', entries: ['DE', 'US-NJ'] }
    assert.deepEqual(await put(rule), { status: 200, body: rule })
    assert.deepEqual(await server.manage('GET', path), { status: 200, body: rule })
  })

  it('stores entries in upper case, sorted, each once, with UK read as GB', async () => {
    const { body } = await put({ mode: 'allowlist', entries: ['us-nj', ' fr ', 'uk', 'GB', 'uk-sct', 'Fr', 'us'] })
    assert.deepEqual(body, { mode: 'allowlist', entries: ['FR', 'GB', 'GB-SCT', 'US', 'US-NJ'] })
  })

  it('may be empty: an allowlist then serves nobody, a blocklist everybody', async () => {
    const allowed = async () => ((await (await server.fetch(server.withKeys('/v1/decision'))).json()) as { allowed: boolean }).allowed
    assert.deepEqual((await put({ mode: 'allowlist', entries: [] })).body, { mode: 'allowlist', entries: [] })
    assert.equal(await allowed(), false)
    await put({ mode: 'blocklist', entries: [] })
    assert.equal(await allowed(), true)
  })

  describe('that is wrong', () => {
    before(() => put({ mode: 'allowlist', entries: ['US'] }))

    for (const [body, message] of [
      [{ mode: 'allowlist', entries: ['US', 'USA'] }, /^entries\[1\]: "USA" is not an ISO country/],
      [{ mode: 'allowlist', entries: ['ZZ'] }, /^entries\[0\]: "ZZ" is not/],
      [{ mode: 'allowlist', entries: ['US_NJ'] }, /^entries\[0\]: "US_NJ" is not/],
      [{ mode: 'allowlist', entries: ['US-'] }, /^entries\[0\]: "US-" is not/],
      [{ mode: 'allowlist', entries: ['US-NJNJ'] }, /^entries\[0\]: "US-NJNJ" is not/],
      [{ mode: 'allowlist', entries: [''] }, /^entries\[0\]: "" is not/],
      [{ mode: 'allowlist', entries: ['US', 7] }, /^entries\[1\]: must be string/],
      [{ mode: 'allowlist', entries: 'US' }, /^entries: must be array/],
      [{ mode: 'allowlist' }, /^entries: required/],
      [{ entries: ['US'] }, /^mode: required/],
      [{ mode: 'denylist', entries: [] }, /^mode: must be one of allowlist, blocklist/],
    ] as const)
      it(`is refused by name: ${JSON.stringify(body)}`, async () => {
        const answer = await put(body)
        assert.equal(answer.status, 400)
        assert.match(String(answer.body.message), message)
        assert.deepEqual((await server.manage('GET', path)).body, { mode: 'allowlist', entries: ['US'] }, 'the rule before stands')
      })
  })

  it('of no website is not found', async () => {
    assert.equal((await server.manage('GET', '/websites/site_none/geo-rule')).status, 404)
    assert.equal((await server.manage('PUT', '/websites/site_none/geo-rule', { mode: 'allowlist', entries: [] })).status, 404)
  })
})
