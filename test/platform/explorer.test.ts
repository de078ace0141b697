import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Client, Request } from '../../src/http/types.js'
import { getExplorer } from '../../src/platform/explorer.js'
import { createExplorerFiles } from '../../src/platform/explorer-file.js'

const files = createExplorerFiles()
const folder = mkdtempSync(join(tmpdir(), 'throughline-explorer-'))
const demoFile = join(folder, 'demo.json')
const demo = {
  website: { id: 'site_1', pub: 'pk_</script>', website: 'web_1', triggerSecret: 'its_1', trackingId: 'atid_1' },
  tracking: { key: 'atk_live_1', channelId: 'chan_1', destinationId: 'dest_1' },
  project: { publicKey: 'pk_live_1', secretKey: 'sk_live_1' },
  advertiser: { id: 'adv_1', postbackToken: 'pbt_1' },
}

interface Caller {
  readonly client?: Partial<Client>
  readonly headers?: Record<string, string>
  /** Path of `demo.json`; empty: the server is no demonstration. */
  readonly file?: string
}

/** The page as a caller sees it; without more said, a person at this machine. */
async function explore({ client, headers, file = demoFile }: Caller = {}) {
  const request = {
    client: { address: '127.0.0.1', fromTrustedProxy: false, ...client },
    headers: { host: 'localhost:8080', ...headers },
  }
  const {
    status,
    body,
    headers: answered,
  } = await getExplorer({ files, demoFile: file || undefined })(request as unknown as Request<'getExplorer'>)
  const html = String(body)
  const [, json = ''] = /<script id="filled" type="application\/json">(.*?)<\/script>/.exec(html) ?? []
  return { status, html, headers: answered, filled: JSON.parse(json) }
}

describe('getExplorer', () => {
  before(() => writeFileSync(demoFile, JSON.stringify(demo)))
  after(() => rmSync(folder, { recursive: true }))

  it('loads the files of this origin and nothing else', async () => {
    const { status, html } = await explore()
    assert.equal(status, 200)
    const loaded = [...html.matchAll(/<(?:link|script|img|iframe)[^>]*? (?:src|href)="([^"]+)"/g)].map(([, url]) => url)
    assert.deepEqual(loaded.sort(), Object.values(files().paths).sort())
    assert.doesNotMatch(html, /https?:|<style| style=| on\w+=/)
  })

  it('forbids what the page does not need', async () => {
    const { headers } = await explore()
    const policy = headers['Content-Security-Policy']?.split('; ') ?? []
    assert.ok(policy.includes("default-src 'none'") && policy.includes("frame-ancestors 'none'"), policy.join('; '))
    assert.doesNotMatch(policy.join(), /unsafe|\*|https?:/)
    assert.equal(headers['X-Content-Type-Options'], 'nosniff')
    assert.equal(headers['Referrer-Policy'], 'no-referrer')
    assert.equal(headers['Cache-Control'], 'no-store')
  })

  it("fills in the demonstration's keys and ids for the person at this machine", async () => {
    for (const host of ['localhost:8080', '127.0.0.1', '[::1]:8080', 'LOCALHOST']) {
      const { filled } = await explore({ headers: { host } })
      const secrets = { bearerKey: 'sk_live_1', trackingKey: 'atk_live_1', triggerSecret: 'its_1', postbackToken: 'pbt_1' }
      assert.deepEqual(filled.credentials, { pub: 'pk_</script>', website: 'web_1', trackingId: 'atid_1', ...secrets }, host)
      assert.deepEqual(filled.ids, { site: 'site_1', atid: 'atid_1', adv: 'adv_1', chan: 'chan_1', dest: 'dest_1' })
    }
  })

  const strangers: Record<string, Caller> = {
    'from another machine': { client: { address: '192.0.2.7' } },
    'from another machine through a proxy here that is trusted': {
      client: { address: '192.0.2.7', fromTrustedProxy: true },
      headers: { 'x-forwarded-for': '192.0.2.7' },
    },
    'through a proxy here that is not trusted': { headers: { 'x-forwarded-for': '192.0.2.7' } },
    'under a name of theirs that leads here': { headers: { host: 'rebound.example:8080' } },
    'under a name that only begins like ours': { headers: { host: 'localhost.example' } },
    'under a host that is none': { headers: { host: 'localhost@x' } },
  }
  for (const [who, caller] of Object.entries(strangers)) {
    it(`gives the public keys alone to callers ${who}`, async () => {
      const { filled, html } = await explore(caller)
      assert.deepEqual(filled, { credentials: { pub: 'pk_</script>', website: 'web_1', trackingId: 'atid_1' } })
      assert.doesNotMatch(html, /sk_live_|atk_live_|its_|pbt_/)
      assert.match(html, /demonstration's public keys are filled in/)
    })
  }

  it('fills in nothing, and promises nothing, without a demonstration', async () => {
    for (const file of ['', join(folder, 'absent.json')]) {
      const { filled, html } = await explore({ file })
      assert.deepEqual(filled, { credentials: {} })
      assert.doesNotMatch(html, /demonstration/)
    }
  })
})
