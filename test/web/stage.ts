import { execFileSync } from 'node:child_process'
import { type IncomingMessage, request, type ServerResponse } from 'node:http'
import { text } from 'node:stream/consumers'
import type { Browser, BrowserContext, BrowserContextOptions, Locator, Page } from 'playwright-core'
import { launchBrowser, type Watched, watch } from '../helpers/browser.js'
import { eventually } from '../helpers/eventually.js'
import { startServer, type TestServer } from '../helpers/server.js'
import { listening } from './backstage.js'

/** What stands between a browser and the server for a while: nobody, one who takes calls and never answers, a wait in milliseconds, or an answer. */
export type Fault = 'down' | 'silent' | { wait: number } | { status: number; headers?: Record<string, string> }

/** A page of the publisher's. */
export interface Site {
  readonly html: string
  readonly headers?: Record<string, string>
}

/** A browser, a publisher's site and the server behind an address that can be made to fail; all on `localhost`, each of its own port. */
export interface Stage {
  readonly server: TestServer
  readonly browser: Browser
  /** Base of the server's addresses, as pages know them. */
  readonly api: string
  /** Base of the publisher's site. */
  readonly site: string
  /** Of an advertiser: another host than the site's, as it must be. Its pages say `landed`. */
  readonly advertiser: string
  readonly offers: readonly string[]
  /** Method and path of every call that came in for `/v1/`, in turn. */
  readonly calls: string[]
  /** Content type of every body that came in for `/v1/`, by method and path. */
  readonly types: Map<string, string | undefined>
  /** Paths that browsers asked about before they sent. */
  readonly preflights: string[]
  /** Whether offers are handed on in the order of `offers`: one request in twenty explores, which no picture can know. */
  inOrder: boolean
  fault: (path: string) => Fault | undefined
  /** A script element for the website, with further attributes. */
  tag(file: string, attributes?: string): string
  /** Opens a page of the publisher's with this in its body. */
  visit(
    body: string,
    options?: { headers?: Record<string, string>; head?: string; context?: BrowserContextOptions | undefined },
  ): Promise<Visit>
}

export interface Visit {
  readonly page: Page
  readonly context: BrowserContext
  readonly watched: Watched
  /** Uncaught errors and rejections. */
  readonly errors: string[]
  readonly path: string
}

/** A visitor's browser as it names itself; one that says it is headless counts as a robot. */
export const HUMAN = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36'

/** Attribute of a visitor who may not be served, and is offered something else. */
export const BLOCKED = 'data-dev-country="DE"'

const PICTURE =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 160 90"><rect width="160" height="90" fill="#0f6b5c"/><circle cx="80" cy="45" r="30" fill="#ffd400"/></svg>'

