import assert from 'node:assert/strict'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createApp } from '../../src/app.js'
import { loadConfig } from '../../src/config.js'
import { createLog } from '../../src/lib/log.js'
import { readDemo } from '../../src/platform/demo.js'
import { greeting } from '../../src/platform/greeting.js'

describe('the first start', () => {
  let folder: string
  let file: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'throughline-first-'))
    file = join(folder, 'demo.json')
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  /** One start and stop on the embedded database; the text of `demo.json` after it. */
  const start = async (env: Record<string, string> = {}) => {
    const app = await createApp(loadConfig({ DATA_DIR: folder, ...env }), { log: createLog('silent') })
    await app.close()
    return existsSync(file) ? readFileSync(file, 'utf8') : undefined
  }

  it('on an empty embedded database makes the demonstration, and later starts leave it alone', async () => {
    const first = await start()
    assert.ok(first)
    assert.equal(await start(), first)
  })

  it('writes the credentials for their owner alone', async () => {
    await start()
    assert.equal(statSync(file).mode & 0o777, 0o600)
    const { baseUrl, website, project } = readDemo(file)!
    assert.equal(baseUrl, 'http://localhost:8080')
    assert.deepEqual(Object.keys(website).sort(), ['domain', 'id', 'pub', 'trackingId', 'triggerSecret', 'website'])
    assert.match(website.triggerSecret, /^its_/)
    assert.match(project.publicKey, /^pk_live_/)
    assert.match(project.secretKey, /^sk_live_/)
  })

  it('makes none where the credentials can not be written, so that the next start can', async () => {
    mkdirSync(file)
    await assert.rejects(start(), /EISDIR/)
    rmSync(file, { recursive: true })
    assert.ok(await start())
  })

  it('makes none where it is switched off, nor in a database that is in use', async () => {
    assert.equal(await start({ DEMO: 'off' }), undefined)
    assert.ok(await start(), 'nobody has used the database yet')
    rmSync(file)
    assert.equal(await start({ DEMO: 'on' }), undefined, 'an organization is there already')
  })

  it('greets without a secret, since a log may keep what the start prints', async () => {
    await start()
    const { website, project, advertiser } = readDemo(file)!
    const text = greeting('http://localhost:8080', file)
    for (const secret of [website.triggerSecret, project.secretKey, advertiser.postbackToken]) assert.ok(!text.includes(secret))
    assert.ok(text.includes('http://localhost:8080/docs/api') && text.includes(file))
  })

  it('names the server alone where there is no demonstration', () => {
    assert.equal(readDemo(file), undefined)
    assert.doesNotMatch(greeting('http://localhost:8080', file), /curl|demo/)
  })
})
