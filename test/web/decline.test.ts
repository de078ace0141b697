import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { eventually } from '../helpers/eventually.js'
import { type Stage, setStage, toldOf, type Visit } from './stage.js'

const SESSION = 'POST /v1/widget-decline/session'

const isPoll = (call: string) => call.startsWith('GET /v1/widget-decline/session/')

const sessionOf = ({ page }: Visit) => page.evaluate<string | undefined>('window.__RETARGET_DECLINE_SESSION_ID')

describe('widget-decline.js in a browser', function () {
  this.timeout(60_000)
  let stage: Stage

  before(async function () {
    stage = await setStage(this)
  })
  beforeEach(() => {
    stage.calls.length = 0
    stage.fault = () => undefined
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
    await visit.page.locator('#retarget-root dialog').waitFor()
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
    await eventually(async () => assert.match(String(await sessionOf(visit)), /^dses_/))
    await arm(stage, visit, 'self_excluded')
    const dialog = visit.page.locator('#retarget-root dialog')
    await dialog.waitFor()
    assert.equal(await dialog.locator('li').count(), 0)
    assert.equal(await visit.page.getByRole('link', { name: 'support@example.com' }).count(), 1)
    await visit.context.close()
  })

  it('waits as long as a busy server asks, and goes on then', async () => {
    let refused = 0
    stage.fault = path => {
      if (!path.startsWith('/v1/widget-decline/session/') || refused > 0) return undefined
      refused = performance.now()
      return { status: 429, headers: { 'Retry-After': '4' } }
    }
    const visit = await stage.visit(stage.tag('widget-decline.js'))
    await eventually(async () => assert.ok(refused > 0))
    await eventually(async () => assert.equal(stage.calls.filter(isPoll).length, 2), 8000)
    assert.ok(performance.now() - refused > 3900, 'polled before the server would have it')
    await visit.context.close()
  })

  it('stops when the session has expired', async () => {
    const visit = await stage.visit('')
    // The session's end as the server tells it, without its fifteen minutes.
    await visit.page.route('**/v1/widget-decline/session/*', route => {
      stage.calls.push('GET /v1/widget-decline/session/x')
      return route.fulfill({
        json: { status: 'expired', expiresAt: '2026-03-01T12:15:00.000Z' },
        headers: { 'Access-Control-Allow-Origin': '*' },
      })
    })
    await visit.page.clock.install()
    await visit.page.evaluate(
      `{ const script = document.createElement('script'); script.src = '${stage.api}/widget-decline.js'; script.dataset.pub = '${stage.server.demo.website.pub}'; script.dataset.website = '${stage.server.demo.website.website}'; document.body.append(script) }`,
    )
    await eventually(async () => assert.match(String(await sessionOf(visit)), /^dses_/))
    await visit.page.clock.runFor(2000)
    await eventually(async () => assert.equal(stage.calls.filter(isPoll).length, 1))
    await visit.page.clock.runFor(60_000)
    assert.deepEqual(stage.calls.filter(call => call === SESSION || isPoll(call)).length, 2)
    await visit.context.close()
  })

  it('works in a frame, which hands the session to the page around it', async () => {
    const { pub, website } = stage.server.demo.website
    const visit = await stage.visit(
      `<iframe title="Offers" src="${stage.api}/embed?pub=${pub}&website=${website}&surface=decline"></iframe>`,
      {
        head: `<script>addEventListener('message', ({ data }) => { if (data.type === 'retarget:decline-session') window.__RETARGET_DECLINE_SESSION_ID = data.sessionId })</script>`,
      },
    )
    await eventually(async () => assert.match(String(await sessionOf(visit)), /^dses_/))
    await arm(stage, visit, 'kyc_failed')
    await visit.page.frameLocator('iframe').locator('li').first().waitFor()
    await visit.context.close()
  })
})

async function arm({ server }: Stage, visit: Visit, reason: string): Promise<void> {
  const response = await fetch(`${server.baseUrl}/v1/widget-decline/trigger`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${server.demo.website.triggerSecret}`, 'Content-Type': 'application/json' },
    body: JSON.stringify({ sessionId: await sessionOf(visit), reason }),
  })
  assert.equal(response.status, 200)
}
