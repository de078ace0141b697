import assert from 'node:assert/strict'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Locator, Page } from 'playwright-core'
import { onStage } from './backstage.js'
import { BLOCKED, declined, dialogOf, type Stage, setStage, type Visit } from './stage.js'

// Each surface as people see it: light and dark, on a desk and in a hand. `SCREENSHOTS=update` draws the references anew; look at them then.

const REFERENCES = new URL('screenshots/', import.meta.url)

const SIZES = { desktop: { width: 1100, height: 720 }, phone: { width: 390, height: 760 } }

/** Side in pixels of the squares whose mean colours are compared: glyphs a pixel aside weigh little in one, words that can't be read a lot. */
const SQUARE = 32

/**
 * How far apart the mean colours of a square may be (red, green and blue together, of 765). Between runs it is less than 1, and 19 where a browser
 * sets glyphs at whole pixels alone; but 58 for words as pale as their card, 77 for a button without words, and hundreds for a missing offer.
 */
const TOLERANCE = 40

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** Whether every picture in the shadow roots is there. */
const PICTURES_LOADED = `[...document.querySelectorAll('#retarget-root, #offers, [data-throughline]')].every(({ shadowRoot }) => [...(shadowRoot?.querySelectorAll('img') ?? [])].every(({ complete }) => complete))`

/** Takes out of a page what no two runs share: the times of the log, the keys, the port. */
const SAME_IN_EVERY_RUN = `{
  document.getElementById('log')?.replaceChildren()
  const words = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  while (words.nextNode())
    words.currentNode.data = words.currentNode.data.replace(/\\b(pk|web)_[\\w-]{20,}/g, '$1_...').replace(/localhost:\\d+/g, 'localhost:8080')
}`

/** A page that is dark for visitors who like it dark, and says so in a way that axe reads. */
const SCHEMES = '<style>:root { color-scheme: light dark } body { background: Canvas }</style>'

describe('the surfaces', function () {
  this.timeout(90_000)
  let stage: Stage

  onStage(setStage, set => {
    stage = set
  })
  before(async () => {
    stage.inOrder = true
    mkdirSync(REFERENCES, { recursive: true })
    await look({})
    for (const offer of stage.offers.slice(0, 2)) {
      const { status } = await stage.server.manage('PATCH', `/offers/${offer}`, { imageUrl: `${stage.advertiser}/card.svg` })
      assert.equal(status, 200)
    }
  })

  const look = (more: object) => {
    const experience = { headline: 'Not where you are, but here', accentColor: '#0f6b5c', logoUrl: `${stage.advertiser}/logo.svg`, ...more }
    return stage.server.manage('PATCH', `/websites/${stage.server.demo.website.id}`, { experience })
  }

  type Context = NonNullable<Parameters<Stage['visit']>[1]>['context']
  const keys = () => `pub=${stage.server.demo.website.pub}&website=${stage.server.demo.website.website}`

  /** Opens a surface, and answers what has to be there before it is looked at. */
  const surfaces: Record<string, (context: Context) => Promise<Visit & { sign: Locator }>> = {
    overlay: async context => {
      const visit = await stage.visit(stage.tag('widget.js', BLOCKED), { context })
      return { ...visit, sign: visit.page.locator('#retarget-root li').last() }
    },
    cards: async context => {
      await look({ layout: 'cards' })
      const visit = await stage.visit(stage.tag('widget.js', BLOCKED), { context })
      const sign = visit.page.locator('#retarget-root li').last()
      await sign.waitFor()
      await look({})
      return { ...visit, sign }
    },
    support: async context => {
      const visit = await stage.visit(stage.tag('widget-decline.js'), { context })
      await declined(stage, visit, 'self_excluded')
      return { ...visit, sign: visit.page.locator('#retarget-root .support') }
    },
    section: async context => {
      const visit = await stage.visit(`<div id="retarget-ads"></div>${stage.tag('widget-section.js', BLOCKED)}`, { context, head: SCHEMES })
      return { ...visit, sign: visit.page.locator('#retarget-ads li').last() }
    },
    embed: async context => {
      const visit = await stage.visit('', { context })
      await visit.page.goto(`${stage.api}/embed?${keys()}&surface=overlay&dev-country=DE`)
      return { ...visit, sign: visit.page.locator('li').last() }
    },
    demo: async context => {
      const visit = await stage.visit('', { context })
      await visit.page.goto(`${stage.api}/demo?widget=decline`)
      return { ...visit, sign: visit.page.locator('#decline:enabled') }
    },
    guides: async context => {
      const visit = await stage.visit('', { context })
      await visit.page.goto(`${stage.api}/docs/guides`)
      return { ...visit, sign: visit.page.locator('#debugging') }
    },
  }

  for (const [name, show] of Object.entries(surfaces))
    for (const colorScheme of ['light', 'dark'] as const)
      for (const [device, viewport] of Object.entries(SIZES))
        it(`${name}, ${colorScheme}, ${device}: looks as in its reference, and axe finds nothing`, async () => {
          const visit = await show({ colorScheme, viewport, reducedMotion: 'reduce', bypassCSP: true })
          await visit.sign.waitFor()
          assert.deepEqual(await violationsOf(visit.page), [])
          await visit.page.waitForFunction(PICTURES_LOADED)
          await visit.page.evaluate(SAME_IN_EVERY_RUN)
          await compare(visit.page, `${name}-${colorScheme}-${device}`)
          await visit.context.close()
        })

  it('of the demo page: each of the three widgets does its part, axe finds nothing, and the log tells of every request', async () => {
    const visit = await stage.visit('')
    const { page, context, errors } = visit
    await page.goto(`${stage.api}/demo?widget=overlay&country=US`)
    await page.getByText('"allowed":true').waitFor()
    assert.equal(await page.locator('#retarget-root').count(), 0)
    assert.deepEqual(await violationsOf(page), [])
    await visitFrom(page, 'DE')
    await dialogOf(visit).waitFor()
    await page.getByText('throughline:shown').waitFor({ state: 'attached' })
    const told = await logOf(page)
    for (const expected of [
      '/widget.js',
      '/v1/decision?dev-country=DE',
      'event throughline:ready',
      '/v1/offers',
      'event throughline:shown',
    ])
      assert.ok(
        told.some(line => line.startsWith(expected)),
        `${expected} is not in the log`,
      )
    const at = (what: string) => told.findIndex(line => line.startsWith(what))
    assert.ok(at('/v1/decision') < at('event throughline:ready'), 'the log tells of an answer before its question')

    await page.keyboard.press('Escape')
    await page.reload()
    await page.getByText('stays closed for this session').waitFor()
    await visitFrom(page, 'FR')
    await dialogOf(visit).waitFor()
    await page.keyboard.press('Escape')

    await page.getByRole('link', { name: 'Section' }).click()
    await page.locator('#retarget-ads li').first().waitFor()
    assert.deepEqual(await violationsOf(page), [])
    await page.getByRole('link', { name: 'Decline' }).click()
    await page.getByRole('button', { name: 'Deposit 50 USD' }).click()
    await page.locator('#retarget-root li').first().waitFor()
    await page.keyboard.press('Escape')
    await page.getByText('"Visit" opens another session').waitFor()
    await page.getByRole('button', { name: 'Visit' }).click()
    await page.locator('#decline:enabled').waitFor()
    await page.getByLabel('Declined as').selectOption('self_excluded')
    await page.getByRole('button', { name: 'Deposit 50 USD' }).click()
    await page.locator('#retarget-root .support').waitFor()
    assert.equal(await page.locator('#retarget-root li').count(), 0)
    assert.deepEqual(errors, [])
    await context.close()
  })
})

