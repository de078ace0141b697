import assert from 'node:assert/strict'
import { eventually } from '../helpers/eventually.js'
import { startServer, type TestServer } from '../helpers/server.js'

describe('getMetrics', () => {
  let server: TestServer
  before(async () => {
    server = await startServer()
  })
  const metrics = (headers: Record<string, string> = {}) => server.fetch('/metrics', { headers })
  /** The value of one line of the text, by its name and labels. */
  const value = async (line: string) => {
    const text = await (await metrics()).text()
    return Number(
      text
        .split('\n')
        .find(each => each.startsWith(`${line} `))
        ?.slice(line.length + 1),
    )
  }

  it('answers loopback callers in the format of Prometheus', async () => {
    const response = await metrics()
    assert.equal(response.status, 200)
    assert.match(response.headers.get('content-type') ?? '', /^text\/plain; version=0\.0\.4/)
    assert.match(await response.text(), /^# HELP /)
  })

  it('judges by the address behind the trusted proxy: others need the token', async () => {
    const from = { 'X-Forwarded-For': '8.8.8.8' }
    assert.equal((await metrics(from)).status, 401)
    assert.equal((await metrics({ ...from, Authorization: 'Bearer wrong' })).status, 403)
    assert.equal((await metrics({ ...from, Authorization: `Bearer ${server.env.METRICS_TOKEN}` })).status, 200)
  })

  it('lets nobody else in where no token is set, nor through a proxy that is not trusted', async () => {
    const closed = await startServer({ METRICS_TOKEN: '', TRUST_PROXY: '0' })
    const through = { 'X-Forwarded-For': '127.0.0.1' }
    assert.equal((await closed.fetch('/metrics', { headers: through })).status, 401)
    assert.equal((await closed.fetch('/metrics', { headers: { ...through, Authorization: 'Bearer ' } })).status, 401)
    assert.equal((await closed.fetch('/metrics', { headers: { ...through, Authorization: 'Bearer undefined' } })).status, 403)
    assert.equal((await closed.fetch('/metrics')).status, 200)
    await closed.close()
  })

  it('counts requests and their time by operation and status', async () => {
    const count = 'throughline_request_seconds_count'
    const ok = `${count}{operation="getDecision",status="200"}`
    const before = (await value(ok)) || 0
    for (let call = 0; call < 3; call++) await server.fetch(server.withKeys('/v1/decision'))
    await server.fetch('/v1/decision')
    await server.fetch('/v1/nothing')
    assert.equal((await value(ok)) - before, 3)
    assert.ok((await value(`${count}{operation="getDecision",status="401"}`)) >= 1)
    assert.ok((await value(`${count}{operation="none",status="404"}`)) >= 1)
  })

  it('shows the size of group commits, and what waits to be written', async () => {
    const facts = 'throughline_journal_batch_facts_sum'
    const before = (await value(facts)) || 0
    const calls = Array.from({ length: 20 }, () => server.fetch(server.withKeys('/v1/decision')))
    await Promise.all(calls)
    await eventually(async () => assert.ok((await value(facts)) - before >= 20))
    assert.ok((await value('throughline_journal_commit_seconds_count')) >= 1)
    await eventually(async () => assert.equal(await value('throughline_journal_queued_characters'), 0))
  })

  it('shows how many jobs and sends wait, for how long, and what was given up', async () => {
    const text = await (await metrics()).text()
    for (const name of ['throughline_jobs_waiting', 'throughline_jobs_oldest_seconds'])
      assert.match(text, new RegExp(`^# TYPE ${name} gauge$`, 'm'))
    for (const name of ['throughline_jobs_failed', 'throughline_sends_waiting', 'throughline_sends_oldest_seconds'])
      assert.equal(await value(name), 0, name)
  })

  it('has a line for limiter failures, contract violations and the event loop before any of them happens', async () => {
    const text = await (await metrics()).text()
    for (const name of ['throughline_limiter_failures_total', 'throughline_reply_violations_total', 'nodejs_eventloop_lag_seconds'])
      assert.match(text, new RegExp(`^# TYPE ${name} `, 'm'))
    assert.equal(await value('throughline_limiter_failures_total'), 0)
  })
})
