import assert from 'node:assert/strict'
import { moodOf } from '../doubles/mood.js'
import { eventually } from '../helpers/eventually.js'
import { addTenant } from '../helpers/tenant.js'
import { type Json, TrackingSite } from '../helpers/tracking-site.js'

interface Recorded {
  method: string
  url: string
  headers: Record<string, string>
  body: string
}

interface Letter extends Json {
  kind: string
  target: string
  subject: string
  status: string
  reason: string
  attempts: number
  request: Recorded | null
  answer: { status: number; body: string } | null
  replayedAt: string | null
}

interface Page {
  items: Letter[]
  total: number
}

const DAY = 86_400_000
const PERSON = { clientIp: '203.0.113.9', userAgent: 'Agent/9.1', pii: { email: 'ann@example.com' } }

describe('listDeadLetters and createDeadLetterReplay', () => {
  let site: TrackingSite
  let telegramUserId = 1000
  before(async () => {
    site = await TrackingSite.open(['meta'])
  })
  beforeEach(() => {
    telegramUserId++
    site.doubles.meta.mood = () => ({ mode: 'ok' })
  })

  const refusing = () => {
    const body = { error: { code: 100, message: 'Invalid parameter: token meta-token-1 of 203.0.113.9' } }
    site.doubles.meta.mood = moodOf({ mode: 'fail', status: 400, body })
  }
  const convert = (body: object = {}) => site.convert({ telegramUserId, eventType: 'Lead', ...PERSON, ...body })
  const list = async (query = '') => (await site.server.manage<Page>('GET', `/dead-letters${query}`)).body
  const letterOf = (send: string) =>
    eventually(async () => {
      const letter = (await list()).items.find(({ subject }) => subject === send)
      assert.ok(letter)
      return letter
    })
  const replay = <T = Letter>(id: string, body: object = {}) => site.server.manage<T>('POST', `/dead-letters/${id}/replay`, body)
  const sendOf = async () => (await site.lead(telegramUserId)).conversions[0]!.sends[0]!
  const refused = async () => {
    refusing()
    const { sends } = await convert()
    return letterOf(sends[0]!.sendId)
  }

  it('lists a send that was refused for good, with what was said, and without secrets or the person', async () => {
    const letter = await refused()
    assert.equal(letter.kind, 'send')
    assert.equal(letter.target, site.destinations.get('meta'))
    assert.equal(letter.status, 'open')
    assert.equal(letter.attempts, 1)
    assert.match(letter.reason, /Invalid parameter/)
    assert.equal(letter.request!.method, 'POST')
    assert.match(letter.request!.url, /\/1111\/events\?access_token=\[removed\]$/)
    assert.match(letter.request!.body, /"event_name":"Lead"/)
    assert.equal(letter.answer!.status, 400)
    assert.equal(letter.replayedAt, null)
    assert.doesNotMatch(JSON.stringify([letter.request, letter.answer]), /meta-token-1|203\.0\.113\.9|Agent\/9\.1|ann@example/)
  })

  it('lists those of one destination, and those that are still open', async () => {
    const { target } = await refused()
    const { total } = await list(`?destinationId=${target}`)
    assert.ok(total > 0)
    assert.equal((await list('?destinationId=dest_other')).total, 0)
    assert.equal((await list('?status=open')).total + (await list('?status=replayed')).total, (await list()).total)
    assert.equal((await site.server.manage('GET', '/dead-letters?status=lost')).status, 400)
  })

  it('shows what would be sent, and sends nothing', async () => {
    const { id } = await refused()
    const calls = site.doubles.meta.calls.length
    const { status, body } = await replay<{ request: Recorded }>(id, { dryRun: true })
    assert.equal(status, 200)
    assert.deepEqual(Object.keys(body), ['request'])
    assert.match(body.request.url, /access_token=\[removed\]$/)
    assert.match(body.request.body, /"event_id":"tcv_/)
    assert.doesNotMatch(JSON.stringify(body), /meta-token-1|203\.0\.113\.9/)
    assert.equal((await letterOf((await sendOf()).sendId)).status, 'open')
    assert.equal(site.doubles.meta.calls.length, calls)
  })

  it('sends it again under the same event id, and keeps the whole way in the trace', async () => {
    const { id, subject } = await refused()
    site.doubles.meta.mood = () => ({ mode: 'ok' })
    const { status, body } = await replay(id)
    assert.deepEqual([status, body.status, typeof body.replayedAt], [200, 'replayed', 'string'])
    await eventually(async () => assert.equal((await sendOf()).status, 'sent'))
    const { conversionId } = (await site.lead(telegramUserId)).conversions[0]!
    assert.equal(site.doubles.meta.list().filter(({ id: event }) => event === conversionId).length, 1)
    const trace = await site.server.manage('GET', `/trace/${conversionId}`)
    const kinds = JSON.stringify(trace.body)
    for (const kind of ['send_failed', 'send_replayed', 'send_sent']) assert.match(kinds, new RegExp(kind))
    assert.equal(
      (await list('?status=replayed')).items.some(letter => letter.subject === subject),
      true,
    )
  })

  it('replays nothing twice', async () => {
    const { id } = await refused()
    site.doubles.meta.mood = () => ({ mode: 'ok' })
    assert.equal((await replay(id)).status, 200)
    const again = await replay<{ message: string }>(id)
    assert.equal(again.status, 409)
    assert.match(again.body.message, /in the queue again/)
  })

  it('says of an event that is too old why it would not go', async () => {
    const { sends } = await convert({ eventTime: Date.now() - 8 * DAY })
    const letter = await letterOf(sends[0]!.sendId)
    assert.equal((await sendOf()).status, 'expired')
    assert.deepEqual([letter.request, letter.answer, letter.attempts], [null, null, 0])
    const { status, body } = await replay<{ message: string }>(letter.id, { dryRun: true })
    assert.equal(status, 409)
    assert.match(body.message, /^It would not be sent: Meta takes events of the last 7 days/)
  })

  it('knows no letter of another organization', async () => {
    const { id } = await refused()
    const other = await addTenant(site.server)
    assert.equal((await other.manage<Page>('GET', '/dead-letters')).body.total, 0)
    assert.equal((await other.manage('POST', `/dead-letters/${id}/replay`, {})).status, 404)
    assert.equal((await replay('dl_unknown')).status, 404)
  })

  it('replays nothing to a destination that is gone', async () => {
    const { id, target } = await refused()
    const { status } = await site.server.manage('DELETE', `/websites/${site.server.demo.website.id}/destinations/${target}`)
    assert.equal(status, 200)
    for (const body of [{}, { dryRun: true }]) assert.equal((await replay(id, body)).status, 409)
  })
})
