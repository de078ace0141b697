import assert from 'node:assert/strict'
import type { Page } from 'playwright-core'
import { eventually } from '../helpers/eventually.js'
import { insert, type Stage, setStage, toldOf, type Visit } from './stage.js'

const BLOCKED = 'data-dev-country="DE"'

/** The body and head of a page, as markup. */
const markup = (page: Page): Promise<string> => page.evaluate('document.documentElement.outerHTML')

const dialogOf = ({ page }: Visit) => page.locator('#retarget-root dialog')

describe('widget.js in a browser', function () {
  this.timeout(60_000)
  let stage: Stage

  before(async function () {
    stage = await setStage(this)
  })
  beforeEach(() => {
    stage.calls.length = 0
    stage.fault = () => undefined
  })

  it('leaves the page of a visitor who may be served as it is, after one decision and one ping', async () => {
    const visit = await stage.visit('')
    const before = await markup(visit.page)
    const tag = stage.tag('widget.js', 'data-dev-country="US"')
    await insert(visit, tag)
    await eventually(async () => assert.equal((await toldOf(visit)).length, 1))
    await visit.page.waitForLoadState('networkidle')
    assert.deepEqual(stage.calls.sort(), ['GET /v1/decision', 'POST /v1/events/snippet-ping'])
    assert.equal((await markup(visit.page)).replace(/<script[^>]*><\/script>/, ''), before)
    assert.deepEqual(
      (await toldOf(visit)).map(({ name, allowed }) => [name, allowed]),
      [['throughline:ready', true]],
    )
    assert.deepEqual(visit.watched.complaints, [])
    await visit.context.close()
  })

  it('shows a blocked visitor offers, counts each once when it was seen for a second, and leads a click to the advertiser', async () => {
    const { server } = stage
    const visit = await stage.visit(stage.tag('widget.js', BLOCKED))
    await dialogOf(visit).waitFor()
    const links = visit.page.getByRole('link', { name: /opens in a new tab/ })
    assert.deepEqual(
      await links.evaluateAll(all => all.map(link => [link.getAttribute('rel'), link.getAttribute('target')])),
      Array(3).fill(['sponsored noopener', '_blank']),
    )
    assert.equal(await visit.page.getByText('Sponsored', { exact: true }).count(), 3)
    assert.ok(!stage.calls.includes('POST /v1/events/impression'), 'counted before anybody could have seen it')
    await eventually(async () => assert.equal(stage.calls.filter(call => call === 'POST /v1/events/impression').length, 3))

    const [landed] = await Promise.all([visit.context.waitForEvent('page'), links.first().click()])
    await landed.waitForURL(/\/landed\?c=clk_/)
    assert.equal(new URL(landed.url()).origin, stage.advertiser)

    const day = new Date().toISOString().slice(0, 10)
    await eventually(async () => {
      const report = await server.manage<{ totals: Record<string, unknown> }>(
        'GET',
        `/websites/${server.demo.website.id}/report?from=${day}&to=${day}&by=day`,
      )
      const { served, impressions, clicks, clickEvents } = report.body.totals
      assert.deepEqual({ served, impressions, clicks, clickEvents }, { served: 3, impressions: 3, clicks: 1, clickEvents: 1 })
    }, 10_000)
    const names = (await toldOf(visit)).map(({ name }) => name)
    assert.deepEqual(names, ['throughline:ready', 'throughline:shown', 'throughline:clicked'])
    assert.deepEqual(visit.watched.complaints, [])
    assert.deepEqual(
      visit.watched.requests.filter(url => ![stage.api, stage.site, 'data:'].some(own => url.startsWith(own))),
      [],
    )
    await visit.context.close()
  })

  it('counts nothing that is out of view', async () => {
    const visit = await stage.visit(stage.tag('widget.js', BLOCKED), { context: { viewport: { width: 320, height: 480 } } })
    await dialogOf(visit).waitFor()
    // The last card lies below the fold; scrolled to, it counts too.
    const impressions = () => stage.calls.filter(call => call === 'POST /v1/events/impression').length
    await eventually(async () => assert.ok(impressions() > 0))
    assert.ok(impressions() < 3, `${impressions()} of 3 counted`)
    await dialogOf(visit).locator('li').last().scrollIntoViewIfNeeded()
    const before = impressions()
    await eventually(async () => assert.ok(impressions() > before))
    await visit.context.close()
  })

  it('keeps the focus inside, closes on Escape, gives the focus back and stays closed for the session', async () => {
    const visit = await stage.visit(stage.tag('widget.js', BLOCKED))
    const { page } = visit
    await dialogOf(visit).waitFor()
    assert.equal(await focused(page), 'Offers for you')
    const seen: string[] = []
    for (let n = 0; n < 8; n++) {
      await page.keyboard.press('Tab')
      seen.push(await focused(page))
    }
    assert.equal(new Set(seen).size, 6, seen.join(', '))
    assert.ok(!seen.includes('A link'))
    for (let n = 0; n < 3; n++) await page.keyboard.press('Shift+Tab')
    assert.notEqual(await focused(page), 'A link')
    assert.equal(await page.evaluate(`document.documentElement.style.overflow`), 'hidden')

    await page.keyboard.press('Escape')
    await dialogOf(visit).waitFor({ state: 'detached' })
    assert.equal(await page.evaluate(`document.documentElement.style.overflow`), '')
    assert.equal(await page.locator('#retarget-root').count(), 0)
    assert.deepEqual((await toldOf(visit)).at(-1)?.name, 'throughline:closed')

    stage.calls.length = 0
    await page.reload({ waitUntil: 'networkidle' })
    assert.deepEqual(stage.calls, ['POST /v1/events/snippet-ping'])
    assert.equal(await page.locator('#retarget-root').count(), 0)
    await visit.context.close()
  })

  it('opens once, though navigation inside the page puts the script in again', async () => {
    const visit = await stage.visit(stage.tag('widget.js', BLOCKED))
    await dialogOf(visit).waitFor()
    await visit.page.evaluate(`history.pushState({}, '', '/elsewhere')`)
    await insert(visit, stage.tag('widget.js', BLOCKED))
    await visit.page.waitForLoadState('networkidle')
    assert.equal(await dialogOf(visit).count(), 1)
    assert.equal(stage.calls.filter(call => call === 'GET /v1/decision').length, 1)
    await visit.context.close()
  })

  it('speaks the language of the page, and the words of the tag', async () => {
    const visit = await stage.visit(stage.tag('widget.js', `${BLOCKED} data-lang="fr-CA" data-text-new-tab="nouvel onglet"`))
    await dialogOf(visit).waitFor()
    assert.equal(await visit.page.getByRole('button', { name: 'Fermer' }).count(), 1)
    assert.equal(await visit.page.getByRole('link', { name: /\(nouvel onglet\)/ }).count(), 3)
    await visit.context.close()
  })

  it('says what the website says: headline, colour, layout and support', async () => {
    const { server } = stage
    const path = `/websites/${server.demo.website.id}`
    const experience = { headline: 'Not here, but there', accentColor: '#ffd400', layout: 'cards' }
    const { status } = await server.manage('PATCH', path, { experience })
    assert.equal(status, 200)
    const visit = await stage.visit(stage.tag('widget.js', BLOCKED))
    await dialogOf(visit).waitFor()
    assert.equal(await visit.page.getByRole('dialog', { name: 'Not here, but there' }).count(), 1)
    const button = `getComputedStyle(document.querySelector('#retarget-root').shadowRoot.querySelector('.button'))`
    const colours = await visit.page.evaluate(`[${button}.backgroundColor, ${button}.color]`)
    assert.deepEqual(colours, ['rgb(255, 212, 0)', 'rgb(0, 0, 0)'])
    assert.equal(await dialogOf(visit).locator('ul.cards').count(), 1)
    assert.equal(await visit.page.getByRole('link', { name: /support@example\.com/ }).count(), 1)
    await server.manage('PATCH', path, { experience: {} })
    await visit.context.close()
  })
})

/** Text of the element that has the focus, in or outside of the shadow root. */
const focused = (page: Page): Promise<string> =>
  page.evaluate(
    `(() => { let at = document.activeElement; while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement; return at?.getAttribute('aria-label') ?? at?.textContent ?? '' })()`,
  )
