import { tell } from './api.js'
import { awaitDecline } from './decline.js'
import { fetchOffers } from './offers-view.js'
import { flowOf, openOverlay } from './overlay.js'
import { announce, guard, isFirst, pageAddress, release } from './page.js'
import { readSettings, type Settings } from './settings.js'

// widget-decline.js: opens the overlay when the publisher's server has declined the visitor.

function start(settings: Settings): void {
  const { surface } = settings
  tell(settings, 'snippet-ping', { url: pageAddress(), surface })
  awaitDecline(settings, {
    opened(sessionId) {
      ;(window as { __RETARGET_DECLINE_SESSION_ID?: string }).__RETARGET_DECLINE_SESSION_ID = sessionId
      announce('retarget:decline-session', { sessionId })
    },
    // A page that lives longer than a session gets the next one by putting the script in again.
    over: () => release(flowOf(settings)),
    armed(session) {
      announce('throughline:ready', { surface, allowed: false, requestId: session.requestId, reason: session.reason })
      fetchOffers(settings, session, showing => openOverlay(showing))
    },
  })
}

guard({ debug: undefined }, () => {
  const settings = readSettings('decline', 'widget-decline')
  if (settings && isFirst(flowOf(settings))) guard(settings, start)(settings)
})()
