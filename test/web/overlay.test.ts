import assert from 'node:assert/strict'
import type { Page } from 'playwright-core'
import { STRINGS } from '../../src/web/widget/strings.js'
import { eventually } from '../helpers/eventually.js'
import { onStage } from './backstage.js'
import { BLOCKED, dialogOf, impressionsOf, insert, type Stage, setStage, stopClock, toldOf } from './stage.js'

/** The body and head of a page, as markup. */
const markup = (page: Page): Promise<string> => page.evaluate('document.documentElement.outerHTML')

describe('widget.js in a browser', function () {
  this.timeout(60_000)
  let stage: Stage

  onStage(setStage, set => {
    stage = set
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
    await eventually(async () => assert.equal(impressionsOf(stage), 3))

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
    const impressions = () => impressionsOf(stage)
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

  it('is a dialog by its role and name, and modal', async () => {
    const visit = await stage.visit(stage.tag('widget.js', BLOCKED))
    await dialogOf(visit).waitFor()
    assert.equal(await dialogOf(visit).getAttribute('aria-modal'), 'true')
    assert.equal(await visit.page.getByRole('dialog', { name: 'Offers for you', exact: true }).count(), 1)
    assert.equal(
      await visit.page.evaluate(`document.querySelector('#retarget-root').shadowRoot.querySelector('dialog').matches(':modal')`),
      true,
    )
    await visit.context.close()
  })

  for (const [reducedMotion, moves] of [
    ['reduce', 0],
    ['no-preference', 1],
  ] as const)
    it(`moves ${moves === 0 ? 'nothing ' : ''}for a visitor whose setting is ${reducedMotion}`, async () => {
      const visit = await stage.visit(stage.tag('widget.js', BLOCKED), { context: { reducedMotion } })
      await dialogOf(visit).waitFor()
      const name = await visit.page.evaluate(
        `getComputedStyle(document.querySelector('#retarget-root').shadowRoot.querySelector('.panel')).animationName`,
      )
      assert.equal(name === 'none' ? 0 : 1, moves)
      await visit.context.close()
    })

  for (const element of ['documentElement', 'body'])
    it(`follows the direction of the page, which its ${element} has`, async () => {
      const visit = await stage.visit(`<script>document.${element}.dir = 'rtl'</script>${stage.tag('widget.js', BLOCKED)}`)
      await dialogOf(visit).waitFor()
      const close = await visit.page.getByRole('button', { name: 'Close' }).boundingBox()
      const title = await dialogOf(visit).locator('#title').boundingBox()
      assert.ok(close!.x < title!.x, 'the button stands at the end, which is on the left')
      await visit.context.close()
    })

  it('can be seen in the colours that a visitor forces upon every page', async () => {
    const visit = await stage.visit(stage.tag('widget.js', BLOCKED), { context: { forcedColors: 'active' } })
    await dialogOf(visit).waitFor()
    const drawn = await visit.page.evaluate(`{
      const part = (selector, pseudo) => getComputedStyle(document.querySelector('#retarget-root').shadowRoot.querySelector(selector), pseudo)
      const cross = part('.close', '::before')
      ;[cross.borderTopWidth, part('.button').borderTopWidth, cross.borderTopColor !== part('.panel').backgroundColor]
    }`)
    assert.deepEqual(drawn, ['2px', '1px', true])
    await visit.context.close()
  })

  it('tells of what happens as plain text, for which no browser asks first', async () => {
    stage.types.clear()
    stage.preflights.length = 0
    const visit = await stage.visit(stage.tag('widget.js', BLOCKED))
    await dialogOf(visit).waitFor()
    // The middle button opens a tab as well, and is a click as well.
    const [landed] = await Promise.all([
      visit.context.waitForEvent('page'),
      visit.page
        .getByRole('link', { name: /new tab/ })
        .last()
        .click({ button: 'middle' }),
    ])
    await landed.waitForURL(/\/landed\?c=clk_/)
    for (const event of ['snippet-ping', 'impression', 'click']) {
      const call = `POST /v1/events/${event}`
      await eventually(async () => assert.equal(stage.types.get(call), 'text/plain;charset=UTF-8', call))
    }
    assert.equal(stage.calls.filter(call => call === 'POST /v1/events/click').length, 1)
    assert.deepEqual(stage.preflights, [])
    await visit.context.close()
  })

  it('is followed by the keyboard, and no click is told of the right button', async () => {
    const visit = await stage.visit(stage.tag('widget.js', BLOCKED))
    await dialogOf(visit).waitFor()
    const link = visit.page.getByRole('link', { name: /new tab/ }).first()
    await link.click({ button: 'right' })
    await link.focus()
    const [landed] = await Promise.all([visit.context.waitForEvent('page'), visit.page.keyboard.press('Enter')])
    await landed.waitForURL(/\/landed\?c=clk_/)
    await eventually(async () => assert.ok(stage.calls.includes('POST /v1/events/click')))
    assert.equal(stage.calls.filter(call => call === 'POST /v1/events/click').length, 1)
    await visit.context.close()
  })

  it('counts nothing that was closed within a second', async () => {
    const visit = await stage.visit('')
    await stopClock(visit)
    await insert(visit, stage.tag('widget.js', BLOCKED))
    await dialogOf(visit).waitFor()
    // The observer has seen the cards when a frame has been drawn.
    await visit.page.clock.runFor(900)
    await visit.page.keyboard.press('Escape')
    await dialogOf(visit).waitFor({ state: 'detached' })
    await visit.page.clock.runFor(5000)
    await visit.page.waitForLoadState('networkidle')
    assert.ok(!stage.calls.includes('POST /v1/events/impression'))
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

  for (const [language, words] of Object.entries(STRINGS))
    it(`speaks the page's language, ${language}, and labels what is paid for in it`, async () => {
      const { context, page, ...visit } = await stage.visit('', { context: { locale: 'en-US' } })
      await page.evaluate(`document.documentElement.lang = '${language}-XX'`)
      await insert({ context, page, ...visit }, stage.tag('widget.js', BLOCKED))
      await page.getByRole('dialog', { name: words.title, exact: true }).waitFor()
      assert.equal(await page.getByRole('button', { name: words.close, exact: true }).count(), 1)
      assert.equal(await page.getByText(words.disclosure, { exact: true }).count(), 3)
      assert.equal(await page.getByRole('link', { name: words.newTab }).count(), 3)
      assert.ok((await page.getByRole('link', { name: words.cta }).count()) >= 1)
      assert.equal(await page.getByText(words.terms, { exact: true }).count(), 2)
      assert.equal(await page.getByText(words.support).count(), 1)
      await context.close()
    })

  it('has a language of its own in every word, and a label that no attribute can blank', async () => {
    const english = Object.values(STRINGS.en!)
    for (const [language, words] of Object.entries(STRINGS))
      if (language !== 'en')
        assert.deepEqual(
          Object.values(words).filter(word => english.includes(word)),
          [],
          language,
        )
    assert.deepEqual(Object.keys(STRINGS), ['en', 'de', 'fr', 'es', 'pt'])
    const visit = await stage.visit(stage.tag('widget.js', `${BLOCKED} data-text-disclosure=" " data-text-title="Elsewhere"`))
    await visit.page.getByRole('dialog', { name: 'Elsewhere' }).waitFor()
    assert.equal(await visit.page.getByText('Sponsored', { exact: true }).count(), 3)
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
