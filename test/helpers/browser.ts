import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { type Browser, chromium, type Page } from 'playwright-core'

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

/** Nothing that the browser does by itself, and no name that leads off this machine. */
const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1',
]

/** What pages are shown in, so that they look the same on all machines that have these fonts: see `fonts.conf`. */
const FONTS = existsSync('/usr/share/fonts/truetype/dejavu')
  ? { FONTCONFIG_FILE: fileURLToPath(new URL('fonts.conf', import.meta.url)) }
  : {}

const open = new Set<Browser>()

after(async function () {
  this.timeout(60_000)
  for (const browser of open) await browser.close()
})

/**
 * The system's Chromium (`CHROMIUM_PATH`, or where distributions put it), else the one of `npm run browser`, with a profile of its own.
 * Without one, the suite or test whose context is given is skipped; where `CI` is set, it fails.
 */
export async function launchBrowser(context: Mocha.Context): Promise<Browser> {
  const executablePath = [process.env.CHROMIUM_PATH ?? '', ...PLACES, chromium.executablePath()].find(existsSync)
  if (executablePath === undefined) {
    const message = 'no Chromium: `npm run browser` installs one, or say where it is in CHROMIUM_PATH'
    if (process.env.CI) throw new Error(message)
    console.log(`      skipped: ${message}`)
    context.skip()
  }
  const browser = await chromium.launch({ executablePath, args: FLAGS, env: { ...process.env, ...FONTS } })
  open.add(browser)
  return browser
}

/** What a page has asked for and complained of since it is watched. */
export interface Watched {
  readonly requests: string[]
  /** Errors and warnings of the console (breaches of the Content-Security-Policy are among them), uncaught errors, and requests that failed. */
  readonly complaints: string[]
}

/** Keeps a record of a page, from before it is opened. */
export function watch(page: Page): Watched {
  const watched: Watched = { requests: [], complaints: [] }
  const complain = (text: string) => void watched.complaints.push(text)
  page.on('request', request => void watched.requests.push(request.url()))
  page.on('requestfailed', request => complain(`${request.url()}: ${request.failure()?.errorText}`))
  page.on('response', response => response.status() >= 400 && complain(`${response.url()}: ${response.status()}`))
  page.on('console', message => ['error', 'warning'].includes(message.type()) && complain(message.text()))
  page.on('pageerror', error => complain(String(error)))
  return watched
}
