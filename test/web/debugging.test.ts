import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { eventually } from '../helpers/eventually.js'
import { onStage } from './backstage.js'
import { BLOCKED, insert, type Stage, setStage, toldOf, type Visit } from './stage.js'

// The debugging table of the guides: each row is brought about, and seen by the check that the table tells.

const GUIDES = readFileSync(new URL('../../src/web/docs/guides.html', import.meta.url), 'utf8')
const TABLE = GUIDES.slice(GUIDES.indexOf('id="debugging"'))
const ROWS = [...TABLE.matchAll(/<tr><td>(.*?)<\/td><td>(.*?)<\/td>/g)].map(([, symptom = '', check = '']) => ({
  symptom,
  check: check.replace(/<[^>]+>/g, ''),
}))

describe('the debugging table of the guides', function () {
  this.timeout(60_000)
  let stage: Stage

  onStage(setStage, set => {
    stage = set
  })

  const called = (call: string) => eventually(async () => assert.ok(stage.calls.includes(call), stage.calls.join()))
  const complained = ({ watched }: Visit, what: RegExp) => eventually(async () => assert.match(watched.complaints.join('\n'), what))
  const nothingShown = async ({ page }: Visit) => assert.equal(await page.locator('#retarget-root, #retarget-ads li').count(), 0)
  const patched = async (changes: object) => {
    const { status } = await stage.server.manage('PATCH', `/websites/${stage.server.demo.website.id}`, changes)
    assert.equal(status, 200)
  }

  const reproductions: Record<string, () => Promise<Visit>> = {
    'The console says that keys are required': async () => {
      const visit = await stage.visit(stage.tag('widget.js', BLOCKED).replace(/data-website="[^"]*"/, ''))
      await complained(visit, /data-pub and data-website: both are required/)
      assert.deepEqual(stage.calls, [])
      return visit
    },
    'A script under /web/ is 404, or blocked by ORB': async () => {
      // The browser tells the status where it may read the answer, which is what `crossorigin` says.
      const pinned = (attributes: string) => stage.tag('web/widget.0000000000000000.js', `${BLOCKED} ${attributes}`)
      const visit = await stage.visit(pinned('crossorigin'))
      await complained(visit, /\/web\/widget\.0000000000000000\.js: 404/)
      await insert(visit, pinned(''))
      await complained(visit, /ERR_BLOCKED_BY_ORB/)
      await nothingShown(visit)
      assert.deepEqual(stage.calls, [])
      return visit
    },
    "The console speaks of CORS; the answer's reason is origin_mismatch": async () => {
      await patched({ domain: 'casino.example', allowDevOverrides: false })
      try {
        const visit = await stage.visit(stage.tag('widget.js', BLOCKED))
        await complained(visit, /CORS policy/)
        await nothingShown(visit)
        const answer = await stage.server.fetch(stage.server.withKeys('/v1/decision'))
        assert.equal(((await answer.json()) as { reason: string }).reason, 'origin_mismatch')
        return visit
      } finally {
        await patched({ domain: 'localhost', allowDevOverrides: true })
      }
    },
    'The console says that the keys are not a pair': async () => {
      const visit = await stage.visit(stage.tag('widget.js', BLOCKED).replace(/data-website="[^"]*"/, 'data-website="web_other"'))
      await complained(visit, /\[throughline\] 403 .*not a pair/)
      await nothingShown(visit)
      return visit
    },
    'allowed is true': async () => {
      const visit = await stage.visit(stage.tag('widget.js', 'data-dev-country="US"'))
      await eventually(async () => assert.equal((await toldOf(visit))[0]?.allowed, true))
      await nothingShown(visit)
      return visit
    },
    'The list of /v1/offers is empty': async () => {
      const rules = `/websites/${stage.server.demo.website.id}/offer-rules`
      const { body } = await stage.server.manage<{ advertisers: object }>('GET', rules)
      await stage.server.manage('PUT', rules, { ...body, offers: { allow: [], block: stage.offers } })
      await patched({ support: {} })
      const visit = await stage.visit(stage.tag('widget.js', BLOCKED))
      await called('GET /v1/offers')
      await visit.page.waitForLoadState('networkidle')
      await nothingShown(visit)
      await patched({ support: { email: 'support@example.com' } })
      await stage.server.manage('PUT', rules, body)
      return visit
    },
    "Key throughline:closed:... in the session's storage": async () => {
      const visit = await stage.visit(stage.tag('widget.js', BLOCKED))
      await visit.page.getByRole('button', { name: 'Close' }).click()
      const { website } = stage.server.demo.website
      const kept = () => visit.page.evaluate(`sessionStorage.getItem('throughline:closed:${website}')`)
      await eventually(async () => assert.equal(await kept(), '1'))
      await visit.page.reload({ waitUntil: 'networkidle' })
      await nothingShown(visit)
      return visit
    },
    'The console names the directive': async () => {
      const headers = { 'Content-Security-Policy': `script-src ${stage.api}; connect-src 'self'` }
      const visit = await stage.visit(stage.tag('widget.js', BLOCKED), { headers })
      await complained(visit, /connect-src/)
      assert.deepEqual(stage.calls, [])
      return visit
    },
    'The console says there is no such element': async () => {
      const visit = await stage.visit('<div id="ads"></div>')
      await visit.page.clock.install()
      await insert(visit, stage.tag('widget-section.js', BLOCKED))
      await called('POST /v1/events/snippet-ping')
      await visit.page.clock.runFor(30_000)
      await complained(visit, /no element with the id "retarget-ads"/)
      return visit
    },
    'throughline:closed with the reason removed': async () => {
      const visit = await stage.visit(stage.tag('widget.js', BLOCKED), {
        head: '<style>#retarget-root { display: none !important }</style>',
      })
      await eventually(async () => assert.equal((await toldOf(visit)).at(-1)?.reason, 'removed'))
      return visit
    },
    'Is half of a card in view for a second?': async () => {
      const section = `<div style="height: 3000px"></div><div id="retarget-ads"></div>${stage.tag('widget-section.js', BLOCKED)}`
      const visit = await stage.visit(section)
      const card = visit.page.locator('#retarget-ads li').first()
      await card.waitFor()
      // Longer than it takes to count: what must not happen can't be waited for.
      await visit.page.waitForTimeout(1500)
      assert.ok(!stage.calls.includes('POST /v1/events/impression'))
      await card.scrollIntoViewIfNeeded()
      await called('POST /v1/events/impression')
      return visit
    },
    'The poll says pending': async () => {
      const visit = await stage.visit('')
      const poll = visit.page.waitForResponse(/widget-decline\/session\//)
      await insert(visit, stage.tag('widget-decline.js'))
      assert.equal(((await (await poll).json()) as { status: string }).status, 'pending')
      await nothingShown(visit)
      return visit
    },
  }

  it('has a reproduction for every row', () => {
    assert.deepEqual(
      ROWS.map(({ check }) => check),
      Object.keys(reproductions),
    )
  })

  for (const { symptom, check } of ROWS)
    it(`${symptom}: ${check}`, async () => {
      const visit = await reproductions[check]!()
      assert.deepEqual(visit.errors, [])
      await visit.context.close()
    })
})
