import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { gzipSync } from 'node:zlib'
import { startServer, type TestServer } from '../helpers/server.js'

/** Bytes, gzipped, that a script may cost a page. */
const SCRIPTS = {
  'widget/widget.js': 8000,
  'widget/widget-section.js': 8000,
  'widget/widget-decline.js': 8000,
  'tracker/track.js': 5000,
}

describe('the browser scripts', () => {
  let server: TestServer

  before(async () => {
    execFileSync(process.execPath, ['scripts/build-web.mjs'])
    server = await startServer()
  })

  /** Without the decompression that `fetch` does by itself the sizes can be seen. */
  const get = (path: string, headers: Record<string, string> = {}) =>
    fetch(server.baseUrl + path, { headers: { 'Accept-Encoding': 'identity', Origin: 'https://anywhere.example', ...headers } })

  for (const [file, budget] of Object.entries(SCRIPTS)) {
    const name = file.replace(/.*\//, '')
    describe(`${name} (getWidget, getWidgetSection, getWidgetDecline, getTracker)`, () => {
      it(`costs at most ${budget} bytes`, async () => {
        const script = Buffer.from(await (await get(`/${name}`)).arrayBuffer())
        const packed = gzipSync(script, { level: 9 }).length
        assert.ok(packed <= budget, `${packed} bytes`)
        assert.ok(script.length > 1000)
      })

      it('is for pages of every origin, as what it is, and asked for anew after minutes', async () => {
        const { headers } = await get(`/${name}`)
        assert.equal(headers.get('content-type'), 'text/javascript; charset=utf-8')
        assert.equal(headers.get('access-control-allow-origin'), '*')
        assert.equal(headers.get('cross-origin-resource-policy'), 'cross-origin')
        assert.equal(headers.get('x-content-type-options'), 'nosniff')
        assert.equal(headers.get('cache-control'), 'public, max-age=300, stale-while-revalidate=86400')
      })

      it('is answered by 304 to one who has it, and compressed to one who takes it so', async () => {
        const tag = (await get(`/${name}`)).headers.get('etag')!
        assert.equal((await get(`/${name}`, { 'If-None-Match': `"0000000000000000", W/${tag}` })).status, 304)
        assert.equal((await get(`/${name}`, { 'If-None-Match': '"0000000000000000"' })).status, 200)
        assert.equal((await get(`/${name}`, { 'Accept-Encoding': 'gzip' })).headers.get('content-encoding'), 'gzip')
      })

      it('stands under the hash of its content for ever, with its source map (getWebFile)', async () => {
        const stable = await get(`/${name}`)
        const map = stable.headers.get('sourcemap')!
        const hash = stable.headers.get('etag')!.slice(1, -1)
        const pinned = await get(`/web/${name.replace('.js', '')}.${hash}.js`)
        assert.equal(await pinned.text(), await stable.text())
        assert.equal(pinned.headers.get('cache-control'), 'public, max-age=31536000, immutable')
        const { sources } = (await (await get(map)).json()) as { sources: string[] }
        assert.ok(
          sources.some(source => source.endsWith(`src/web/${file.replace('.js', '.ts')}`)),
          sources.join(),
        )
      })
    })
  }

  it('of the frame cost it no more than a script costs a page', async () => {
    const { pub, website } = server.demo.website
    const page = await (await get(`/embed?pub=${pub}&website=${website}`)).text()
    const [, path] = /<script src="([^"]+)"/.exec(page)!
    const script = await get(path!)
    assert.equal(script.headers.get('cache-control'), 'public, max-age=31536000, immutable')
    const packed = gzipSync(Buffer.from(await script.arrayBuffer()), { level: 9 }).length
    assert.ok(packed <= 8000, `${packed} bytes`)
  })

  it('are nothing else that stands on the disk', async () => {
    for (const file of ['widget.js', '..%2Fserver.js', '%2e%2e%2fpackage.json', 'widget.0000000000000000.js'])
      assert.equal((await get(`/web/${file}`)).status, 404, file)
  })

  describe('getEmbed', () => {
    it('may be held by pages of the website alone', async () => {
      const { body } = await server.manage<{ pub: string; website: string }>('POST', '/websites', { name: 'A', domain: 'casino.example' })
      const { headers, status } = await get(`/embed?pub=${body.pub}&website=${body.website}`)
      assert.equal(status, 200)
      assert.match(
        headers.get('content-security-policy')!,
        /frame-ancestors https:\/\/casino\.example:\* https:\/\/www\.casino\.example:\*$/,
      )
    })

    it('is not there for keys that are no pair', async () => {
      const { pub } = server.demo.website
      assert.equal((await get(`/embed?pub=${pub}&website=web_other`)).status, 404)
      assert.equal((await get(`/embed?pub=${pub}`)).status, 400)
      assert.equal((await get(`/embed?pub=${pub}&website=x&surface=roof`)).status, 400)
    })
  })

  it('lets a page of another origin not pass for one of this server', async () => {
    for (const site of ['cross-site', 'same-site', 'none']) {
      const path = server.withKeys('/v1/decision')
      assert.equal((await get(path, { Origin: 'https://foreign.example', 'Sec-Fetch-Site': site })).status, 403)
    }
  })
})

describe('the pages for newcomers', () => {
  it('are there in a demonstration alone (getDemo, recordDemoDecline)', async () => {
    execFileSync(process.execPath, ['scripts/build-web.mjs'])
    const server = await startServer()
    const { pub, triggerSecret } = server.demo.website
    const page = await (await server.fetch('/demo?widget=section&country=FR')).text()
    assert.ok(page.includes(`<script src="/widget-section.js" data-pub="${pub}"`))
    assert.ok(!page.includes(triggerSecret))
    assert.equal((await server.fetch('/demo?country=fr')).status, 400)

    const headers = { 'Content-Type': 'application/json' }
    const decline = (sessionId: string) => server.fetch('/demo/decline', { method: 'POST', headers, body: JSON.stringify({ sessionId }) })
    const { sessionId } = (await (await server.fetch(server.withKeys('/v1/widget-decline/session'), { method: 'POST' })).json()) as {
      sessionId: string
    }
    assert.deepEqual(await (await decline(sessionId)).json(), { status: 'ready', sessionId })
    assert.equal((await decline('dses_nobody')).status, 404)

    const second = await startServer({ DEMO: 'off' })
    assert.equal((await second.fetch('/demo')).status, 404)
    assert.equal((await second.fetch('/demo/decline', { method: 'POST', headers, body: '{"sessionId":"x"}' })).status, 404)
  })

  it("hold the guides, with this server's address in them (getGuides)", async () => {
    const server = await startServer({ PUBLIC_URL: 'https://offers.example' })
    const page = await (await server.fetch('/docs/guides')).text()
    assert.ok(page.includes('src="https://offers.example/widget.js"'))
    assert.ok(!page.includes('{{'))
  })
})
