import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { greeting } from '../../src/platform/greeting.js'
import { startServer, type TestServer } from '../helpers/server.js'

describe('demonstration', () => {
  let server: TestServer
  before(async () => {
    server = await startServer()
  })

  it('writes its credentials into a folder that nothing else needed yet', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'throughline-demo-'))
    const fresh = await startServer({ DATA_DIR: join(folder, 'not', 'there'), SECRET_KEY: 'k'.repeat(40) })
    assert.match(fresh.demo.project.secretKey, /^sk_live_/)
    await fresh.close()
    rmSync(folder, { recursive: true })
  })

  it('sells twelve offers of all three models, paid by an advertiser with money', async () => {
    const { body } = await server.manage<{ items: { bid: { model: string }; advertiserId: string }[] }>('GET', '/offers?limit=100')
    const count = (model: string) => body.items.filter(({ bid }) => bid.model === model).length
    assert.deepEqual([body.items.length, count('CPC'), count('CPA'), count('ECPM')], [12, 4, 5, 3])
    assert.ok(body.items.every(({ advertiserId }) => advertiserId === server.demo.advertiser.id))
    const { body: advertiser } = await server.manage<{ balance: number }>('GET', `/advertisers/${server.demo.advertiser.id}`)
    assert.equal(advertiser.balance, 10_000)
  })

  it('tracks its website: a key of it, a channel to invite to, and a Meta destination that is switched off', async () => {
    const { key, websiteId, channelId, destinationId } = server.demo.tracking
    assert.match(key, /^atk_live_[0-9a-z]{8}_[0-9a-z]{32}$/)
    assert.equal(websiteId, server.demo.website.id)
    const { body: keys } = await server.manage<{ items: { prefix: string; scope: string }[] }>(
      'GET',
      `/tracking-keys?websiteId=${websiteId}`,
    )
    assert.deepEqual(
      keys.items.map(({ prefix, scope }) => [prefix, scope]),
      [[key.slice(0, 17), 'site']],
    )
    const { body: channel } = await server.manage('GET', `/websites/${websiteId}/channels/${channelId}`)
    assert.deepEqual([channel.default, channel.staticInviteUrl], [true, 'https://t.me/telegram'])
    const { body: destination } = await server.manage('GET', `/websites/${websiteId}/destinations/${destinationId}`)
    assert.deepEqual([destination.platform, destination.enabled, destination.state], ['meta', false, 'paused'])
  })

  const run = async (script: string) => (await promisify(execFile)('bash', ['-ec', script])).stdout

  it('greets with three commands that work when pasted, each by itself', async () => {
    const commands = greeting(server.baseUrl, join(server.env.DATA_DIR!, 'demo.json')).match(/^ {2}curl .*$/gm) ?? []
    assert.equal(commands.length, 3)
    const [decision, offers, report] = await Promise.all(commands.map(run))
    assert.match(decision!, /"allowed":false/)
    assert.match(offers!, /"position":3/)
    assert.match(report!, /"totals"/)
  })

  it("leads by the README's commands from a decision to a sale", async () => {
    const [, script = ''] = /```bash\n(BASE=.*?)```/s.exec(readFileSync('README.md', 'utf8')) ?? []
    const here = script
      .replace('http://localhost:8080', server.baseUrl)
      .replace('./data/demo.json', join(server.env.DATA_DIR!, 'demo.json'))
      // What a page is told is the public address, which is not where this test's server listens.
      .replace('"$CLICK_URL"', `"${server.baseUrl}/\${CLICK_URL#*//*/}"`)
    const stdout = await run(here)
    assert.match(stdout, /"status":"accepted"/)
    assert.match(stdout, /"conversions":1,"reversed":0,"revenue":40,"earnings":32/)
    assert.match(stdout, /"kind":"conversion"[^}]*"amount":40/)
  })
})
