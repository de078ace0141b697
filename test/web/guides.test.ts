import assert from 'node:assert/strict'
import { eventually } from '../helpers/eventually.js'
import { onStage } from './backstage.js'
import { BLOCKED, declined, dialogOf, type Stage, setStage, toldOf, type Visit } from './stage.js'

// What stands in the guides is taken from the page as it is served, and pasted.

describe('the guides', function () {
  this.timeout(60_000)
  let stage: Stage
  let snippets: string[]
  let text: string

  onStage(setStage, set => {
    stage = set
  })
  before(async () => {
    const { page, context } = await stage.visit('')
    await page.goto(`${stage.api}/docs/guides`)
    snippets = await page.locator('pre code').allTextContents()
    text = await page.locator('main').innerText()
    await context.close()
  })

  /** The one snippet that matches, with the website's keys in it, and a visitor from Germany. */
  const pasted = (what: RegExp) => {
    const found = snippets.filter(snippet => what.test(snippet))
    assert.equal(found.length, 1, found.join('\n---\n'))
    const { pub, website } = stage.server.demo.website
    return found[0]!.replaceAll('pk_...', pub).replaceAll('web_...', website)
  }
  const german = (html: string) => html.replace(/(data-website="\S+")/, `$1 ${BLOCKED}`)
  const fine = async (visit: Visit) => {
    assert.deepEqual(visit.errors, [])
    await visit.context.close()
  }

  it('have an overlay for plain HTML, in the head too', async () => {
    const tag = german(pasted(/^<script src="[^"]*\/widget\.js"[^>]* async><\/script>$/))
    for (const visit of [await stage.visit(tag), await stage.visit('', { head: tag })]) {
      await dialogOf(visit).waitFor()
      await fine(visit)
    }
  })

  it('have a section, which moves nothing of the page that stands below it', async () => {
    const html = german(pasted(/widget-section\.js/)).replace('data-max-ads="3"', 'data-max-ads="1"')
    const visit = await stage.visit(`${html}<p id="below">Below</p>`)
    const top = () => visit.page.locator('#below').evaluate(element => element.getBoundingClientRect().top)
    const before = await top()
    await visit.page.locator('#retarget-ads li').first().waitFor()
    assert.equal(await top(), before)
    await fine(visit)
  })

  it('have a frame', async () => {
    const visit = await stage.visit(pasted(/<iframe/))
    await visit.page.frameLocator('iframe').locator('li').first().waitFor()
    await fine(visit)
  })

  it('have a tag for Google Tag Manager, that a history change may put in again', async () => {
    const developing = pasted(/createElement\('script'\)/).replace('document.head', "widget.dataset.devCountry = 'DE'; document.head")
    const visit = await stage.visit(developing)
    await dialogOf(visit).waitFor()
    await visit.page.evaluate(developing.replace(/<\/?script>/g, ''))
    await visit.page.waitForLoadState('networkidle')
    assert.equal(await dialogOf(visit).count(), 1)
    await fine(visit)
  })

  it('have what WordPress prints', async () => {
    const [, printed] = /echo '(.*)';/.exec(pasted(/wp_footer/))!
    const visit = await stage.visit(german(printed!))
    await dialogOf(visit).waitFor()
    await fine(visit)
  })

  it('have attributes for Next.js that are those of a script element', async () => {
    const [, attributes] = /<Script(.*)\/>/s.exec(pasted(/next\/script/))!
    // What Next.js makes of `afterInteractive`: an element of its own, when the page is there.
    const visit = await stage.visit('')
    await visit.page.evaluate(`{
      const holder = document.createElement('template')
      holder.innerHTML = ${JSON.stringify(`<script ${german(attributes!.replace(/strategy="\w+"/, ''))}></script>`)}
      const script = document.createElement('script')
      for (const { name, value } of holder.content.firstChild.attributes) script.setAttribute(name, value)
      script.setAttribute('data-nscript', 'afterInteractive')
      document.body.appendChild(script)
    }`)
    await dialogOf(visit).waitFor()
    await fine(visit)
  })

  it('have a form that carries the session of a declined visitor to the server', async () => {
    const visit = await stage.visit(`<form name="deposit"><input type="hidden" name="session"></form>${pasted(/decline-session'/)}`)
    const carried = () => visit.page.locator('input[name=session]').inputValue()
    await eventually(async () => assert.match(await carried(), /^dses_/))
    assert.equal(await carried(), await visit.page.evaluate('window.__RETARGET_DECLINE_SESSION_ID'))
    await declined(stage, visit)
    await dialogOf(visit).waitFor()
    await fine(visit)
  })

  it('have a policy under which the scripts and the frame work, with nothing else allowed', async () => {
    const policy = `default-src 'none'; ${pasted(/connect-src/).replace(/\s+/g, ' ')}`
    const visit = await stage.visit(`${german(pasted(/widget-section\.js/))}${pasted(/<iframe/)}`.replaceAll(/ style="[^"]*"/g, ''), {
      headers: { 'Content-Security-Policy': policy.replace('img-src https:', 'img-src https: data:') },
    })
    await visit.page.locator('#retarget-ads li').first().waitFor()
    await visit.page.frameLocator('iframe').locator('li').first().waitFor()
    assert.deepEqual(visit.watched.complaints, [])
    await fine(visit)
  })

  it('name every event, and all that it tells', async () => {
    const visit = await stage.visit(german(pasted(/^<script src="[^"]*\/widget\.js"[^>]* async><\/script>$/)))
    await dialogOf(visit).waitFor()
    const [landed] = await Promise.all([
      visit.context.waitForEvent('page'),
      visit.page
        .getByRole('link', { name: /new tab/ })
        .first()
        .click(),
    ])
    await landed.close()
    await visit.page.keyboard.press('Escape')
    await eventually(async () => assert.equal((await toldOf(visit)).length, 4))
    for (const { name, ...detail } of await toldOf(visit)) {
      const row = text.split('\n').find(line => line.startsWith(String(name)))
      assert.ok(row, `${name} is not in the table`)
      for (const field of Object.keys(detail)) assert.match(row, new RegExp(`\\b${field}\\b`), `${name}: ${field}`)
    }
    await fine(visit)
  })
})
