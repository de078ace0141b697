import assert from 'node:assert/strict'
import { eventually } from '../helpers/eventually.js'
import { assertUnharmed, onStage } from './backstage.js'
import { type Fault, setTrackerStage, type TrackerStage, type Visit } from './tracker-stage.js'

const LINK = '<a id="in" href="https://t.me/shop">Join</a>'

describe('track.js on a page that', function () {
  this.timeout(60_000)
  let stage: TrackerStage

  onStage(setTrackerStage, set => {
    stage = set
  })

  const visits = (count: number) => eventually(async () => assert.equal(stage.of('/init').length, count))
  const hrefOf = ({ page }: Visit) => page.locator('#in').evaluate(link => (link as unknown as { href: string }).href)
  const turned = (visit: Visit) => eventually(async () => assert.ok((await hrefOf(visit)).startsWith(`${stage.api}/track/invite?`)))

  for (const [what, fault] of Object.entries({
    'cannot reach the server': 'down',
    'meets a failing server': { status: 500 },
    'meets a server that is busy': { status: 429, headers: { 'Retry-After': '2' } },
  } satisfies Record<string, Fault>))
    it(`${what} is told of a second time, and has its links as they are until then`, async () => {
      stage.fault = () => fault
      const visit = await stage.visit(LINK)
      await visit.page.clock.install()
      await visit.page.evaluate(`document.body.append(document.createRange().createContextualFragment(${JSON.stringify(stage.tag())}))`)
      // Whatever is told of it, it is told in the console by the browser.
      await eventually(async () => assert.ok(visit.watched.complaints.length > 0))
      assert.equal(stage.of('/init').length, 1)
      assert.equal(await hrefOf(visit), 'https://t.me/shop')
      stage.fault = () => undefined
      await eventually(async () => {
        await visit.page.clock.runFor(1000)
        assert.equal(stage.of('/init').length, 2)
      })
      assert.deepEqual(stage.of('/init')[1]!.body, stage.of('/init')[0]!.body)
      await turned(visit)
      await assertUnharmed(visit)
      await visit.context.close()
    })

  it('is refused is not told of again', async () => {
    stage.fault = () => ({ status: 403 })
    const visit = await stage.visit(LINK)
    await visit.page.clock.install()
    await visit.page.evaluate(`document.body.append(document.createRange().createContextualFragment(${JSON.stringify(stage.tag())}))`)
    await eventually(async () => assert.match(visit.watched.complaints.join(), /init: 403/))
    await visit.page.clock.runFor(120_000)
    assert.equal(stage.of('/init').length, 1)
    assert.equal(await hrefOf(visit), 'https://t.me/shop')
    await assertUnharmed(visit)
    await visit.context.close()
  })

  it('forbids requests by its Content-Security-Policy is asked once, and stays as it is', async () => {
    const visit = await stage.visit(LINK, {
      headers: { 'Content-Security-Policy': `script-src ${stage.api} 'unsafe-eval'; connect-src 'self'` },
    })
    await visit.page.clock.install()
    await visit.page.evaluate(`{
      window.breaches = 0
      document.addEventListener('securitypolicyviolation', () => { breaches += 1 })
      document.body.append(Object.assign(document.createElement('script'), { src: '${stage.api}/track.js' }))
      document.body.lastChild.dataset.websiteId = 'atid_1'
    }`)
    await eventually(async () => assert.equal(await visit.page.evaluate('breaches'), 1))
    await visit.page.clock.runFor(120_000)
    assert.equal(await visit.page.evaluate('breaches'), 1)
    assert.deepEqual(stage.calls, [])
    assert.equal(await hrefOf(visit), 'https://t.me/shop')
    await assertUnharmed(visit)
    await visit.context.close()
  })

  it('has the lines of the guide in a policy that forbids everything else works', async () => {
    const headers = { 'Content-Security-Policy': `default-src 'none'; script-src ${stage.api}; connect-src ${stage.api}; img-src data:` }
    const visit = await stage.visit(stage.tag() + LINK, { headers })
    await turned(visit)
    assert.deepEqual(visit.watched.complaints, [])
    await visit.context.close()
  })

  const broken = `throw new Error('not yours')`
  for (const [what, script] of Object.entries({
    'has a fetch of its own that throws': `window.fetch = () => { ${broken} }`,
    'has replaced JSON': `window.JSON = { parse() { ${broken} }, stringify() { return 'nonsense' } }`,
    'has replaced Promise': `window.Promise = function () { ${broken} }`,
    'has taken fetch, JSON, Promise and beacons away': `window.fetch = window.JSON = window.Promise = navigator.sendBeacon = undefined`,
    'lets nobody see its cookies': `Object.defineProperty(document, 'cookie', { get() { ${broken} }, set() { ${broken} } })`,
    'has no storage': `Object.defineProperty(window, 'sessionStorage', { get() { ${broken} } })`,
    'has frozen its history': `Object.freeze(history)`,
    'has an image that is called cookie': `document.documentElement.append(Object.assign(new Image(), { name: 'cookie' }))`,
  }))
    it(`${what} is tracked all the same`, async () => {
      const visit = await stage.visit(stage.tag() + LINK, { head: `<script>${script}</script>`, search: '?gclid=Cj0' })
      await turned(visit)
      const [{ body } = assert.fail()] = stage.of('/init')
      assert.deepEqual([body.href, body.gclid], [visit.page.url(), 'Cj0'])
      assert.deepEqual(visit.watched.complaints, [])
      await assertUnharmed(visit)
      await visit.context.close()
    })

  it('refuses cookies is one visitor as long as it lasts', async () => {
    const head = `<script>Object.defineProperty(document, 'cookie', { get: () => '', set() {} })</script>`
    const visit = await stage.visit(stage.tag(), { head })
    await visits(1)
    await visit.page.evaluate(`history.pushState({}, '', '?a')`)
    await visits(2)
    const [a, b] = stage.of('/init').map(({ body }) => [body.tempId, body.clientSessionId])
    assert.deepEqual(a, b)
    await visit.context.close()
  })

  it('stands in a frame without an origin, where there is neither storage nor a cookie, is left in peace', async () => {
    const inner = stage.tag().replaceAll('"', '&quot;')
    const visit = await stage.visit(`<iframe sandbox="allow-scripts" srcdoc="${inner}"></iframe>`)
    await visit.page.waitForLoadState('networkidle')
    assert.deepEqual(stage.calls, [])
    assert.deepEqual(visit.watched.complaints, [])
    await assertUnharmed(visit)
    await visit.context.close()
  })

  it('hides where it comes from is believed by its origin', async () => {
    const visit = await stage.visit(stage.tag() + LINK, { headers: { 'Referrer-Policy': 'no-referrer' } })
    await turned(visit)
    assert.equal(stage.of('/init')[0]!.headers.origin, stage.site)
    await visit.context.close()
  })

  it('writes its link back whenever it changes has its way, and no endless quarrel', async () => {
    const visit = await stage.visit(stage.tag() + LINK)
    await turned(visit)
    await visit.page.evaluate(`{
      window.changes = 0
      const link = document.getElementById('in')
      new MutationObserver(() => {
        if (link.href === 'https://t.me/shop') return
        changes += 1
        link.href = 'https://t.me/shop'
      }).observe(link, { attributes: true })
      link.href = 'https://t.me/shop'
      document.body.append('a change')
    }`)
    await eventually(async () => assert.equal(await visit.page.evaluate('changes'), 1))
    await visit.page.waitForTimeout(1000)
    assert.equal(await visit.page.evaluate('changes'), 1)
    await assertUnharmed(visit)
    await visit.context.close()
  })

  it('has no website named is told so, and nobody else', async () => {
    const visit = await stage.visit(stage.tag().replace(/data-website-id="[^"]*"/, ''))
    await eventually(async () => assert.match(visit.watched.complaints.join(), /data-website-id: required/))
    assert.deepEqual(stage.calls, [])
    await visit.context.close()
  })

  it('is long has nothing laid out anew for it', async () => {
    const visit = await stage.visit(`${'<p>Words of the page. <a href="/other">A link</a></p>'.repeat(2000)}${LINK}`)
    const session = await visit.context.newCDPSession(visit.page)
    await session.send('Performance.enable')
    const layouts = async () => (await session.send('Performance.getMetrics')).metrics.find(({ name }) => name === 'LayoutCount')!.value
    await visit.page.evaluate('new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))')
    const before = await layouts()
    await visit.page.evaluate(`{
      const script = document.createElement('script')
      script.src = '${stage.api}/track.js'
      script.dataset.websiteId = 'atid_1'
      document.head.append(script)
    }`)
    await turned(visit)
    assert.equal(await layouts(), before)
    await visit.context.close()
  })
})
