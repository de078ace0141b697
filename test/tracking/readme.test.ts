import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { startServer } from '../helpers/server.js'

describe("the README's commands on tracking", () => {
  it('lead from a visit to a purchase, which is known by the click on the ad, under one trace', async () => {
    const server = await startServer()
    const [delivery = '', tracking = ''] = [...readFileSync('README.md', 'utf8').matchAll(/```bash\n(.*?)```/gs)].map(
      ([, script]) => script,
    )
    // The shell of before: where the server is, and the functions.
    const shell = delivery
      .slice(0, delivery.indexOf('REQUEST='))
      .replace('http://localhost:8080', server.baseUrl)
      .replace('./data/demo.json', join(server.env.DATA_DIR!, 'demo.json'))
    const { stdout } = await promisify(execFile)('bash', ['-ec', shell + tracking])
    assert.match(stdout, /"inviteLink":"https:\/\/t\.me\//)
    const [, visitId] = /"visitId":"(vis_\w+)"/.exec(stdout) ?? []
    assert.match(stdout, new RegExp(`"externalUserId":"17".*"trace":"${visitId}".*"fbc":"fb\\.1\\.\\d+\\.IwAR2"`))
    const kinds = [...stdout.slice(stdout.lastIndexOf('"events":')).matchAll(/"kind":"(\w+)"/g)].map(([, kind]) => kind)
    assert.deepEqual(kinds, ['visit', 'invite', 'tracked_conversion'])
  })
})
