import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { eventually } from '../helpers/eventually.js'
import { onStage } from './backstage.js'
import { BLOCKED, declined, dialogOf, insert, type Stage, setStage, stopClock, toldOf, type Visit } from './stage.js'

const SESSION = 'POST /v1/widget-decline/session'

const isPoll = (call: string) => call.startsWith('GET /v1/widget-decline/session/')

const sessionOf = ({ page }: Visit) => page.evaluate<string | undefined>('window.__RETARGET_DECLINE_SESSION_ID')

describe('widget-decline.js in a browser', function () {
  this.timeout(60_000)
  let stage: Stage

  onStage(setStage, set => {
    stage = set
  })

  it("opens when the publisher's server has declined the visitor, which the page had told the session", async () => {
    const { baseUrl, demo } = stage.server
    const backend = createServer((incoming, outgoing) => {
      const sessionId = new URL(incoming.url!, 'http://localhost').searchParams.get('session')
      const headers = { Authorization: `Bearer ${demo.website.triggerSecret}`, 'Content-Type': 'application/json' }
      const body = JSON.stringify({ sessionId, reason: 'deposit_declined' })
      void fetch(`${baseUrl}/v1/widget-decline/trigger`, { method: 'POST', headers, body }).then(({ status }) =>
        outgoing.writeHead(status, { 'Access-Control-Allow-Origin': '*' }).end(),
      )
    })
    await new Promise<void>(resolve => backend.listen(0, resolve))
    const address = `http://localhost:${(backend.address() as AddressInfo).port}`
    const head = `<script>addEventListener('retarget:decline-session', ({ detail }) => { window.deposit = () => fetch('${address}/?session=' + detail.sessionId).then(answer => answer.text()) })</script>`
    const visit = await stage.visit(`<button onclick="deposit()">Deposit</button>${stage.tag('widget-decline.js')}`, { head })
    await eventually(async () => assert.match(String(await sessionOf(visit)), /^dses_/))
    await eventually(async () => assert.ok(stage.calls.some(isPoll)))
    assert.equal(await visit.page.locator('#retarget-root').count(), 0)

    await visit.page.getByRole('button', { name: 'Deposit' }).click()
    await dialogOf(visit).waitFor()
    const told = await toldOf(visit)
    assert.deepEqual(
      told.map(({ name, sessionId, reason, offers }) => [name, sessionId ?? reason ?? offers]),
      [
        ['retarget:decline-session', await sessionOf(visit)],
        ['throughline:ready', 'deposit_declined'],
        ['throughline:shown', 3],
      ],
    )
    assert.deepEqual(visit.watched.complaints, [])
    backend.close().closeAllConnections()
    await visit.context.close()
  })

  it('shows one who has excluded himself whom to ask, and nothing to buy', async () => {
    const visit = await stage.visit(stage.tag('widget-decline.js'))
    await declined(stage, visit, 'self_excluded')
    const dialog = dialogOf(visit)
    await dialog.waitFor()
    assert.equal(await dialog.locator('li').count(), 0)
    assert.equal(await visit.page.getByRole('link', { name: 'support@example.com' }).count(), 1)
    assert.equal(await visit.page.getByRole('dialog', { name: 'Contact support', exact: true }).count(), 1, 'the heading promises offers')
    await visit.context.close()
  })

  it('polls every two seconds', async () => {
    const visit = await stage.visit('')
    await stopClock(visit)
    await insert(visit, stage.tag('widget-decline.js'))
    await visit.page.waitForFunction('window.__RETARGET_DECLINE_SESSION_ID')
    const polls = () => stage.calls.filter(isPoll).length
    for (const expected of [1, 2]) {
      await visit.page.clock.runFor(1900)
      assert.equal(polls(), expected - 1, 'early')
      const answered = visit.page.waitForResponse(/session\/dses_/)
      await visit.page.clock.runFor(100)
      await answered
      assert.equal(polls(), expected)
      // The answer has been read when the next poll waits.
      await visit.page.evaluate('0')
    }
    await visit.context.close()
  })

  for (const [retryAfter, quiet, wait] of [
    ['4', 3900, 100],
    // More than a timer can hold, which would make it come at once. The session does not live as long.
    ['3000000', 60_000, 0],
  ] as const)
    it(`waits ${retryAfter} seconds where a busy server asks for so much`, async () => {
      stage.fault = path =>
        path.startsWith('/v1/widget-decline/session/') && stage.calls.filter(isPoll).length === 1
          ? { status: 429, headers: { 'Retry-After': retryAfter } }
          : undefined
      const visit = await stage.visit('')
      await stopClock(visit)
      await insert(visit, stage.tag('widget-decline.js'))
      await visit.page.waitForFunction('window.__RETARGET_DECLINE_SESSION_ID')
      const refused = visit.page.waitForResponse(/session\/dses_/)
      await visit.page.clock.runFor(2000)
      assert.equal((await refused).status(), 429)
      await visit.page.evaluate('0')
      await visit.page.clock.runFor(quiet)
      assert.equal(stage.calls.filter(isPoll).length, 1, 'polled before the server would have it')
      if (wait > 0) {
        await visit.page.clock.runFor(wait)
        await eventually(async () => assert.equal(stage.calls.filter(isPoll).length, 2))
      }
      await visit.context.close()
    })

  it('stops when the session has expired, and opens another one when it is put in again', async () => {
    const visit = await stage.visit('')
    // The session's end as the server tells it, without its fifteen minutes.
    let polls = 0
    await visit.page.route('**/v1/widget-decline/session/*', route => {
      polls++
      return route.fulfill({
        json: { status: 'expired', expiresAt: '2026-03-01T12:15:00.000Z' },
        headers: { 'Access-Control-Allow-Origin': '*' },
      })
    })
    const sessions = () => stage.calls.filter(call => call === SESSION).length
    await stopClock(visit)
    await insert(visit, stage.tag('widget-decline.js'))
    await visit.page.waitForFunction('window.__RETARGET_DECLINE_SESSION_ID')
    await insert(visit, stage.tag('widget-decline.js'))
    const told = visit.page.waitForResponse(/session\/dses_/)
    await visit.page.clock.runFor(2000)
    await told
    await visit.page.evaluate('0')
    await visit.page.clock.runFor(60_000)
    assert.deepEqual({ polls, sessions: sessions() }, { polls: 1, sessions: 1 })

    await insert(visit, stage.tag('widget-decline.js'))
    await eventually(async () => assert.equal(sessions(), 2))
    await visit.context.close()
  })

  it('stops at the end of the session though the server fails until then', async () => {
    stage.fault = path => (path.startsWith('/v1/widget-decline/session/') ? { status: 500 } : undefined)
    const visit = await stage.visit('')
    await stopClock(visit)
    await insert(visit, stage.tag('widget-decline.js'))
    await visit.page.waitForFunction('window.__RETARGET_DECLINE_SESSION_ID')
    // Twice as long each time, and half a minute at the longest.
    for (const seconds of [2, 4, 8, 16, 30, 30]) {
      const polls = stage.calls.filter(isPoll).length
      await visit.page.clock.runFor(seconds * 1000 - 100)
      assert.equal(stage.calls.filter(isPoll).length, polls, `early, before ${seconds} seconds`)
      const answered = visit.page.waitForResponse(/session\/dses_/)
      await visit.page.clock.runFor(100)
      await answered
      await visit.page.evaluate('0')
    }
    await visit.page.clock.fastForward(15 * 60_000)
    await visit.page.clock.runFor(60_000)
    assert.equal(stage.calls.filter(isPoll).length, 6)
    assert.deepEqual(visit.errors, [])
    await visit.context.close()
  })

  it('opens over an overlay that is there already', async () => {
    const visit = await stage.visit(stage.tag('widget.js', BLOCKED) + stage.tag('widget-decline.js'))
    const dialogs = visit.page.locator('dialog')
    await dialogs.waitFor()
    await declined(stage, visit)
    await eventually(async () => assert.equal(await dialogs.count(), 2))
    assert.ok(await dialogs.last().isVisible())
    await visit.page.keyboard.press('Escape')
    await eventually(async () => assert.equal(await dialogs.count(), 1))
    await visit.page.keyboard.press('Escape')
    await eventually(async () => assert.equal(await dialogs.count(), 0))
    await visit.page.locator('#own').click()
    await visit.context.close()
  })

  it('works in a frame, which hands the session to the page around it', async () => {
    const { pub, website } = stage.server.demo.website
    const visit = await stage.visit(
      `<iframe title="Offers" src="${stage.api}/embed?pub=${pub}&website=${website}&surface=decline"></iframe>`,
      {
        head: `<script>window.messages = []; addEventListener('message', ({ data }) => { if (data.type !== 'throughline:resize') messages.push(data.type); if (data.type === 'retarget:decline-session') window.__RETARGET_DECLINE_SESSION_ID = data.sessionId })</script>`,
      },
    )
    await declined(stage, visit, 'kyc_failed')
    await visit.page.frameLocator('iframe').locator('li').first().waitFor()
    await eventually(async () =>
      assert.deepEqual(await visit.page.evaluate('messages'), ['retarget:decline-session', 'throughline:ready', 'throughline:shown']),
    )
    await visit.context.close()
  })
})
