import assert from 'node:assert/strict'
import { KNOWN_ADDRESSES } from '../geo/known-addresses.js'
import { eventually } from '../helpers/eventually.js'
import { startServer, type TestServer } from '../helpers/server.js'
import { look } from '../helpers/tenant.js'

interface Decision {
  allowed: boolean
  requestId: string
  country: string | null
  region: string | null
  support?: Record<string, string>
}
interface Site {
  id: string
  pub: string
  website: string
}
interface Ask {
  query?: string
  from?: string
  origin?: string | null
  headers?: Record<string, string>
}

const GERMAN = '194.25.0.60'
const AMERICAN = '8.8.8.8'

describe('getDecision', () => {
  let server: TestServer
  let site: Site
  before(async () => {
    server = await startServer()
    site = await create()
  })

  const create = async (settings: Record<string, unknown> = {}): Promise<Site> => {
    const { body } = await server.manage<Site>('POST', '/websites', { name: 'Casino', domain: 'casino.example', ...settings })
    return body
  }
  const rule = async (mode: string, entries: string[], { id } = site) => {
    assert.equal((await server.manage('PUT', `/websites/${id}/geo-rule`, { mode, entries })).status, 200)
  }
  const ask = ({ query = '', from = GERMAN, origin = 'https://casino.example', headers = {} }: Ask = {}, { pub, website } = site) =>
    fetch(`${server.baseUrl}/v1/decision?pub=${pub}&website=${website}${query}`, {
      headers: { 'X-Forwarded-For': from, ...(origin !== null && { Origin: origin }), ...headers },
    })
  const decide = async (asked?: Ask, of?: Site) => {
    const response = await ask(asked, of)
    assert.equal(response.status, 200)
    return (await response.json()) as Decision
  }
  const refusal = async (asked: Ask, of?: Site) => {
    const response = await ask(asked, of)
    const { error, reason } = (await response.json()) as { error: string; reason: string }
    return { status: response.status, error, reason }
  }

  describe('of real addresses behind a trusted proxy', () => {
    const served = ['US', 'DE', 'JP', 'GB', 'ZA']

    for (const mode of ['allowlist', 'blocklist'] as const)
      it(`goes by the country of ${KNOWN_ADDRESSES.length} addresses under ${mode === 'allowlist' ? 'an' : 'a'} ${mode}`, async () => {
        await rule(mode, served)
        for (const [from, country, holder] of KNOWN_ADDRESSES) {
          const { requestId, ...decision } = await decide({ from })
          const allowed = served.includes(country) === (mode === 'allowlist')
          assert.deepEqual(decision, { allowed, country, region: null, ...(!allowed && { support: {} }) }, `${from} (${holder})`)
          assert.match(requestId, /^req_[0-7][0-9a-hjkmnp-tv-z]{25}[\w-]+$/)
        }
      })

    it('believes the last entry of the header alone, which the proxy wrote', async () => {
      assert.equal((await decide({ from: `${AMERICAN}, ${GERMAN}` })).country, 'DE')
      assert.equal((await decide({ from: `unknown, [2003::1]:443` })).country, 'DE')
    })

    it('does not believe the header of a caller who is no proxy of ours', async () => {
      const alone = await startServer({ TRUST_PROXY: '0' })
      const response = await alone.fetch(alone.withKeys('/v1/decision'), { headers: { 'X-Forwarded-For': AMERICAN } })
      assert.equal(((await response.json()) as Decision).country, null)
      await alone.close()
    })
  })

  it('counts a place that is not resolved as no match', async () => {
    await rule('allowlist', ['US'])
    const { requestId: _, ...blocked } = await decide({ from: '10.0.0.1' })
    assert.deepEqual(blocked, { allowed: false, country: null, region: null, support: {} })
    await rule('blocklist', ['US'])
    assert.equal((await decide({ from: '10.0.0.1' })).allowed, true)
  })

  it('shows the support block to blocked visitors alone', async () => {
    const support = { email: 'help@casino.example', message: 'We are not open in your country.' }
    const kind = await create({ support })
    await rule('allowlist', ['US'], kind)
    assert.deepEqual((await decide({ from: GERMAN }, kind)).support, support)
    assert.ok(!('support' in (await decide({ from: AMERICAN }, kind))))
  })

  it('is never kept by a cache, and never the same twice', async () => {
    const [first, second] = [await ask(), await ask()]
    assert.equal(first.headers.get('cache-control'), 'no-store')
    assert.notEqual(((await first.json()) as Decision).requestId, ((await second.json()) as Decision).requestId)
  })

  it('is noted in the journal under the trace that its request id begins with', async () => {
    await rule('allowlist', ['US'])
    const { requestId } = await decide({ query: '&mode=section' })
    const trace = requestId.slice(0, 30)
    await eventually(async () => {
      const [fact] = await look(server, ({ knex }) => knex('events').where({ trace }))
      assert.ok(fact)
      assert.deepEqual([fact.kind, fact.website, fact.organization], ['decision', site.id, server.demo.project.id])
      const properties = typeof fact.properties === 'string' ? JSON.parse(fact.properties) : fact.properties
      assert.deepEqual(properties, { allowed: false, country: 'DE', region: null, provider: 'mmdb', mode: 'section' })
    })
  })

  describe('of a page that tells where its visitor is', () => {
    let trusting: Site
    before(async () => {
      trusting = await create({ trustLocationHints: true })
      await rule('allowlist', ['US-NJ', 'GB'], trusting)
    })

    // query, allowed, country, region
    const told: [string, boolean, string | null, string | null][] = [
      ['&country=US&region=NJ', true, 'US', 'NJ'],
      ['&country=us&region=nj', true, 'US', 'NJ'],
      ['&country=US&region=US-NJ', true, 'US', 'NJ'],
      ['&country=US&region=NY', false, 'US', 'NY'],
      ['&country=US', false, 'US', null],
      ['&country=US&region=nonsense', false, 'US', null],
      ['&country=UK', true, 'GB', null],
      ['&country=GB&region=SCT', true, 'GB', 'SCT'],
      ['&country=CA&region=NJ', false, 'CA', 'NJ'],
      ['&country=US&region=CA-NJ', false, 'US', null],
      ['&country=UK&region=gb-SCT', true, 'GB', 'SCT'],
      ['&country=US&region=NJ&region=NY', false, 'US', null],
    ]
    for (const [query, allowed, country, region] of told)
      it(`decides ${query} by what it tells`, async () => {
        const decision = await decide({ query }, trusting)
        assert.deepEqual([decision.allowed, decision.country, decision.region], [allowed, country, region])
      })

    for (const query of [
      '&country=USA',
      '&country=',
      '&country=ZZ',
      '&region=NJ',
      '&country=US&country=GB',
      `&country=${'x'.repeat(3000)}`,
    ])
      it(`looks the address up when it tells ${query.slice(0, 20)}`, async () => {
        assert.deepEqual([(await decide({ query }, trusting)).country], ['DE'])
      })

    it('believes no page of a website that does not trust hints', async () => {
      assert.equal((await decide({ query: '&country=US&region=NJ' })).country, 'DE')
    })

    it('applies a rule by region to a blocklist too', async () => {
      const closed = await create({ trustLocationHints: true })
      await rule('blocklist', ['US-NJ'], closed)
      assert.equal((await decide({ query: '&country=US&region=NJ' }, closed)).allowed, false)
      assert.equal((await decide({ query: '&country=US&region=PA' }, closed)).allowed, true)
      assert.equal((await decide({ query: '&country=US' }, closed)).allowed, true)
    })
  })

  describe('while developing', () => {
    const query = '&dev-country=JP&dev-region=13'

    it('simulates a place on a page of localhost', async () => {
      const local = await create({ domain: 'localhost' })
      const { country, region } = await decide({ query, origin: 'http://localhost:3000' }, local)
      assert.deepEqual([country, region], ['JP', '13'])
    })

    it('simulates a place anywhere on a website that allows it, and takes pages of localhost', async () => {
      const open = await create({ allowDevOverrides: true })
      assert.equal((await decide({ query }, open)).country, 'JP')
      for (const origin of ['http://localhost:5173', 'http://127.0.0.1', 'http://[::1]:8080', 'https://localhost'])
        assert.equal((await decide({ query, origin }, open)).country, 'JP', origin)
    })

    it('simulates nothing that is said twice, and refuses nobody for it', async () => {
      const open = await create({ allowDevOverrides: true })
      assert.equal((await decide({ query: `${query}&dev-country=US` }, open)).country, 'DE')
      assert.equal((await decide({ query: `${query}&dev-region=27` }, open)).region, null)
    })

    it('simulates nothing elsewhere, and takes no page of localhost', async () => {
      assert.equal((await decide({ query })).country, 'DE')
      assert.equal((await refusal({ query, origin: 'http://localhost' })).reason, 'origin_mismatch')
    })

    it('ignores what is no country, and puts the simulated one before a hint', async () => {
      const open = await create({ allowDevOverrides: true, trustLocationHints: true })
      assert.equal((await decide({ query: '&dev-country=Japan' }, open)).country, 'DE')
      assert.equal((await decide({ query: '&dev-country=JP&country=US' }, open)).country, 'JP')
    })
  })

  describe('asks for the credentials of the website', () => {
    it('answers 401 when a key is missing', async () => {
      for (const query of ['', `?pub=${site.pub}`, `?website=${site.website}`, `?pub=&website=${site.website}`]) {
        const response = await server.fetch(`/v1/decision${query}`)
        assert.equal(response.status, 401, query)
        assert.equal(((await response.json()) as { reason: string }).reason, 'keys_required')
      }
    })

    it('answers 403 to keys that are no pair in force', async () => {
      for (const of of [
        { ...site, pub: 'pk_wrong' },
        { ...site, website: 'web_wrong' },
        { ...site, pub: server.demo.website.pub },
        { ...site, pub: site.website, website: site.pub },
      ])
        assert.deepEqual(await refusal({}, of).then(({ status, reason }) => [status, reason]), [403, 'unknown_keys'])
    })

    const origins: [origin: string | null, reason: string | undefined][] = [
      ['https://casino.example', undefined],
      ['https://www.casino.example', undefined],
      ['https://casino.example:8443', undefined],
      ['HTTPS://Casino.Example', undefined],
      ['http://casino.example', 'origin_mismatch'],
      ['https://evil.example', 'origin_mismatch'],
      ['https://shop.casino.example', 'origin_mismatch'],
      ['https://www.www.casino.example', 'origin_mismatch'],
      ['https://casino.example.evil.example', 'origin_mismatch'],
      ['https://evilcasino.example', 'origin_mismatch'],
      ['https://casino.example@evil.example', 'origin_mismatch'],
      ['null', 'origin_mismatch'],
      ['casino.example', 'origin_mismatch'],
      ['file://', 'origin_mismatch'],
      ['', 'origin_mismatch'],
      [null, 'origin_required'],
    ]
    for (const [origin, reason] of origins)
      it(`${reason ? `refuses (${reason})` : 'takes'} a page of ${origin === null ? 'no origin' : `"${origin}"`}`, async () => {
        const response = await ask({ origin })
        assert.equal(response.status, reason ? 403 : 200)
        assert.equal(((await response.json()) as { reason?: string }).reason, reason)
        const echoed = response.headers.get('access-control-allow-origin')
        assert.equal(echoed, reason ? null : origin, 'the matched origin is echoed, and no other')
        assert.equal(response.headers.get('vary'), 'Origin')
      })

    it('takes the bare domain of a website registered with www', async () => {
      const twin = await create({ domain: 'www.twin.example' })
      assert.equal((await ask({ origin: 'https://twin.example' }, twin)).status, 200)
    })
  })

  it('refuses a malformed mode by name', async () => {
    for (const query of ['&mode=popup', '&mode=', '&mode=section&mode=section'])
      assert.deepEqual(await refusal({ query }).then(({ status, error }) => [status, error.slice(0, 5)]), [400, 'mode:'], query)
  })

  it('never refuses for the mark of the visit, however long', async () => {
    assert.equal((await ask({ query: `&sub=${'x'.repeat(5000)}` })).status, 200)
  })

  it('goes by the header of a content network behind a trusted proxy when it is told to', async () => {
    const behind = await startServer({ GEO_PROVIDERS: 'cdn,mmdb' })
    const place = async (headers: Record<string, string>) => {
      const response = await behind.fetch(behind.withKeys('/v1/decision'), { headers: { 'X-Forwarded-For': GERMAN, ...headers } })
      const { country, region, allowed } = (await response.json()) as Decision
      return [country, region, allowed]
    }
    assert.deepEqual(await place({ 'CF-IPCountry': 'US' }), ['US', null, true])
    assert.deepEqual(await place({ 'X-Vercel-IP-Country': 'US', 'X-Vercel-IP-Country-Region': 'NJ' }), ['US', 'NJ', true])
    assert.deepEqual(await place({}), ['DE', null, false])
    await behind.close()
  })
})
