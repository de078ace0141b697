import assert from 'node:assert/strict'
import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { chatMember } from '../doubles/updates.js'
import { storedVisit } from '../helpers/tracking-calls.js'
import { TrackingSite } from '../helpers/tracking-site.js'

const ADDRESS = '203.0.113.77'
const AGENT = 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 Mobile'
const PAGE = 'http://localhost/vip?fbclid=IwAR_MiXedCase-1'

interface Cookie {
  name: string
  value: string
  maxAge: number
  sameSite: string
}

/**
 * A website's own server: it forwards `/backend/track/`, names the visitor in the ways that proxies do, and sets the cookies that the answer tells. It knows
 * nothing of the server behind it but the contract.
 */
class FirstPartyProxy {
  private constructor(
    private readonly server: Server,
    readonly url: string,
  ) {}

  static async open(upstream: string, naming: (visitor: string) => Record<string, string>): Promise<FirstPartyProxy> {
    const server = createServer((incoming, outgoing) => forward(upstream, naming, incoming, outgoing))
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
    return new FirstPartyProxy(server, `http://127.0.0.1:${(server.address() as AddressInfo).port}`)
  }

  close(): void {
    this.server.closeAllConnections()
    this.server.close()
  }
}

function forward(
  upstream: string,
  naming: (visitor: string) => Record<string, string>,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): void {
  // Where the visitor comes from, as the proxy would see by itself.
  const { 'x-test-visitor': visitor = '', host: _, connection: __, ...headers } = incoming.headers
  const onward = request(
    upstream + incoming.url,
    { method: incoming.method, headers: { ...headers, ...naming(String(visitor)) } },
    answer => {
      const parts: Buffer[] = []
      answer.on('data', part => parts.push(part))
      answer.on('end', () => {
        const body = Buffer.concat(parts)
        const cookies = answer.headers['content-type']?.startsWith('application/json') ? cookiesOf(body.toString()) : []
        outgoing.writeHead(answer.statusCode!, { ...answer.headers, ...(cookies.length > 0 && { 'set-cookie': cookies }) }).end(body)
      })
    },
  )
  incoming.pipe(onward)
}

function cookiesOf(body: string): string[] {
  const { cookies = {} } = JSON.parse(body) as { cookies?: Record<string, Cookie> }
  return Object.values(cookies).map(
    ({ name, value, maxAge, sameSite }) => `${name}=${value}; Max-Age=${maxAge}; SameSite=${sameSite}; Path=/; HttpOnly; Secure`,
  )
}

/** A browser as far as it matters here: it keeps cookies and sends them along, and comes from an address of its own. */
class Browser {
  readonly cookies = new Map<string, string>()

  constructor(private readonly proxy: FirstPartyProxy) {}

  async call(path: string, body?: object): Promise<Response> {
    const answer = await fetch(this.proxy.url + path, {
      redirect: 'manual',
      headers: {
        'X-Test-Visitor': ADDRESS,
        'User-Agent': AGENT,
        ...(this.cookies.size > 0 && { Cookie: [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ') }),
        ...(body && { 'Content-Type': 'text/plain;charset=UTF-8' }),
      },
      ...(body && { method: 'POST', body: JSON.stringify(body) }),
    })
    for (const cookie of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*);/.exec(cookie) ?? []
      this.cookies.set(name, value)
    }
    return answer
  }

  get ids() {
    return { tempId: this.cookies.get('adtarget_temp_id')!, clientSessionId: this.cookies.get('adtarget_session_id')! }
  }
}

const NAMINGS: [what: string, trust: string, naming: (visitor: string) => Record<string, string>][] = [
  ['X-Forwarded-For', '1', visitor => ({ 'X-Forwarded-For': visitor })],
  [
    'headers of its own',
    'loopback',
    visitor => ({ 'X-Adtarget-Client-IP': visitor, 'X-Adtarget-Client-User-Agent': AGENT, 'User-Agent': 'proxy' }),
  ],
]

for (const [what, trust, naming] of NAMINGS) {
  describe(`a website whose own proxy stands in front and names the visitor by ${what}`, () => {
    let site: TrackingSite
    let proxy: FirstPartyProxy
    let browser: Browser
    let websiteId: string
    const visits: string[] = []

    before(async () => {
      site = await TrackingSite.open(['meta'], { TRUST_PROXY: trust })
      proxy = await FirstPartyProxy.open(site.server.baseUrl, naming)
      browser = new Browser(proxy)
      websiteId = site.server.demo.website.trackingId
    })
    after(() => proxy.close())

    const opens = async (href: string) => {
      const answer = await browser.call('/backend/track/init', { websiteId, href, ...browser.ids })
      assert.equal(answer.status, 200)
      const { visitId } = (await answer.json()) as { visitId: string }
      visits.push(visitId)
      return storedVisit(site.server, visitId)
    }

    it('knows the visitor, and not the proxy', async () => {
      const visit = await opens(PAGE)
      assert.deepEqual([visit.clientIp, visit.userAgent], [ADDRESS, AGENT])
      assert.deepEqual([visit.tempId, visit.clientSessionId], Object.values(browser.ids))
    })

    it('knows him again by the cookies that the proxy has set', async () => {
      const { tempId } = browser.ids
      const visit = await opens('http://localhost/vip/more')
      assert.deepEqual([visit.tempId, visit.trace], [tempId, visits[0]])
      const fbp = 'fb.1.1795262300000.1116446470'
      const answer = await browser.call('/backend/track/update-fbp', { websiteId, tempId, fbp })
      assert.deepEqual(await answer.json(), { success: true })
    })

    it('sends him to a link of his own, and reports his join to Meta with his address and browser', async () => {
      const { tempId, clientSessionId } = browser.ids
      const query = new URLSearchParams({ websiteId, tempId, clientSessionId, channelId: site.channelId })
      const answer = await browser.call(`/backend/track/invite?${query}`)
      assert.equal(answer.status, 302)
      const link = answer.headers.get('location')!
      assert.match(link, /^https:\/\/t\.me\/\+/)
      await site.telegram(chatMember({ chatId: site.chatId, userId: 515_151, link, to: 'member' }))
      const [told] = await site.received('meta', 1)
      const { client_ip_address: ip, client_user_agent: agent, fbp, fbc } = (told!.event as { user_data: Record<string, string> }).user_data
      assert.deepEqual([ip, agent, fbp], [ADDRESS, AGENT, 'fb.1.1795262300000.1116446470'])
      assert.match(fbc!, /^fb\.1\.\d{13}\.IwAR_MiXedCase-1$/, 'of the page before the last')
      const { body } = await site.server.manage<{ events: { kind: string }[] }>('GET', `/trace/${visits[0]}`)
      const kinds = body.events.map(({ kind }) => kind)
      for (const kind of ['visit', 'fbp_updated', 'invite', 'join', 'tracked_conversion']) assert.ok(kinds.includes(kind), kind)
    })
  })
}
