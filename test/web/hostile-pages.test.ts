import assert from 'node:assert/strict'
import { eventually } from '../helpers/eventually.js'
import { assertUnharmed, onStage } from './backstage.js'
import { BLOCKED, declined, dialogOf, impressionsOf, insert, KEEP_TIMEOUTS, type Stage, setStage, toldOf } from './stage.js'

const FILES = { 'widget.js': BLOCKED, 'widget-section.js': BLOCKED, 'widget-decline.js': '' }

describe('the widgets on a page that', function () {
  this.timeout(60_000)
  let stage: Stage

  onStage(setStage, set => {
    stage = set
  })

  const everyWidget = () =>
    Object.entries(FILES)
      .map(([file, attributes]) => stage.tag(file, attributes))
      .join('')

  for (const [what, fault] of Object.entries({
    'cannot reach the server': 'down',
    'meets a failing server': { status: 500 },
    'meets a server that refuses for an hour': { status: 429, headers: { 'Retry-After': '3600' } },
  } as const))
    it(`${what} leave it as it is`, async () => {
      stage.fault = path => (path.startsWith('/v1/') ? fault : undefined)
      const visit = await stage.visit(`<div id="retarget-ads"></div>${everyWidget()}`)
      await eventually(async () => assert.ok(stage.calls.length >= 6, stage.calls.join()))
      assert.equal(await visit.page.locator('#retarget-root').count(), 0)
      assert.deepEqual(await toldOf(visit), [])
      await assertUnharmed(visit)
      await visit.context.close()
    })

  for (const [what, isSilent, told] of [
    ['never answers', (path: string) => path.startsWith('/v1/'), []],
    ['decides, and never tells the offers', (path: string) => path === '/v1/offers', ['throughline:ready', 'throughline:ready']],
  ] as const)
    it(`waits for a server that ${what} is as it was when they give up, after ten seconds`, async () => {
      stage.fault = path => (isSilent(path) ? 'silent' : undefined)
      const hung = () => visit.watched.requests.filter(url => url.startsWith(`${stage.api}/v1/`) && isSilent(new URL(url).pathname))
      const visit = await stage.visit(`<div id="retarget-ads"></div>${everyWidget()}`, { head: KEEP_TIMEOUTS })
      await eventually(async () => assert.ok(stage.calls.filter(call => isSilent(call.split(' ')[1]!)).length >= 2))
      await assertUnharmed(visit)
      assert.deepEqual(visit.watched.complaints, [])

      const waits = await visit.page.evaluate<number[]>('timeOut()')
      assert.deepEqual([...new Set(waits)], [10_000])
      // Nobody complains but the browser's own record of what it has given up, and nothing else is open.
      await eventually(async () =>
        assert.deepEqual(
          visit.watched.complaints.sort(),
          hung()
            .map(url => `${url}: net::ERR_ABORTED`)
            .sort(),
        ),
      )
      assert.deepEqual(
        (await toldOf(visit)).map(({ name }) => name).filter(name => name !== 'retarget:decline-session'),
        told,
      )
      assert.equal(await visit.page.locator('#retarget-root').count(), 0)
      assert.equal(await visit.page.locator('#retarget-ads').evaluate(({ scrollHeight }) => scrollHeight), 0)
      await assertUnharmed(visit)
      await visit.context.close()
    })

  it('waits for a slow server is loaded meanwhile, and gets its overlay late', async () => {
    stage.fault = path => (path === '/v1/decision' ? { wait: 2000 } : undefined)
    const visit = await stage.visit(stage.tag('widget.js', BLOCKED))
    assert.equal(await visit.page.evaluate('document.readyState'), 'complete')
    await assertUnharmed(visit)
    await dialogOf(visit).waitFor()
    await visit.context.close()
  })

  it('meets a busy server ask again when they may', async () => {
    stage.fault = path =>
      path === '/v1/decision' && stage.calls.filter(call => call === 'GET /v1/decision').length === 1
        ? { status: 429, headers: { 'Retry-After': '1' } }
        : undefined
    const visit = await stage.visit(stage.tag('widget.js', BLOCKED))
    await dialogOf(visit).waitFor()
    assert.equal(stage.calls.filter(call => call === 'GET /v1/decision').length, 2)
    await visit.context.close()
  })

  it('meets a server that is busy with events has them counted when it has time', async () => {
    let refused = 0
    stage.fault = path =>
      path === '/v1/events/impression' && refused++ === 0 ? { status: 429, headers: { 'Retry-After': '1' } } : undefined
    const visit = await stage.visit(stage.tag('widget.js', BLOCKED))
    await dialogOf(visit).waitFor()
    await eventually(async () => assert.equal(impressionsOf(stage), 4))
    await visit.context.close()
  })

  it('forbids requests by its Content-Security-Policy stay silent', async () => {
    const headers = { 'Content-Security-Policy': `default-src 'self'; script-src ${stage.api}; img-src data:` }
    const visit = await stage.visit(`<div id="retarget-ads"></div>${everyWidget()}`, { headers })
    await eventually(async () => assert.match(visit.watched.complaints.join('\n'), /Content Security Policy/))
    assert.deepEqual(stage.calls, [])
    await assertUnharmed(visit)
    await visit.context.close()
  })

  it('has the lines of the guide in a policy that forbids everything else work, and break none of it', async () => {
    const headers = {
      'Content-Security-Policy': `default-src 'none'; script-src ${stage.api}; connect-src ${stage.api}; img-src data: https:`,
    }
    const visit = await stage.visit(stage.tag('widget.js', BLOCKED), { headers })
    await dialogOf(visit).waitFor()
    await eventually(async () => assert.equal(impressionsOf(stage), 3))
    const width = await visit.page.evaluate(`document.querySelector('#retarget-root').shadowRoot.querySelector('.panel').offsetWidth`)
    assert.equal(width, 640, 'the styles are there')
    assert.deepEqual(visit.watched.complaints, [])
    await visit.context.close()
  })

  for (const [what, head] of Object.entries({
    'has it removed': `<script>new MutationObserver(() => document.getElementById('retarget-root')?.remove()).observe(document, { childList: true, subtree: true })</script>`,
    'has it hidden': '<style>#retarget-root { display: none !important }</style>',
  }))
    it(`is read with an ad blocker that ${what} give the page back`, async () => {
      const visit = await stage.visit(stage.tag('widget.js', BLOCKED), { head })
      await eventually(async () => assert.equal((await toldOf(visit)).at(-1)?.reason, 'removed'))
      assert.equal(await visit.page.evaluate('document.documentElement.style.overflow'), '')
      await assertUnharmed(visit)
      assert.equal(impressionsOf(stage), 0)
      await visit.context.close()
    })

  for (const [what, script] of Object.entries({
    fetch: `window.fetch = () => { throw new Error('not yours') }`,
    'fetch by a bound function, which looks like the browser’s': `window.fetch = function () { throw new Error('not yours') }.bind(window)`,
    'fetch by a bound function that answers nothing': `window.fetch = function () {}.bind(window)`,
    JSON: `window.JSON = { parse() { throw new Error('not yours') }, stringify() { return 'nonsense' } }`,
    Promise: `window.Promise = function () { throw new Error('not yours') }`,
    'all of them': `window.fetch = undefined; window.JSON = undefined; window.Promise = undefined; navigator.sendBeacon = undefined`,
    'what every object inherits': `Object.prototype.extend = function () {}; Array.prototype.each = function () {}`,
    sessionStorage: `Object.defineProperty(window, 'sessionStorage', { get() { throw new Error('not yours') } })`,
  }))
    it(`has replaced ${what} work all the same`, async () => {
      const visit = await stage.visit(stage.tag('widget.js', BLOCKED), { head: `<script>${script}</script>` })
      await dialogOf(visit).waitFor()
      await eventually(async () => assert.equal(impressionsOf(stage), 3))
      await visit.page.keyboard.press('Escape')
      await dialogOf(visit).waitFor({ state: 'detached' })
      await assertUnharmed(visit)
      await visit.context.close()

      const others = await stage.visit(
        `<div id="retarget-ads"></div>${stage.tag('widget-section.js', BLOCKED)}${stage.tag('widget-decline.js')}`,
        { head: `<script>${script}</script>` },
      )
      await others.page.locator('#retarget-ads li').first().waitFor()
      await declined(stage, others)
      await dialogOf(others).waitFor()
      assert.deepEqual(others.errors, [])
      await others.context.close()
    })

  it('cancels every key still lets a visitor out by Escape', async () => {
    const head = `<script>addEventListener('keydown', event => event.preventDefault(), true)</script>`
    const visit = await stage.visit(stage.tag('widget.js', BLOCKED), { head })
    await dialogOf(visit).waitFor()
    await visit.page.keyboard.press('Escape')
    await dialogOf(visit).waitFor({ state: 'detached' })
    await assertUnharmed(visit)
    await visit.context.close()
  })

  it('has a dialog of its own open gets it back as it was', async () => {
    const visit = await stage.visit(`<dialog id="page">Of the page</dialog><script>document.getElementById('page').showModal()</script>`)
    await insert(visit, stage.tag('widget.js', BLOCKED))
    await dialogOf(visit).waitFor()
    await visit.page.keyboard.press('Escape')
    await dialogOf(visit).waitFor({ state: 'detached' })
    assert.equal(await visit.page.locator('#page').isVisible(), true)
    await visit.context.close()
  })

  it('is isolated, and trusts no script with markup, has them work all the same', async () => {
    const headers = {
      'Content-Security-Policy': "require-trusted-types-for 'script'; trusted-types 'none'",
      'Cross-Origin-Opener-Policy': 'same-origin',
      'Cross-Origin-Embedder-Policy': 'require-corp',
    }
    const visit = await stage.visit(`<div id="retarget-ads"></div>${everyWidget()}`, { headers })
    await dialogOf(visit).waitFor()
    await visit.page.locator('#retarget-ads li').first().waitFor()
    assert.deepEqual(visit.watched.complaints, [])
    await visit.context.close()
  })

  it('is read with a blocker of requests is left as it is', async () => {
    const visit = await stage.visit('<div id="retarget-ads"></div>')
    const blocked: string[] = []
    await visit.context.route(/\/v1\//, route => {
      blocked.push(new URL(route.request().url()).pathname)
      return route.abort('blockedbyclient')
    })
    for (const [file, attributes] of Object.entries(FILES)) await insert(visit, stage.tag(file, attributes))
    await eventually(async () => assert.ok(blocked.filter(path => !path.includes('/events/')).length >= 3, blocked.join()))
    await assertUnharmed(visit)
    assert.equal(await visit.page.locator('#retarget-root').count(), 0)
    await visit.context.close()
  })

  it('hides where it comes from are believed by their origin', async () => {
    const refused: string[] = []
    const visit = await stage.visit(stage.tag('widget.js', BLOCKED), { headers: { 'Referrer-Policy': 'no-referrer' } })
    visit.page.on('response', response => response.status() >= 400 && refused.push(response.url()))
    await dialogOf(visit).waitFor()
    await eventually(async () => assert.equal(impressionsOf(stage), 3))
    assert.deepEqual([...refused, ...visit.watched.complaints], [])
    await visit.context.close()
  })

  it('throws in its own listeners are told as ever, and opens', async () => {
    const head = `<script>addEventListener('throughline:ready', () => { throw new Error('of the page') })</script>`
    const visit = await stage.visit(stage.tag('widget.js', BLOCKED), { head })
    await dialogOf(visit).waitFor()
    assert.deepEqual(visit.errors, ['Error: of the page'])
    await visit.context.close()
  })
})
