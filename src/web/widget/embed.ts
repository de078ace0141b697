import { address, askPatiently, tell } from './api.js'
import type { Decision, Surface } from './contract.js'
import { awaitDecline } from './decline.js'
import { fetchOffers, type Showing, showInline } from './offers-view.js'
import { announce, guard } from './page.js'
import { type Settings, settingsFrom } from './settings.js'

// The page at /embed: a frame for publishers who can put no script into their page. What happens in it is told to the page around it.

const SURFACES: readonly string[] = ['overlay', 'section', 'decline'] satisfies Surface[]

function start(settings: Settings): void {
  const { surface } = settings
  tell(settings, 'snippet-ping', { url: document.referrer || location.origin, surface })
  const show = (showing: Showing) => {
    showInline(document.getElementById('offers')!, showing, 'h1')
    reportHeight()
  }
  if (surface === 'decline') {
    awaitDecline(settings, {
      opened: sessionId => post('retarget:decline-session', { sessionId }),
      armed(session) {
        announce('throughline:ready', { surface, allowed: false, requestId: session.requestId, reason: session.reason })
        fetchOffers(settings, session, show)
      },
    })
    return
  }
  const query = { ...(surface === 'section' && { mode: 'section' }), ...settings.dev }
  askPatiently<Decision>(settings, address(settings, 'decision', query), decision => {
    const { allowed, requestId, country } = decision
    announce('throughline:ready', { surface, allowed, requestId, country })
    if (!allowed || surface === 'section') fetchOffers(settings, decision, show)
  })
}

/** To whichever page holds the frame: the server lets only the website's own pages do so, and none of this is secret. */
function post(type: string, detail: Record<string, unknown>): void {
  if (parent !== window) parent.postMessage({ type, ...detail }, '*')
}

/** The page around can give the frame the height that its content needs. */
function reportHeight(): void {
  new ResizeObserver(() => post('throughline:resize', { height: document.documentElement.scrollHeight })).observe(document.body)
}

guard({ debug: undefined }, () => {
  const query: Record<string, string> = {}
  for (const [name, value] of new URLSearchParams(location.search))
    query[name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase())] = value
  const surface = SURFACES.includes(query.surface ?? '') ? (query.surface as Surface) : 'section'
  // The frame has no language of its own: its visitor's is asked for, unless the address names one.
  const { documentElement } = document
  documentElement.lang = ''
  const settings = settingsFrom(surface, query, location.origin)
  documentElement.lang = settings.language
  document.title = settings.text.title
  for (const name of ['ready', 'shown', 'clicked'])
    window.addEventListener(`throughline:${name}`, event => post(event.type, (event as CustomEvent<Record<string, unknown>>).detail))
  guard(settings, start)(settings)
})()