/** Plays another visitor on the demo page. */
async function visitFrom(page: Page, country: string): Promise<void> {
  await page.getByLabel('The visitor comes from').selectOption(country)
  await page.getByRole('button', { name: 'Visit' }).click()
}

/** What the demo page has written down, without times and answers. */
const logOf = (page: Page): Promise<string[]> => page.locator('#log td:nth-child(2)').allTextContents()

/** Every rule of axe that the page breaks, best practices among them, by rule and element. */
async function violationsOf(page: Page): Promise<string[]> {
  await page.evaluate(AXE)
  return page.evaluate(
    `axe.run().then(({ violations }) => violations.map(({ id, nodes }) => id + ': ' + nodes.map(({ target, failureSummary }) => target + ' ' + failureSummary).join(', ')))`,
  )
}

/** Holds the page against its reference, square by square, in the browser: it can read pictures. */
async function compare(page: Page, name: string): Promise<void> {
  const file = new URL(`${name}.png`, REFERENCES)
  const seen = await page.screenshot({ animations: 'disabled' })
  if (process.env.SCREENSHOTS === 'update') {
    writeFileSync(file, seen)
    return
  }
  const [apart, x, y] = await page.evaluate<[number, number, number]>(`(async () => {
    const squares = async data => {
      const image = await createImageBitmap(await (await fetch('data:image/png;base64,' + data)).blob())
      const canvas = new OffscreenCanvas(image.width, image.height).getContext('2d')
      canvas.drawImage(image, 0, 0)
      const means = []
      for (let y = 0; y < image.height; y += ${SQUARE})
        for (let x = 0; x < image.width; x += ${SQUARE}) {
          const [width, height] = [Math.min(${SQUARE}, image.width - x), Math.min(${SQUARE}, image.height - y)]
          const sums = [0, 0, 0]
          for (const [at, value] of canvas.getImageData(x, y, width, height).data.entries()) if (at % 4 < 3) sums[at % 4] += value
          means.push({ x, y, colour: sums.map(sum => sum / (width * height)) })
        }
      return means
    }
    const [was, is] = await Promise.all(['${readFileSync(file).toString('base64')}', '${seen.toString('base64')}'].map(squares))
    if (was.length !== is.length) return [Infinity, 0, 0]
    const apart = was.map(({ x, y, colour }, at) => [colour.reduce((sum, value, part) => sum + Math.abs(value - is[at].colour[part]), 0), x, y])
    return apart.reduce((most, one) => (one[0] > most[0] ? one : most))
  })()`)
  assert.ok(apart <= TOLERANCE, `the square at ${x}, ${y} is ${apart.toFixed(1)} apart`)
}
