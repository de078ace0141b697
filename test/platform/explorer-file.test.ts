import assert from 'node:assert/strict'
import { gunzipSync } from 'node:zlib'
import type { Request } from '../../src/http/types.js'
import { NotFound } from '../../src/lib/errors.js'
import { createExplorerFiles, getExplorerFile } from '../../src/platform/explorer-file.js'

const files = createExplorerFiles()
const names = Object.values(files().paths).map(path => path.replace(/^\/docs\/api\//, ''))
const handler = getExplorerFile(files)

const ask = async (file: string, acceptEncoding?: string) =>
  handler({ path: { file }, headers: { 'accept-encoding': acceptEncoding } } as unknown as Request<'getExplorerFile'>)

const TYPES: Record<string, string> = {
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  svg: 'image/svg+xml; charset=utf-8',
}

describe('getExplorerFile', () => {
  it('serves every file that the page names, under its type, to be kept for ever', async () => {
    assert.equal(names.length, 5)
    for (const name of names) {
      const { status, body, headers } = await ask(name)
      assert.equal(status, 200)
      assert.ok((body as Buffer).byteLength > 100, name)
      assert.equal(headers['Content-Type'], TYPES[name.split('.').pop()!])
      assert.equal(headers['Cache-Control'], 'public, max-age=31536000, immutable')
      assert.equal(headers['X-Content-Type-Options'], 'nosniff')
      assert.equal(headers['Content-Encoding'], undefined)
    }
  })

  it('compresses for whoever takes it, and says that it depends on that', async () => {
    for (const name of names) {
      const plain = await ask(name)
      const packed = await ask(name, 'gzip, deflate, br, zstd')
      assert.equal(packed.headers['Content-Encoding'], 'gzip')
      assert.deepEqual(gunzipSync(packed.body as Buffer), plain.body)
      assert.equal(packed.headers.Vary, 'Accept-Encoding')
      assert.equal(plain.headers.Vary, 'Accept-Encoding')
    }
  })

  const wishes: [wish: string, encoding: string | undefined][] = [
    ['br', undefined],
    ['gzip;q=0', undefined],
    ['gzip; q=0.0, br', undefined],
    ['gzip;q=0.5', 'gzip'],
    ['br;q=1.0, GZIP;q=0.8, *;q=0.1', 'gzip'],
  ]
  for (const [wish, encoding] of wishes) {
    it(`takes "${wish}" for ${encoding ?? 'no compression'}`, async () => {
      assert.equal((await ask(names[0]!, wish)).headers['Content-Encoding'], encoding)
    })
  }

  it('asks for no map of the sources, which is not served', async () => {
    for (const name of names) assert.doesNotMatch(String((await ask(name)).body).slice(-200), /sourceMappingURL/)
  })

  for (const name of ['explorer.js', '../../../package.json', '..%2fpackage.json', 'swagger-ui-bundle.js', '__proto__', '']) {
    it(`knows no file "${name}"`, () => assert.rejects(ask(name), NotFound))
  }
})
