import { address, askPatiently, tell } from './api.js'
import type { Decision } from './contract.js'
import { fetchOffers } from './offers-view.js'
import { flowOf, openOverlay } from './overlay.js'
import { announce, closed, guard, isFirst, pageAddress } from './page.js'
import { readSettings, type Settings } from './settings.js'

// widget.js: asks whether the visitor may be served, and opens an overlay of offers when he may not.

function start(settings: Settings): void {
  tell(settings, 'snippet-ping', { url: pageAddress(), surface: settings.surface })
  if (closed.is(settings)) {
    settings.debug?.('stays closed for this session')
    return
  }
  askPatiently<Decision>(settings, address(settings, 'decision', settings.dev), decision => {
    const { allowed, requestId, country } = decision
    announce('throughline:ready', { surface: settings.surface, allowed, requestId, country })
    if (allowed) return
    fetchOffers(settings, decision, showing => openOverlay(showing, () => closed.remember(settings)))
  })
}

guard({ debug: undefined }, () => {
  const settings = readSettings('overlay', 'widget')
  if (settings && isFirst(flowOf(settings))) guard(settings, start)(settings)
})()
