import { address, askPatiently, tell } from './api.js'
import type { Decision } from './contract.js'
import { el } from './elements.js'
import { fetchOffers, showInline } from './offers-view.js'
import { announce, guard } from './page.js'
import { readSettings, type Settings } from './settings.js'

// widget-section.js: fills an element of the page with offers, whoever the visitor is.

/** A page that builds itself may add the container later than the script; one that has none after this long will not. */
const PATIENCE = 30_000

function start(settings: Settings): void {
  tell(settings, 'snippet-ping', { url: location.href, surface: settings.surface })
  whenThere(settings, container => {
    // A script that is put in again after navigation finds a new container, or one that is filled already.
    if (container.querySelector('[data-throughline]')) return
    const host = el('div', { 'data-throughline': settings.surface })
    container.append(host)
    askPatiently<Decision>(settings, address(settings, 'decision', { mode: 'section', ...settings.dev }), decision => {
      const { allowed, requestId, country } = decision
      announce('throughline:ready', { surface: settings.surface, allowed, requestId, country })
      fetchOffers(settings, { ...decision, support: undefined }, showing => showInline(host, showing, 'h2'))
    })
  })
}

function whenThere(settings: Settings, act: (container: HTMLElement) => void): void {
  const find = () => document.getElementById(settings.container)
  const there = find()
  if (there) {
    act(there)
    return
  }
  const observer = new MutationObserver(
    guard(settings, () => {
      const container = find()
      if (!container) return
      stop()
      act(container)
    }),
  )
  const stop = () => {
    clearTimeout(timer)
    observer.disconnect()
  }
  const timer = setTimeout(() => {
    stop()
    settings.warn?.(`there is no element with the id "${settings.container}" (data-container)`)
  }, PATIENCE)
  observer.observe(document.documentElement, { childList: true, subtree: true })
}

guard({ debug: undefined }, () => {
  const settings = readSettings('section', 'widget-section')
  if (settings) guard(settings, start)(settings)
})()
