import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { eventually } from '../helpers/eventually.js'
import { onStage } from './backstage.js'
import { BLOCKED, dialogOf, insert, type Stage, setStage, toldOf, type Visit } from './stage.js'

describe('widget.js finds its own element', function () {
  this.timeout(60_000)
  let stage: Stage

  onStage(setStage, set => {
    stage = set
  })

  const keys = () => `data-pub="${stage.server.demo.website.pub}" data-website="${stage.server.demo.website.website}"`
  const code = async (file: string) => (await fetch(`${stage.api}/${file}`)).text()
  const opens = async (visit: Visit) => {
    await dialogOf(visit).waitFor()
    assert.deepEqual(visit.errors, [])
    await visit.context.close()
  }

  it('when it is a module', async () => {
    await opens(await stage.visit(stage.tag('widget.js', `${BLOCKED} type="module"`)))
  })

  it('when it is pinned by its content and integrity, as the guide says', async () => {
    const script = await fetch(`${stage.api}/widget.js`)
    const pinned = `web/widget.${script.headers.get('etag')!.slice(1, -1)}.js`
    const hash = createHash('sha384').update(await script.text())
    const integrity = `sha384-${hash.digest('base64')}`
    await opens(await stage.visit(stage.tag(pinned, `${BLOCKED} integrity="${integrity}" crossorigin`)))
  })

  it('when a tag manager takes it out of the page as soon as it has run', async () => {
    const visit = await stage.visit('')
    await insert(visit, stage.tag('widget.js', BLOCKED))
    await visit.page.evaluate(`document.querySelector('script[data-pub]').addEventListener('load', ({ target }) => target.remove())`)
    await opens(visit)
  })

  it('when an optimiser has put its code into another element', async () => {
    const code_ = (await code('widget.js')).replaceAll('</script', '<\\/script')
    await opens(
      await stage.visit(`<script ${keys()} data-api="${stage.api}" ${BLOCKED} type="text/plain"></script><script>${code_}</script>`),
    )
  })

  it('and not that of another widget, whose keys it would take', async () => {
    const visit = await stage.visit(
      `${stage.tag('widget-section.js', 'data-container="nowhere"')}<script src="${stage.api}/widget.js"></script>`,
    )
    await eventually(async () => assert.match(visit.watched.complaints.join(), /both are required/))
    assert.ok(!stage.calls.includes('GET /v1/decision'))
    await visit.context.close()
  })

  it('where an element of the page passes for it', async () => {
    await opens(await stage.visit(`<form name="currentScript"></form><img name="currentScript" alt="">${stage.tag('widget.js', BLOCKED)}`))
  })
})

describe('widget.js on the publisher’s own domain', function () {
  this.timeout(60_000)
  const SITE = 'https://casino.example/lobby?token=secret#player'
  let stage: Stage

  onStage(setStage, set => {
    stage = set
  })
  before(async () => {
    const { status } = await stage.server.manage('PATCH', `/websites/${stage.server.demo.website.id}`, {
      domain: 'casino.example',
      allowDevOverrides: true,
    })
    assert.equal(status, 200)
  })

  /** A page over https, which no server of ours could have a certificate for. */
  async function visit(tag: string): Promise<Visit & { said: string[]; asked: string[] }> {
    const opened = await stage.visit('')
    const said: string[] = []
    const asked: string[] = []
    opened.page.on('console', message => message.text().includes('[throughline]') && said.push(message.text()))
    opened.page.on('request', request => asked.push(`${request.url()} ${request.postData() ?? ''}`))
    await opened.context.grantPermissions(['local-network-access'], { origin: 'https://casino.example' }).catch(() => {})
    await opened.context.route('https://casino.example/**', route =>
      route.fulfill({ contentType: 'text/html', body: `<!doctype html><title>Lobby</title><body>${tag}</body>` }),
    )
    await opened.page.goto(SITE)
    return { ...opened, said, asked }
  }
  const live = (attributes = '') => stage.tag('widget.js', attributes).replace('data-debug="false"', '')
  const countryOf = async (opened: Visit) => {
    await eventually(async () => assert.equal((await toldOf(opened))[0]?.name, 'throughline:ready'))
    return (await toldOf(opened))[0]!.country
  }

  it('says nothing, plays no place, and tells no more of the page than where it is', async () => {
    const opened = await visit(live(BLOCKED))
    assert.equal(await countryOf(opened), null)
    await dialogOf(opened).waitFor()
    assert.deepEqual([...opened.said, ...opened.errors], [])
    const ping = opened.asked.find(request => request.includes('snippet-ping'))
    assert.ok(ping?.includes('https://casino.example/lobby"'), ping)
    assert.deepEqual(
      opened.asked.filter(request => request.startsWith(stage.api) && /secret|player/.test(request)),
      [],
    )
    await opened.context.close()
  })

  it('plays a place with data-allow-localhost, where the website lets developers do so', async () => {
    const opened = await visit(live(`${BLOCKED} data-allow-localhost`))
    assert.equal(await countryOf(opened), 'DE')
    await opened.context.close()
  })

  it('tells what goes on with data-debug, and what has to be mended unless data-comments is false', async () => {
    const debugged = await visit(live('data-debug'))
    await eventually(async () =>
      assert.ok(
        debugged.said.some(line => line.includes('200 GET /v1/decision')),
        debugged.said.join(),
      ),
    )
    await debugged.context.close()

    const wrong = (attributes: string) => live(attributes).replace(/data-website="[^"]*"/, 'data-website="web_other"')
    const warned = await visit(wrong(''))
    await eventually(async () => assert.match(warned.said.join(), /403/))
    await warned.context.close()
    const muted = await visit(wrong('data-comments="false"'))
    await eventually(async () => assert.ok(stage.calls.filter(call => call === 'GET /v1/decision').length >= 3))
    await muted.page.waitForLoadState('networkidle')
    assert.deepEqual(muted.said, [])
    await muted.context.close()
  })
})
