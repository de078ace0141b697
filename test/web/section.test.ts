import assert from 'node:assert/strict'
import { eventually } from '../helpers/eventually.js'
import { onStage } from './backstage.js'
import { BLOCKED, impressionsOf, insert, type Stage, setStage, stopClock, toldOf, type Visit } from './stage.js'

const cardsIn = ({ page }: Visit, id = 'retarget-ads') => page.locator(`#${id} li`)

describe('widget-section.js in a browser', function () {
  this.timeout(60_000)
  let stage: Stage

  onStage(setStage, set => {
    stage = set
  })

  for (const country of ['US', 'DE'])
    it(`fills its element for a visitor from ${country}, and counts what he sees`, async () => {
      const visit = await stage.visit(`<div id="retarget-ads"></div>${stage.tag('widget-section.js', `data-dev-country="${country}"`)}`)
      await cardsIn(visit).first().waitFor()
      assert.equal(await cardsIn(visit).count(), 3)
      await eventually(async () => assert.equal(impressionsOf(stage), 3))
      assert.deepEqual(
        (await toldOf(visit)).map(({ name, allowed, offers }) => [name, allowed ?? offers]),
        [
          ['throughline:ready', country === 'US'],
          ['throughline:shown', 3],
        ],
      )
      assert.equal(await visit.page.locator('#retarget-root').count(), 0)
      assert.deepEqual(visit.watched.complaints, [])
      await visit.context.close()
    })

  it('shows at most data-max-ads, in the element that data-container names', async () => {
    const visit = await stage.visit(
      `<div id="elsewhere"></div>${stage.tag('widget-section.js', `data-container="elsewhere" data-max-ads="2" ${BLOCKED}`)}`,
    )
    await cardsIn(visit, 'elsewhere').first().waitFor()
    assert.equal(await cardsIn(visit, 'elsewhere').count(), 2)
    await visit.context.close()
  })

  it('waits for an element that the page makes later', async () => {
    const visit = await stage.visit(stage.tag('widget-section.js', BLOCKED))
    await visit.page.waitForLoadState('networkidle')
    assert.ok(!stage.calls.includes('GET /v1/decision'))
    await visit.page.evaluate(`{ const late = document.createElement('div'); late.id = 'retarget-ads'; document.body.append(late) }`)
    await cardsIn(visit).first().waitFor()
    await visit.context.close()
  })

  it('fills a new element after navigation inside the page, and a filled one not again', async () => {
    const visit = await stage.visit(`<div id="retarget-ads"></div>${stage.tag('widget-section.js', BLOCKED)}`)
    await cardsIn(visit).first().waitFor()
    await insert(visit, stage.tag('widget-section.js', BLOCKED))
    await visit.page.waitForLoadState('networkidle')
    assert.equal(await cardsIn(visit).count(), 3)
    await visit.page.evaluate(`document.getElementById('retarget-ads').replaceChildren()`)
    await insert(visit, stage.tag('widget-section.js', BLOCKED))
    await cardsIn(visit).first().waitFor()
    assert.equal(await cardsIn(visit).count(), 3)
    await visit.context.close()
  })

  it('fills what navigation inside the page makes anew, though no script runs again', async () => {
    const visit = await stage.visit(`<div id="retarget-ads"></div>${stage.tag('widget-section.js', BLOCKED)}`)
    await cardsIn(visit).first().waitFor()
    const decisions = () => stage.calls.filter(call => call === 'GET /v1/decision').length
    await visit.page.evaluate(`{
      history.pushState({}, '', '/elsewhere')
      const next = document.createElement('div')
      next.id = 'retarget-ads'
      document.getElementById('retarget-ads').replaceWith(next)
    }`)
    await cardsIn(visit).first().waitFor()
    assert.equal(decisions(), 2)
    await visit.context.close()
  })

  it('asks no more often than every two seconds of a page that makes its element over and over', async () => {
    const visit = await stage.visit('')
    await stopClock(visit)
    await visit.page.evaluate(`setInterval(() => {
      document.getElementById('retarget-ads')?.remove()
      const next = document.createElement('div')
      next.id = 'retarget-ads'
      document.body.append(next)
    }, 50)`)
    await insert(visit, stage.tag('widget-section.js', BLOCKED))
    await eventually(async () => assert.ok(stage.calls.includes('POST /v1/events/snippet-ping')))
    await visit.page.clock.runFor(10_000)
    await visit.page.waitForLoadState('networkidle')
    const decisions = stage.calls.filter(call => call === 'GET /v1/decision').length
    assert.ok(decisions >= 2 && decisions <= 6, `${decisions} decisions in ten seconds`)
    await visit.context.close()
  })

  it('leaves its element empty when something empties it', async () => {
    const visit = await stage.visit(`<div id="retarget-ads"></div>${stage.tag('widget-section.js', BLOCKED)}`, {
      head: `<script>new MutationObserver(() => document.querySelector('[data-throughline]')?.remove()).observe(document, { childList: true, subtree: true })</script>`,
    })
    await eventually(async () => assert.ok(stage.calls.includes('GET /v1/offers')))
    await visit.page.waitForLoadState('networkidle')
    assert.equal(stage.calls.filter(call => call === 'GET /v1/decision').length, 1)
    assert.deepEqual(visit.errors, [])
    await visit.context.close()
  })

  it('is dark where the page is, whatever the visitor likes', async () => {
    const page = '<div id="retarget-ads"></div>'
    const of = async (head: string, colorScheme: 'light' | 'dark') => {
      const tag = stage.tag('widget-section.js', BLOCKED)
      const visit = await stage.visit(page + tag, { head, context: { colorScheme } })
      await cardsIn(visit).first().waitFor()
      const ground = await visit.page.evaluate<string>(
        `getComputedStyle(document.querySelector('#retarget-ads > *').shadowRoot.querySelector('.inline')).backgroundColor`,
      )
      await visit.context.close()
      return ground
    }
    const [light, dark] = ['rgb(255, 255, 255)', 'rgb(23, 25, 30)']
    assert.equal(await of('', 'dark'), light, 'a page that knows no dark scheme')
    assert.equal(await of('<meta name="color-scheme" content="light dark">', 'light'), light)
    assert.equal(await of('<meta name="color-scheme" content="light dark">', 'dark'), dark)
    assert.equal(await of('<style>:root { color-scheme: dark }</style>', 'light'), dark)
  })

  it('follows the direction of the page', async () => {
    const visit = await stage.visit(`<div id="retarget-ads"></div>${stage.tag('widget-section.js', BLOCKED)}`, {
      head: '<script>document.documentElement.dir = "rtl"</script>',
    })
    await cardsIn(visit).first().waitFor()
    const [words, button] = await Promise.all(['.words', '.button'].map(part => cardsIn(visit).first().locator(part).boundingBox()))
    assert.ok(button!.x < words!.x, 'the button stands at the end, which is on the left')
    await visit.context.close()
  })

  it('stands in a frame where no script can be put, and tells the page around it', async () => {
    const { pub, website } = stage.server.demo.website
    const frame = `<iframe title="Offers" src="${stage.api}/embed?pub=${pub}&website=${website}&surface=section&dev-country=DE" width="600" height="600"></iframe>`
    const visit = await stage.visit(frame, {
      head: `<script>window.messages = []; addEventListener('message', ({ data }) => messages.push(data.type))</script>`,
    })
    const cards = visit.page.frameLocator('iframe').locator('li')
    await cards.first().waitFor()
    assert.equal(await cards.count(), 3)
    await eventually(async () => assert.equal(impressionsOf(stage), 3))
    const messages = new Set(await visit.page.evaluate<string[]>('messages'))
    assert.deepEqual([...messages].sort(), ['throughline:ready', 'throughline:resize', 'throughline:shown'])
    assert.deepEqual(visit.watched.complaints, [])
    await visit.context.close()
  })

  it('speaks the language of the visitor in a frame, or the one that its address names', async () => {
    const { pub, website } = stage.server.demo.website
    for (const [locale, more, title] of [
      ['de-AT', '', 'Angebote für Sie'],
      ['de-AT', '&lang=es', 'Ofertas para usted'],
    ] as const) {
      const visit = await stage.visit('', { context: { locale } })
      await visit.page.goto(`${stage.api}/embed?pub=${pub}&website=${website}&dev-country=DE${more}`)
      await visit.page.getByRole('heading', { name: title }).waitFor()
      assert.equal(await visit.page.title(), title)
      await visit.context.close()
    }
  })

  it('is refused by the browser in a frame of a page that is not the website’s', async () => {
    const { pub, website, id } = stage.server.demo.website
    const path = `/websites/${id}`
    await stage.server.manage('PATCH', path, { domain: 'casino.example', allowDevOverrides: false })
    try {
      const visit = await stage.visit(`<iframe title="Offers" src="${stage.api}/embed?pub=${pub}&website=${website}"></iframe>`)
      await eventually(async () => assert.match(visit.watched.complaints.join('\n'), /frame-ancestors/))
      assert.deepEqual(stage.calls, [])
      await visit.context.close()
    } finally {
      await stage.server.manage('PATCH', path, { domain: 'localhost', allowDevOverrides: true })
    }
  })
})
