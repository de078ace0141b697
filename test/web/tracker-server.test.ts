import assert from 'node:assert/strict'
import { eventually } from '../helpers/eventually.js'
import { onStage } from './backstage.js'
import { type Stage, setStage, type Visit } from './stage.js'

describe('track.js before the server itself', function () {
  this.timeout(60_000)
  let stage: Stage

  onStage(setStage, set => {
    stage = set
  })

  const tag = () => `<script src="${stage.api}/track.js" data-website-id="${stage.server.demo.website.trackingId}" async></script>`
  const link = '<a id="in" href="https://t.me/shop">Join</a>'
  const hrefOf = ({ page }: Visit) => page.locator('#in').evaluate(element => (element as unknown as { href: string }).href)

  it('leads from a visit with its click to an invite, all under one trace', async () => {
    const head = `<script>addEventListener('throughline:visit', event => { (window.visits ??= []).push(event.detail) })</script>`
    const visit = await stage.visit(`${tag()}${link}`, { head })
    await visit.page.evaluate(`history.pushState({}, '', '?utm_source=facebook&fbclid=IwAR2F4-dbP0l7Mn1IawQQ')`)
    await visit.page.evaluate(`document.cookie = '_fbp=fb.1.1772368380000.1098115397'`)
    await eventually(async () => assert.ok((await hrefOf(visit)).startsWith(`${stage.api}/track/invite?`)))
    await eventually(async () => assert.equal(await visit.page.evaluate('visits.length'), 2))
    const [first, second] = await visit.page.evaluate<{ visitId: string; tempId: string; clientSessionId: string }[]>('visits')
    assert.deepEqual([second!.tempId, second!.clientSessionId], [first!.tempId, first!.clientSessionId])
    const cookies = Object.fromEntries((await visit.context.cookies()).map(({ name, value }) => [name, value]))
    assert.deepEqual([cookies.adtarget_temp_id, cookies.adtarget_session_id], [first!.tempId, first!.clientSessionId])
    assert.deepEqual(visit.watched.complaints, [])

    const answered = visit.page.waitForResponse(/\/track\/invite/)
    await visit.page.locator('#in').click({ noWaitAfter: true })
    const invite = await answered
    assert.equal(invite.status(), 302)
    assert.match((await invite.headerValue('location'))!, /^https:\/\/t\.me\//)

    const { body } = await stage.server.manage<{ events: { kind: string; visitId?: string }[] }>('GET', `/trace/${second!.visitId}`)
    const facts = body.events.map(({ kind }) => kind)
    assert.deepEqual(
      facts.filter(kind => kind !== 'fbp_updated'),
      ['visit', 'visit', 'invite'],
    )
    assert.equal(body.events.find(({ kind }) => kind === 'invite')!.visitId, second!.visitId)
    await visit.context.close()
  })

  it('is believed on pages of the website alone, and leaves links of others as they are', async () => {
    const { id } = stage.server.demo.website
    await stage.server.manage('PATCH', `/websites/${id}`, { domain: 'shop.example', allowDevOverrides: false })
    try {
      const visit = await stage.visit(`${tag()}${link}`)
      await eventually(async () => assert.match(visit.watched.complaints.join('\n'), /track\/init: 403/))
      assert.equal(await hrefOf(visit), 'https://t.me/shop')
      assert.deepEqual(visit.errors, [])
      await visit.context.close()
    } finally {
      await stage.server.manage('PATCH', `/websites/${id}`, { domain: 'localhost', allowDevOverrides: true })
    }
  })

  it('stands aside for a website that is paused', async () => {
    const { id } = stage.server.demo.website
    assert.equal((await stage.server.manage('PATCH', `/websites/${id}`, { status: 'paused' })).status, 200)
    try {
      const visit = await stage.visit(`${tag()}${link}`)
      await eventually(async () => assert.match(visit.watched.complaints.join('\n'), /track\/init: 402/))
      assert.equal(await hrefOf(visit), 'https://t.me/shop')
      await visit.context.close()
    } finally {
      await stage.server.manage('PATCH', `/websites/${id}`, { status: 'active' })
    }
  })
})
