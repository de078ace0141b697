import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Browser, BrowserContext, BrowserContextOptions } from 'playwright-core'
import { launchBrowser, watch } from '../helpers/browser.js'
import { startServer, type TestServer } from '../helpers/server.js'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

describe('the status page', function () {
  this.timeout(60_000)
  let server: TestServer
  let browser: Browser
  before(async function () {
    browser = await launchBrowser(this)
    server = await startServer()
    // Something to complain of: a destination without a token, and a channel that nobody can be invited to.
    const site = `/websites/${server.demo.website.id}`
    await server.manage('POST', `${site}/destinations`, { platform: 'tiktok', accountId: 'C4ABC' })
    await server.manage('POST', `${site}/channels`, { name: 'Evening news' })
  })

  const open = async (context: BrowserContext) => {
    const page = await context.newPage()
    const watched = watch(page)
    await page.goto(`${server.baseUrl}/status`)
    return { page, watched }
  }
  const withKey = async (options: BrowserContextOptions = {}) => {
    const context = await browser.newContext(options)
    const { page, watched } = await open(context)
    await page.fill('#key', server.demo.project.secretKey)
    await page.click('text=Show')
    await page.waitForSelector('text=To look at')
    return { context, page, watched }
  }

  it('shows how everything stands once it has the key, by requests to this server alone', async () => {
    const { context, page, watched } = await withKey()
    assert.deepEqual(await page.locator('.problems strong').allTextContents(), [
      'destination tiktok C4ABC of Demonstration casino',
      'channel Evening news of Demonstration casino',
    ])
    assert.equal(await page.locator('th[scope=row]').filter({ hasText: 'Demonstration channel' }).count(), 1)
    assert.ok(watched.requests.every(url => url.startsWith(`${server.baseUrl}/`) || url.startsWith('data:')))
    assert.ok(watched.requests.every(url => !url.includes('sk_live')))
    assert.deepEqual(watched.complaints, [])
    await context.close()
  })

  it('keeps the key for the tab: a reload shows everything, another tab asks again, and so does this one once told to forget', async () => {
    const { context, page } = await withKey()
    await page.reload()
    await page.waitForSelector('text=To look at')
    const other = await open(context)
    assert.equal(await other.page.locator('#key').count(), 1)
    await page.click('text=Forget the key')
    await page.waitForSelector('#key')
    await context.close()
  })

  it('says when a key is none, and does not keep it', async () => {
    const context = await browser.newContext()
    const { page } = await open(context)
    await page.fill('#key', 'sk_live_wrong')
    await page.keyboard.press('Enter')
    await page.waitForSelector('text=This is not a secret key in force.')
    assert.equal(await page.evaluate('sessionStorage.length'), 0)
    await context.close()
  })

  for (const colorScheme of ['light', 'dark'] as const)
    for (const [device, viewport] of Object.entries({ desktop: { width: 1100, height: 900 }, phone: { width: 390, height: 760 } }))
      it(`is fit for everybody: axe finds nothing, ${colorScheme}, ${device}, and nothing sticks out`, async () => {
        // The policy of the page keeps foreign scripts out, axe too.
        const { context, page } = await withKey({ colorScheme, viewport, bypassCSP: true })
        const violations = (await page.evaluate(
          `${AXE}; axe.run().then(({ violations }) => violations.map(({ id, nodes }) => id + ': ' + nodes.map(({ target }) => target).join(', ')))`,
        )) as string[]
        assert.deepEqual(violations, [])
        assert.equal(await page.evaluate('document.documentElement.scrollWidth <= innerWidth'), true)
        if (process.env.SCREENSHOTS)
          writeFileSync(`${process.env.SCREENSHOTS}/status-${colorScheme}-${device}.png`, await page.screenshot({ fullPage: true }))
        await context.close()
      })
})
