import assert from 'node:assert/strict'
import { startServer, type TestServer } from '../helpers/server.js'

describe("the website's experience", () => {
  let server: TestServer
  const experience = { accentColor: '#1f6feb', headline: 'Over there', layout: 'cards', ours: true }

  before(async () => {
    server = await startServer()
  })

  const patch = (changes: object) =>
    server.manage<{ message?: string }>('PATCH', `/websites/${server.demo.website.id}`, { experience: changes })
  const decide = async (query: string) =>
    (await server.fetch(server.withKeys(`/v1/decision?${query}`))).json() as Promise<Record<string, unknown>>

  it('goes with a decision after which offers may be shown, as it was set, and with no other', async () => {
    await patch(experience)
    assert.deepEqual((await decide('dev-country=DE')).experience, experience)
    assert.deepEqual((await decide('dev-country=US&mode=section')).experience, experience)
    assert.ok(!('experience' in (await decide('dev-country=US'))))
    await patch({})
    assert.ok(!('experience' in (await decide('dev-country=DE'))))
  })

  it('goes with a session of the trigger widget once it is ready', async () => {
    await patch(experience)
    const open = await server.fetch(server.withKeys('/v1/widget-decline/session'), { method: 'POST' })
    const { sessionId } = (await open.json()) as { sessionId: string }
    const poll = async () => (await (await server.fetch(server.withKeys(`/v1/widget-decline/session/${sessionId}`))).json()) as object
    assert.ok(!('experience' in (await poll())))
    await server.fetch('/demo/decline', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ sessionId }),
    })
    assert.deepEqual(((await poll()) as { experience: object }).experience, experience)
  })

  const refused: [object, RegExp][] = [
    [{ accentColor: 'blue' }, /^experience\.accentColor: must be a colour such as '#1f6feb'/],
    [{ logoUrl: 'javascript:alert(1)' }, /^experience\.logoUrl: must be an http or https address/],
    [{ layout: 'wall' }, /^experience\.layout: must be /],
    [{ headline: 'x'.repeat(121) }, /^experience\.headline: must /],
  ]
  for (const [changes, message] of refused)
    it(`refuses ${JSON.stringify(changes).slice(0, 40)} by name`, async () => {
      const { status, body } = await patch(changes)
      assert.equal(status, 400)
      assert.match(String(body.message), message)
    })
})

describe('a page of this server itself', () => {
  it('speaks for any website, as the frame does, and a page of another origin does not', async () => {
    const server = await startServer()
    const { body } = await server.manage<{ pub: string; website: string }>('POST', '/websites', { name: 'A', domain: 'casino.example' })
    const decide = async (headers: Record<string, string>) => {
      const answer = await fetch(`${server.baseUrl}/v1/decision?pub=${body.pub}&website=${body.website}`, { headers })
      return answer.status
    }
    assert.equal(await decide({ 'Sec-Fetch-Site': 'same-origin' }), 200)
    assert.equal(await decide({ 'Sec-Fetch-Site': 'same-site', Origin: 'https://other.example' }), 403)
    assert.equal(await decide({ 'Sec-Fetch-Site': 'cross-site', Origin: 'https://other.example' }), 403)
    assert.equal(await decide({}), 403)
  })
})