/** Builds the scripts as they are now, and starts everything. */
export async function setStage(context: Mocha.Context): Promise<Stage> {
  const browser = await launchBrowser(context)
  execFileSync(process.execPath, ['scripts/build-web.mjs'])
  const sites = new Map<string, Site>()
  const front = await listening((incoming, outgoing) => void pass(incoming, outgoing))
  const publisher = await listening((incoming, outgoing) => {
    if (incoming.url!.endsWith('.svg')) {
      outgoing.writeHead(200, { 'Content-Type': 'image/svg+xml' }).end(PICTURE)
      return
    }
    const { html, headers } = sites.get(incoming.url!.replace(/[?#].*/, '')) ?? { html: '<!doctype html><title>landed</title>landed' }
    outgoing
      .writeHead(200, { 'Content-Type': 'text/html; charset=utf-8', ...headers })
      .end(incoming.url === '/favicon.ico' ? undefined : html)
  })
  const api = `http://localhost:${front}`
  const server = await startServer({ PUBLIC_URL: api })
  const advertiser = `http://127.0.0.1:${publisher}`
  const stage: Stage = {
    server,
    browser,
    api,
    site: `http://localhost:${publisher}`,
    advertiser,
    offers: await addOffers(server, advertiser),
    calls: [],
    types: new Map(),
    preflights: [],
    inOrder: false,
    fault: () => undefined,
    tag: (file, attributes = '') => {
      const { pub, website } = server.demo.website
      return `<script src="${api}/${file}" data-pub="${pub}" data-website="${website}" data-debug="false" ${attributes} async></script>`
    },
    async visit(body, { headers = {}, head = '', context: options = {} } = {}) {
      const path = `/page-${sites.size}`
      const html = `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>A publisher</title><link rel="icon" href="data:,">${head}</head><body><main><h1>A publisher's page</h1><p>Words of the page. <a id="own" href="#own">A link</a></p></main>${body}</body></html>`
      sites.set(path, { html, headers })
      const context = await browser.newContext({ userAgent: HUMAN, ...options })
      const page = await context.newPage()
      const watched = watch(page)
      const errors: string[] = []
      page.on('pageerror', error => void errors.push(String(error)))
      await page.addInitScript(WATCH_EVENTS)
      await page.goto(stage.site + path)
      return { page, context, watched, errors, path }
    },
  }

  async function pass(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const path = incoming.url!.replace(/\?.*/, '')
    const call = `${incoming.method} ${path}`
    if (incoming.method === 'OPTIONS') stage.preflights.push(path)
    else if (path.startsWith('/v1/')) stage.calls.push(call)
    if (incoming.headers['content-type']) stage.types.set(call, incoming.headers['content-type'])
    const fault = stage.fault(path)
    if (fault === 'down') return void incoming.destroy()
    if (fault === 'silent') return
    if (fault && 'wait' in fault) await new Promise(resolve => setTimeout(resolve, fault.wait).unref())
    if (fault && 'status' in fault) {
      const cors = { 'Access-Control-Allow-Origin': incoming.headers.origin ?? '*', 'Access-Control-Expose-Headers': 'Retry-After' }
      outgoing.writeHead(fault.status, { ...cors, ...fault.headers }).end('{}')
      return
    }
    const onward = request(server.baseUrl + incoming.url, { method: incoming.method!, headers: incoming.headers }, async answer => {
      if (stage.inOrder && path === '/v1/offers' && answer.statusCode === 200) {
        const { 'content-length': _, ...headers } = answer.headers
        outgoing.writeHead(200, headers).end(ordered(await text(answer), stage.offers))
        return
      }
      outgoing.writeHead(answer.statusCode!, answer.headers)
      answer.pipe(outgoing)
    })
    onward.on('error', () => outgoing.destroy())
    incoming.pipe(onward)
  }
  return stage
}

/** An answer of `/v1/offers` with its offers in this order. */
function ordered(answer: string, ids: readonly string[]): string {
  const list = JSON.parse(answer) as { offers: { offerId: string; position: number }[] }
  list.offers.sort((a, b) => ids.indexOf(a.offerId) - ids.indexOf(b.offerId))
  for (const [index, offer] of list.offers.entries()) offer.position = index + 1
  return JSON.stringify(list)
}

/** Keeps what the widgets tell the page, as `window.told`. */
const WATCH_EVENTS = `window.told = []
for (const name of ['throughline:ready', 'throughline:shown', 'throughline:closed', 'throughline:clicked', 'retarget:decline-session'])
  window.addEventListener(name, event => window.told.push({ name, ...event.detail }))`

/** What the widgets have told the page so far: name and detail of each event. */
export const toldOf = ({ page }: Visit): Promise<Record<string, unknown>[]> => page.evaluate('window.told')

/** The dialog in which a widget shows offers over the page. */
export const dialogOf = ({ page }: Visit): Locator => page.locator('#retarget-root dialog')

/** How many offers have been counted as seen. */
export const impressionsOf = ({ calls }: Stage): number => calls.filter(call => call === 'POST /v1/events/impression').length

/** Puts a script element into the page as a tag manager does: later, and by a script. */
export async function insert({ page }: Visit, tag: string): Promise<void> {
  await page.evaluate(`{
    const holder = document.createElement('template')
    holder.innerHTML = ${JSON.stringify(tag)}
    const script = document.createElement('script')
    for (const { name, value } of holder.content.firstChild.attributes) script.setAttribute(name, value)
    document.body.append(script)
  }`)
}

/** From here on the page's time passes only as the test has it pass. */
export async function stopClock({ page }: Visit): Promise<void> {
  await page.clock.install({ time: '2026-03-01T12:00:00Z' })
  await page.clock.pauseAt('2026-03-01T12:00:10Z')
}

/**
 * For the head of a page: keeps the time-outs that its scripts ask of the browser itself, which a page's clock doesn't move. `window.timeOut()` has them
 * come now, and tells how many milliseconds each was.
 */
export const KEEP_TIMEOUTS = `<script>{
  const waits = []
  const { get, set } = Object.getOwnPropertyDescriptor(XMLHttpRequest.prototype, 'timeout')
  Object.defineProperty(XMLHttpRequest.prototype, 'timeout', {
    get,
    set(ms) {
      set.call(this, ms)
      // Counted from when the request was sent, so that it has passed.
      waits.push({ ms, end: () => set.call(this, 1) })
    }
  })
  AbortSignal.timeout = ms => {
    const wait = new AbortController()
    waits.push({ ms, end: () => wait.abort(new DOMException('signal timed out', 'TimeoutError')) })
    return wait.signal
  }
  window.timeOut = () => waits.splice(0).map(({ ms, end }) => (end(), ms))
}</script>`

/** Has the publisher's server decline the visitor, as soon as the page has told his session. */
export async function declined({ server }: Stage, visit: Visit, reason = 'deposit_declined'): Promise<void> {
  // Not by the page's own promises: it may have replaced them.
  const sessionId = await eventually(async () => {
    const told = await visit.page.evaluate<string | undefined>('window.__RETARGET_DECLINE_SESSION_ID')
    if (told === undefined) throw new Error('no session was told')
    return told
  }, 15_000)
  const response = await fetch(`${server.baseUrl}/v1/widget-decline/trigger`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${server.demo.website.triggerSecret}`, 'Content-Type': 'application/json' },
    body: JSON.stringify({ sessionId, reason }),
  })
  if (response.status !== 200) throw new Error(`the trigger answered ${response.status}`)
}

/** Three offers, best first, that lead to the advertiser's loopback pages; the demonstration's own are not sold here. */
async function addOffers({ manage, demo }: TestServer, advertiser: string): Promise<string[]> {
  const made = await manage<{ id: string }>('POST', '/advertisers', { name: 'Stage' })
  const advertiserId = made.body.id
  await manage('POST', `/advertisers/${advertiserId}/deposits`, { amount: 1000, currency: 'USD', reference: 'stage' })
  const offers: string[] = []
  for (const [index, words] of WORDS.entries()) {
    const offer = { advertiserId, name: words.headline, landingUrl: `${advertiser}/landed?c={click_id}`, ...words }
    const { status, body } = await manage<{ id: string }>('POST', '/offers', { ...offer, bid: { model: 'CPC', amount: 3 - index } })
    if (status !== 201) throw new Error(JSON.stringify(body))
    offers.push(body.id)
  }
  const rules = { advertisers: { allow: [advertiserId], block: [] }, offers: { allow: [], block: [] } }
  await manage('PUT', `/websites/${demo.website.id}/offer-rules`, rules)
  return offers
}

const WORDS = [
  {
    headline: '100 free spins on your first deposit',
    description: 'Play more than 900 slots, and cash out the same day.',
    brand: 'Harbour Slots',
    cta: 'Play now',
    terms: '18+. New players only. Play responsibly.',
  },
  {
    headline: 'Double your first bet',
    description: 'Up to 50 EUR on football, tennis and more.',
    brand: 'Northgate',
    terms: '18+. Terms apply.',
  },
  { headline: 'Poker without a rake until Sunday', brand: 'Riverside Poker', cta: 'Take a seat' },
]
