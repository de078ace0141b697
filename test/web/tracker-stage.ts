import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core'
import { launchBrowser, type Watched, watch } from '../helpers/browser.js'
import { listening } from './backstage.js'

/** A call that the script made. */
export interface Call {
  readonly path: string
  readonly query: URLSearchParams
  readonly body: Record<string, string>
  readonly headers: IncomingMessage['headers']
}

/** What the tracking server does with a call, instead of answering as its contract says. */
export type Fault = 'down' | { readonly status: number; readonly headers?: Record<string, string>; readonly wait?: number }

/** A browser, the pages of a business, and beside them a server that speaks the keyless calls of the contract and keeps what it is told. */
export interface TrackerStage {
  /** Base of the tracking server. */
  readonly api: string
  /** Base of the pages, a host of their own. It forwards what is below `/backend/track` as a first-party proxy does. */
  readonly site: string
  readonly calls: Call[]
  fault: (call: Call) => Fault | undefined
  /** The calls of one path, in turn. */
  of(path: string): Call[]
  /** The script's element, with further attributes. */
  tag(attributes?: string): string
  visit(body: string, options?: PageOptions): Promise<Visit>
}

export interface PageOptions {
  readonly head?: string
  readonly headers?: Record<string, string>
  /** Query and fragment that the page is opened with. */
  readonly search?: string
  readonly context?: BrowserContextOptions
  /** A browser that has been here before. */
  readonly again?: BrowserContext
}

export interface Visit {
  readonly page: Page
  readonly context: BrowserContext
  readonly watched: Watched
  /** Uncaught errors and rejections. */
  readonly errors: string[]
  /** The page's address, without query. */
  readonly address: string
}

export const WEBSITE = 'atid_3Fv6yD9sL2gH5pT8'
const ATTRIBUTES = `data-website-id="${WEBSITE}"`

/** Builds the script as it is now, and starts everything. */
export async function setTrackerStage(context: Mocha.Context): Promise<TrackerStage> {
  const browser: Browser = await launchBrowser(context)
  execFileSync(process.execPath, ['scripts/build-web.mjs'])
  const script = readFileSync(new URL('../../.build/web/track.js', import.meta.url))
  const sites = new Map<string, { html: string; headers: Record<string, string> }>()

  const take = async (incoming: IncomingMessage, outgoing: ServerResponse, path: string, query: URLSearchParams) => {
    let text = ''
    for await (const chunk of incoming) text += chunk
    const call = { path, query, body: text ? (JSON.parse(text) as Record<string, string>) : {}, headers: incoming.headers }
    stage.calls.push(call)
    const fault = stage.fault(call)
    if (fault === 'down') return void incoming.socket.destroy()
    if (fault?.wait) await new Promise(resolve => setTimeout(resolve, fault.wait).unref())
    const status = fault?.status ?? (path === '/invite' ? 302 : 200)
    const headers = { 'Access-Control-Allow-Origin': '*', 'Access-Control-Expose-Headers': 'Retry-After', ...fault?.headers }
    if (status === 302) return void outgoing.writeHead(302, { Location: `${stage.site}/telegram` }).end()
    outgoing.writeHead(status, { 'Content-Type': 'application/json', ...headers }).end(status === 200 ? answer(call) : '{"error":{}}')
  }
  const api = await listening((incoming, outgoing) => {
    const { pathname, searchParams } = new URL(incoming.url!, 'http://localhost')
    if (pathname === '/track.js') outgoing.writeHead(200, { 'Content-Type': 'text/javascript' }).end(script)
    else if (pathname.startsWith('/track/')) void take(incoming, outgoing, pathname.slice('/track'.length), searchParams)
    else outgoing.writeHead(404).end()
  })
  const site = await listening((incoming, outgoing) => {
    const { pathname, searchParams } = new URL(incoming.url!, 'http://localhost')
    if (pathname.startsWith('/backend/track/')) {
      void take(incoming, outgoing, pathname.slice('/backend/track'.length), searchParams)
      return
    }
    const { html, headers } = sites.get(pathname) ?? { html: '<!doctype html><title>elsewhere</title>', headers: {} }
    outgoing.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8', ...headers }).end(html)
  })

  const stage: TrackerStage = {
    api: `http://localhost:${api}`,
    site: `http://127.0.0.1:${site}`,
    calls: [],
    fault: () => undefined,
    of: path => stage.calls.filter(call => call.path === path),
    tag: (attributes = '') => `<script src="${stage.api}/track.js" ${ATTRIBUTES} ${attributes} async></script>`,
    async visit(body, { head = '', headers = {}, search = '', context: options = {}, again } = {}) {
      const path = `/page-${sites.size}`
      const html = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>A shop</title><link rel="icon" href="data:,">${head}</head><body><a id="own" href="#own">A link</a>${body}</body></html>`
      sites.set(path, { html, headers })
      const context = again ?? (await browser.newContext(options))
      const page = await context.newPage()
      const watched = watch(page)
      const errors: string[] = []
      page.on('pageerror', error => void errors.push(String(error)))
      await page.goto(stage.site + path + search)
      return { page, context, watched, errors, address: stage.site + path }
    },
  }
  return stage
}

/** As the contract says: the names that were given, and cookies for them. */
function answer({ path, body }: Call): string {
  if (path === '/update-fbp') return JSON.stringify({ success: true })
  const { tempId, clientSessionId } = body
  return JSON.stringify({
    visitId: 'vis_01k2m8a3n4x7c9e8r5t6y3w1q0',
    sessionId: 'ses_01k2m8a3n4x7c9e8r5t6y3w1q2',
    tempId,
    clientSessionId,
    cookies: {
      tempId: { name: 'adtarget_temp_id', value: tempId, maxAge: 31_536_000, sameSite: 'Lax' },
      session: { name: 'adtarget_session_id', value: clientSessionId, maxAge: 1800, sameSite: 'Lax' },
    },
  })
}
