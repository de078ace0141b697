import assert from 'node:assert/strict'
import type { Browser, Locator, Page } from 'playwright-core'
import { launchBrowser, watch } from '../helpers/browser.js'
import { startServer, type TestServer } from '../helpers/server.js'

/** What a person does to try an operation, and the answer the page then shows him. */
async function tryOut(page: Page, operation: string): Promise<{ status: string; body: string; command: string }> {
  const block = page.locator(`[id$="-${operation}"].opblock`)
  await block.locator('.opblock-summary-control').click()
  await block.locator('.try-out__btn').click()
  await block.locator('.execute').click()
  const answer = block.locator('.live-responses-table .response')
  return {
    status: await textOf(answer.locator('.response-col_status')),
    body: await textOf(answer.locator('.highlight-code pre').first()),
    command: await textOf(block.locator('.curl-command .curl')),
  }
}

/** Waits until the element is there. */
const textOf = async (element: Locator): Promise<string> => (await element.textContent())?.trim() ?? ''

describe('the explorer in a browser', function () {
  this.timeout(60_000)
  let browser: Browser
  let server: TestServer

  before(async function () {
    browser = await launchBrowser(this)
    server = await startServer()
  })

  for (const host of ['localhost', '127.0.0.1']) {
    it(`tries operations with the demonstration's keys at ${host}, asks this origin alone, and complains of nothing`, async () => {
      const origin = server.baseUrl.replace('127.0.0.1', host)
      const page = await browser.newPage()
      const watched = watch(page)
      await page.goto(`${origin}/docs/api`)

      const decision = await tryOut(page, 'getDecision')
      assert.equal(decision.status, '200')
      const { requestId, allowed } = JSON.parse(decision.body)
      assert.match(requestId, /^req_/)
      // The page offers the example `dev-country=DE`, and the demonstration serves the United States.
      assert.equal(allowed, false)

      const websites = await tryOut(page, 'listWebsites')
      assert.equal(websites.status, '200')
      assert.equal(JSON.parse(websites.body).items[0].id, server.demo.website.id)

      assert.ok(watched.requests.some(url => url.startsWith(`${origin}/v1/decision?`)))
      const elsewhere = watched.requests.filter(url => !url.startsWith(`${origin}/`) && !url.startsWith('data:'))
      assert.deepEqual(elsewhere, [])
      assert.deepEqual(watched.complaints, [])
      await page.close()
    })
  }

  it('shows a command line that gets the same answer outside of a browser', async () => {
    const page = await browser.newPage()
    await page.goto(`${server.baseUrl}/docs/api`)
    const { command } = await tryOut(page, 'getDecision')
    const [, origin = ''] = /-H 'Origin: ([^']+)'/.exec(command) ?? []
    const [, url = ''] = /'(http[^']+\/v1\/decision[^']*)'/.exec(command) ?? []
    const response = await fetch(url, { headers: { Origin: origin } })
    assert.equal(response.status, 200, command)
    await page.close()
  })

  it("names the demonstration's own objects where an operation reads or adds, so that it answers", async () => {
    const page = await browser.newPage()
    await page.goto(`${server.baseUrl}/docs/api`)
    const website = await tryOut(page, 'getWebsite')
    assert.equal(JSON.parse(website.body).id, server.demo.website.id)
    const offers = await tryOut(page, 'listOffers')
    assert.equal(JSON.parse(offers.body).total, 12)
    for (const [operation, expected] of Object.entries({ createOffer: '201', recordVisit: '200', getStatus: '200' })) {
      const { status, body } = await tryOut(page, operation)
      assert.equal(status, expected, body)
    }
    await page.close()
  })

  it('leaves the demonstration alone where an operation would undo it', async () => {
    const page = await browser.newPage()
    await page.goto(`${server.baseUrl}/docs/api`)
    for (const operation of ['deleteWebsite', 'updateWebsite', 'rotateWebsiteKeys', 'rotatePostbackToken']) {
      const { status } = await tryOut(page, operation)
      assert.equal(status, '404', operation)
    }
    await page.close()
  })

  it('lets nothing on the page reach another origin, or run a script of its own', async () => {
    const page = await browser.newPage()
    const watched = watch(page)
    await page.goto(`${server.baseUrl}/docs/api`)
    // As text: the compiler knows the server's world, not the browser's.
    const outcome = await page.evaluate(`
      const script = document.createElement('script')
      script.textContent = 'window.ran = true'
      document.body.append(script)
      fetch('http://elsewhere.test/').then(() => true, () => false).then(reached => ({ reached, ran: 'ran' in window }))
    `)
    assert.deepEqual(outcome, { reached: false, ran: false })
    // This also proves that breaches would be seen in the other tests.
    assert.equal(
      watched.complaints.filter(text => text.includes('Content Security Policy')).length >= 2,
      true,
      watched.complaints.join('\n'),
    )
    await page.close()
  })
})
