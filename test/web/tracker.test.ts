import assert from 'node:assert/strict'
import { eventually } from '../helpers/eventually.js'
import { onStage } from './backstage.js'
import { setTrackerStage, type TrackerStage, type Visit, WEBSITE } from './tracker-stage.js'

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

describe('track.js', function () {
  this.timeout(60_000)
  let stage: TrackerStage

  onStage(setTrackerStage, set => {
    stage = set
  })

  const visits = (count: number) => eventually(async () => assert.equal(stage.of('/init').length, count))
  const hrefOf = ({ page }: Visit, selector: string) => page.locator(selector).evaluate(link => (link as unknown as { href: string }).href)
  const turned = (visit: Visit, selector: string) =>
    eventually(async () => assert.match(await hrefOf(visit, selector), new RegExp(`^${stage.api}/track/invite\\?`)))
  const cookiesOf = async ({ context }: Visit) => Object.fromEntries((await context.cookies()).map(cookie => [cookie.name, cookie]))

  describe('a visit', () => {
    it('tells of the page with its referrer and click ids, as a simple request, and sets the two cookies', async () => {
      const visit = await stage.visit(stage.tag('data-external-user-id="17"'), {
        search: '?utm_source=facebook&fbclid=IwAR2-Ab_c&gclid=Cj0&ttclid=E.C&ScCid=sn#faq',
      })
      await visits(1)
      const [{ body, headers } = assert.fail()] = stage.of('/init')
      assert.equal(headers['content-type'], 'text/plain;charset=UTF-8')
      assert.equal(headers.origin, stage.site)
      const { tempId, clientSessionId, fbc, ...said } = body
      assert.match(tempId!, UUID)
      assert.match(clientSessionId!, UUID)
      assert.match(fbc!, /^fb\.1\.\d{13}\.IwAR2-Ab_c$/)
      assert.deepEqual(said, { websiteId: WEBSITE, externalUserId: '17', href: visit.page.url(), gclid: 'Cj0', ttclid: 'E.C', sccid: 'sn' })
      await eventually(async () => {
        const { adtarget_temp_id: temp, adtarget_session_id: session } = await cookiesOf(visit)
        assert.deepEqual([temp?.value, temp?.sameSite, temp?.path], [tempId, 'Lax', '/'])
        assert.deepEqual([session?.value, session?.sameSite], [clientSessionId, 'Lax'])
        assert.ok(Math.abs(temp!.expires - session!.expires - (31_536_000 - 1800)) < 60)
      })
      assert.deepEqual(visit.watched.complaints, [])
      await visit.context.close()
    })

    it('goes by the same names on the next page, with the click ids that the tab has met', async () => {
      const first = await stage.visit(stage.tag(), { search: '?gclid=Cj0' })
      await visits(1)
      await first.page.evaluate(`location.href = '${first.address}?second'`)
      await visits(2)
      const [a, b] = stage.of('/init').map(({ body }) => body)
      assert.deepEqual([b!.tempId, b!.clientSessionId, b!.gclid], [a!.tempId, a!.clientSessionId, 'Cj0'])
      assert.equal(b!.referrer, `${first.address}?gclid=Cj0`)
      await first.context.close()
    })

    it('begins another session when the cookie of the last one is gone, and does not take a spoilt name', async () => {
      const first = await stage.visit(`${stage.tag()}<a id="in" href="https://t.me/shop">Join</a>`)
      await turned(first, '#in')
      await first.context.clearCookies()
      await first.context.addCookies([{ name: 'adtarget_temp_id', value: 'x"y', url: stage.site }])
      const second = await stage.visit(stage.tag(), { again: first.context })
      await visits(2)
      const [a, b] = stage.of('/init').map(({ body }) => body)
      assert.match(b!.tempId!, UUID)
      assert.notEqual(b!.clientSessionId, a!.clientSessionId)
      await second.context.close()
    })

    it("takes Meta's cookies, and its time for a click that it has seen too", async () => {
      const first = await stage.visit('')
      const meta = { _fbp: 'fb.1.1772368380000.1098115397', _fbc: 'fb.1.1772368380001.IwAR2' }
      await first.context.addCookies(Object.entries(meta).map(([name, value]) => ({ name, value, url: stage.site })))
      const second = await stage.visit(stage.tag(), { again: first.context, search: '?fbclid=IwAR2' })
      await visits(1)
      const [{ body } = assert.fail()] = stage.of('/init')
      assert.deepEqual([body.fbp, body.fbc], [meta._fbp, meta._fbc])
      await second.context.close()
    })

    it("waits for Meta's browser id, and patches the visit when it comes", async () => {
      const late = `<script>setTimeout(() => { document.cookie = '_fbp=fb.1.1772368380000.42; path=/' }, 700)</script>`
      const visit = await stage.visit(stage.tag() + late)
      await eventually(async () => assert.equal(stage.of('/update-fbp').length, 1))
      const [{ body } = assert.fail()] = stage.of('/update-fbp')
      assert.deepEqual(body, { websiteId: WEBSITE, tempId: stage.of('/init')[0]!.body.tempId, fbp: 'fb.1.1772368380000.42' })
      await visit.context.close()
    })

    it('stops to wait for it after five seconds', async () => {
      const visit = await stage.visit('')
      await visit.page.clock.install()
      await visit.page.evaluate(`document.body.append(document.createRange().createContextualFragment(${JSON.stringify(stage.tag())}))`)
      await visits(1)
      await visit.page.clock.runFor(5500)
      await visit.page.evaluate(`document.cookie = '_fbp=fb.1.1.1'`)
      await visit.page.clock.runFor(5000)
      assert.deepEqual(stage.of('/update-fbp'), [])
      await visit.context.close()
    })

    it('is told again for each address that a page without reloads goes to, and for none twice', async () => {
      const visit = await stage.visit(stage.tag())
      await visits(1)
      await visit.page.evaluate(`history.pushState({}, '', '?a')`)
      await visits(2)
      await visit.page.evaluate(`history.replaceState({}, '', '?b'); history.replaceState({}, '', '?c'); location.hash = 'faq'`)
      await visits(3)
      await visit.page.evaluate(`history.replaceState({ scroll: 1 }, '')`)
      await visit.page.evaluate(`location.hash = '#/route'`)
      await visits(4)
      await visit.page.goBack()
      await visits(5)
      const told = stage.of('/init').map(({ body }) => [body.href, body.referrer].map(url => url?.slice(visit.address.length)))
      assert.deepEqual(told, [
        ['', undefined],
        ['?a', ''],
        ['?c#faq', '?a'],
        ['?c#/route', '?c#faq'],
        ['?c#faq', '?c#/route'],
      ])
      await visit.context.close()
    })

    it('is told once by a page that has the script twice', async () => {
      const visit = await stage.visit(`${stage.tag()}${stage.tag()}<a id="in" href="https://t.me/shop">Join</a>`)
      await turned(visit, '#in')
      await visit.page.evaluate(`history.pushState({}, '', '?a')`)
      await visits(2)
      await visit.page.waitForLoadState('networkidle')
      assert.equal(stage.of('/init').length, 2)
      await visit.context.close()
    })

    it("goes through the page's own proxy where data-base says so", async () => {
      const visit = await stage.visit(`${stage.tag('data-base="/backend/track/"')}<a id="in" href="https://t.me/shop">Join</a>`)
      await visits(1)
      assert.equal(stage.of('/init')[0]!.headers.host, new URL(stage.site).host)
      await eventually(async () =>
        assert.ok((await hrefOf(visit, '#in')).startsWith(`${stage.site}/backend/track/invite?websiteId=${WEBSITE}`)),
      )
      await visit.context.close()
    })

    it('is told to the page too, with the ids under which its server can go on', async () => {
      const head = `<script>addEventListener('throughline:visit', event => { window.told = event.detail })</script>`
      const visit = await stage.visit(stage.tag(), { head })
      await eventually(async () => {
        const { tempId, clientSessionId } = stage.of('/init')[0]!.body
        assert.deepEqual(await visit.page.evaluate('window.told'), { visitId: 'vis_01k2m8a3n4x7c9e8r5t6y3w1q0', tempId, clientSessionId })
      })
      await visit.context.close()
    })
  })

  describe('links', () => {
    it('into Telegram lead to the invite, and others stay', async () => {
      const stay = [
        'https://t.me/share/url?url=x',
        'https://t.me/shop_bot?start=42',
        'https://t.me/+491701234567',
        'https://t.me/',
        'https://not-t.me/shop',
        'https://example.com/?to=t.me/shop',
        'tg://resolve?domain=shop',
      ]
      const turn = [
        'https://t.me/shop',
        'http://www.t.me/+AbC1dEf',
        'https://telegram.me/joinchat/AbC',
        '//t.me/shop/12',
        'https://T.ME/Shop',
      ]
      const links = (group: string, all: string[]) => all.map((href, index) => `<a id="${group}${index}" href="${href}">x</a>`).join('')
      const visit = await stage.visit(
        `${stage.tag('data-channel-id="chan_1"')}${links('stay', stay)}${links('turn', turn)}<a id="kept" data-throughline-keep href="https://t.me/support">x</a>`,
      )
      for (const index of turn.keys()) await turned(visit, `#turn${index}`)
      const { tempId, clientSessionId } = stage.of('/init')[0]!.body
      assert.deepEqual(Object.fromEntries(new URL(await hrefOf(visit, '#turn0')).searchParams), {
        websiteId: WEBSITE,
        tempId,
        clientSessionId,
        channelId: 'chan_1',
      })
      for (const [index, href] of stay.entries()) assert.equal(await hrefOf(visit, `#stay${index}`), new URL(href).href)
      assert.equal(await hrefOf(visit, '#kept'), 'https://t.me/support')
      await visit.context.close()
    })

    it('that are added later, or given back by a framework, lead there too', async () => {
      const visit = await stage.visit(`${stage.tag()}<a id="in" href="https://t.me/shop">Join</a>`)
      await turned(visit, '#in')
      await visit.page.evaluate(`document.body.insertAdjacentHTML('beforeend', '<p><a id="later" href="https://t.me/shop">Join</a></p>')`)
      await turned(visit, '#later')
      await visit.page.evaluate(`document.getElementById('in').href = 'https://t.me/shop'`)
      await visit.page.locator('#in').click()
      await visit.page.waitForURL(`${stage.site}/telegram`)
      assert.equal(stage.of('/invite').length, 1)
      await visit.context.close()
    })

    it('inside a shadow lead there when they are clicked', async () => {
      const visit = await stage.visit(`${stage.tag()}<a id="in" href="https://t.me/shop">Join</a><div id="host"></div>`)
      await turned(visit, '#in')
      await visit.page.evaluate(
        `document.getElementById('host').attachShadow({ mode: 'open' }).innerHTML = '<a href="https://t.me/shop"><b>Join</b></a>'`,
      )
      await visit.page.locator('#host b').click()
      await visit.page.waitForURL(`${stage.site}/telegram`)
      await visit.context.close()
    })

    it('are whatever is marked, a button as well, into the channel that the mark names', async () => {
      const marked = `<button data-throughline-invite="chan_2">Join</button><a id="in" data-throughline-invite href="/join">Join</a>`
      const visit = await stage.visit(stage.tag('data-channel-id="chan_1"') + marked)
      await turned(visit, '#in')
      assert.equal(new URL(await hrefOf(visit, '#in')).searchParams.get('channelId'), 'chan_1')
      await visit.page.getByRole('button').click()
      await visit.page.waitForURL(`${stage.site}/telegram`)
      assert.deepEqual(
        stage.of('/invite').map(({ query }) => query.get('channelId')),
        ['chan_2'],
      )
      await visit.context.close()
    })

    it('stay what they are where the server knows nothing of the website, or is away', async () => {
      stage.fault = () => ({ status: 403 })
      const visit = await stage.visit(
        `${stage.tag()}<a id="in" href="${stage.site}/t.me/shop">Join</a><a id="out" href="https://t.me/shop">Join</a>`,
      )
      await visits(1)
      await visit.page.waitForLoadState('networkidle')
      await visit.page.locator('#in').click()
      assert.equal(visit.page.url(), `${stage.site}/t.me/shop`)
      await visit.page.goBack()
      assert.equal(await hrefOf(visit, '#out'), 'https://t.me/shop')
      await visit.context.close()
    })
  })
})
