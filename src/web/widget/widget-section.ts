import { address, askPatiently, tell } from './api.js'
import type { Decision } from './contract.js'
import { el } from './elements.js'
import { fetchOffers, showInline } from './offers-view.js'
import { announce, guard, isFirst, pageAddress } from './page.js'
import { readSettings, type Settings } from './settings.js'

// widget-section.js: fills an element of the page with offers, whoever the visitor is.

/** A page that builds itself may add the container later than the script; one that has none after this long, in milliseconds, will not. */
const PATIENCE = 30_000

/** Milliseconds between two fillings: a page that makes its container over and over must not ask the server as often. */
const REST = 2000

/** Fills the container, and each new one that the page puts in its place: navigation without a reload runs no script again. */
function watch(settings: Settings): void {
  tell(settings, 'snippet-ping', { url: pageAddress(), surface: settings.surface })
  let last: HTMLElement | undefined
  let resting = false
  const find = guard(settings, () => {
    const container = document.getElementById(settings.container)
    // The same one is not filled again: whatever has emptied it would do so once more.
    if (!container || container === last || resting) return
    clearTimeout(timer)
    last = container
    resting = true
    setTimeout(() => {
      resting = false
      find()
    }, REST)
    fill(settings, container)
  })
  const timer = setTimeout(() => settings.warn?.(`there is no element with the id "${settings.container}" (data-container)`), PATIENCE)
  new MutationObserver(find).observe(document.documentElement, { childList: true, subtree: true })
  find()
}

function fill(settings: Settings, container: HTMLElement): void {
  const { surface, dev } = settings
  if (container.querySelector('[data-throughline]')) return
  const host = el('div', { 'data-throughline': surface })
  container.append(host)
  askPatiently<Decision>(settings, address(settings, 'decision', { mode: 'section', ...dev }), decision => {
    const { allowed, requestId, country } = decision
    announce('throughline:ready', { surface, allowed, requestId, country })
    fetchOffers(settings, { ...decision, support: undefined }, showing => showInline(host, showing, 'h2'))
  })
}

guard({ debug: undefined }, () => {
  const settings = readSettings('section', 'widget-section')
  if (!settings) return
  const act = guard(settings, () => {
    if (isFirst(`section:${settings.website}:${settings.container}`)) return watch(settings)
    // Put in again: the container is watched already, and what the page has emptied is asked to be filled.
    const container = document.getElementById(settings.container)
    if (container) fill(settings, container)
  })
  act()
})()
