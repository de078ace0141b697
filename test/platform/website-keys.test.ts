import assert from 'node:assert/strict'
import { startServer, type TestServer } from '../helpers/server.js'

describe('rotateWebsiteKeys', () => {
  let server: TestServer
  before(async () => {
    server = await startServer()
  })

  it('makes a new pair and refuses the old one from the next request on', async () => {
    const { id, pub, website } = server.demo.website
    const decide = async (keys: { pub: string; website: string }) =>
      (await server.fetch(`/v1/decision?pub=${keys.pub}&website=${keys.website}`)).status
    let old = { pub, website }
    for (let turn = 0; turn < 5; turn++) {
      assert.equal(await decide(old), 200)
      const { status, body } = await server.manage<{ pub: string; website: string }>('POST', `/websites/${id}/keys/rotate`)
      assert.equal(status, 200)
      assert.deepEqual(Object.keys(body), ['pub', 'website'])
      assert.notEqual(body.pub, old.pub)
      assert.notEqual(body.website, old.website)
      assert.equal(await decide(old), 403)
      assert.equal(await decide({ ...body, pub: old.pub }), 403, 'the old half with the new one')
      assert.equal(await decide({ ...old, pub: body.pub }), 403, 'the new half with the old one')
      assert.equal(await decide(body), 200)
      old = body
    }
  })

  it('answers 404 for a website that is not there', async () => {
    assert.equal((await server.manage('POST', '/websites/site_none/keys/rotate')).status, 404)
  })
})
