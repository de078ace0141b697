import { el } from './elements.js'
import { contentOf, headingOf, type Showing, styledRoot } from './offers-view.js'
import { css } from './overlay.css'
import { announce, guard, whenParsed } from './page.js'
import type { Settings } from './settings.js'

const ROOT = 'retarget-root'

/** Opens the full-page overlay. It ends when the visitor closes it, or when something takes it out of the page or out of sight. */
export function openOverlay(showing: Showing, onClosed: () => void = () => {}): void {
  whenParsed(guard(showing.settings, () => open(showing, onClosed)))
}

function open(showing: Showing, onClosed: () => void): void {
  const { settings, requestId, offers } = showing
  const { surface, text } = settings
  const host = el('div', {})
  const root = styledRoot(host, showing, css)
  const close = el('button', { type: 'button', class: 'close', 'aria-label': text.close })
  // The heading takes the focus, so that a screen reader begins with what this is.
  const heading = headingOf(showing, 'h2', { tabindex: '-1', autofocus: '' })
  const panel = el('div', { class: 'panel' }, close, heading, contentOf(showing))
  const dialog = el('dialog', { 'aria-modal': 'true', 'aria-labelledby': 'title' }, panel)
  root.append(dialog)
  const remove = attach(host)

  const { style } = document.documentElement
  const overflow = style.overflow
  let ended = false
  const end = (reason: 'visitor' | 'removed') => {
    if (ended) return
    ended = true
    watcher.disconnect()
    style.overflow = overflow
    remove()
    onClosed()
    announce('throughline:closed', { surface, requestId, reason })
  }
  // An ad blocker hides or removes what it takes for advertising. A dialog that nobody sees must not keep the page from its visitor.
  const watcher = new ResizeObserver(guard(settings, () => dialog.getClientRects().length === 0 && end('removed')))

  close.addEventListener('click', () => dialog.close())
  dialog.addEventListener(
    'close',
    guard(settings, () => end('visitor')),
  )
  dialog.addEventListener(
    'keydown',
    guard(settings, event => {
      if (event.key === 'Tab') keepInside(event, dialog, root)
      if (event.key !== 'Escape') return
      // The browser does this too, unless the page has cancelled the key; and it must not close a dialog of the page's as well.
      event.preventDefault()
      dialog.close()
    }),
  )
  // The browser's own modal: on top of everything, the rest inert, Escape closes, and the focus returns where it was.
  dialog.showModal()
  if (dialog.getClientRects().length === 0) {
    end('removed')
    return
  }
  style.overflow = 'hidden'
  watcher.observe(dialog)
  announce('throughline:shown', { surface, requestId, offers: offers.length })
}

/** Puts the host into the page's own `#retarget-root`, or into one of ours. Answers what takes it out again. */
function attach(host: HTMLElement): () => void {
  const own = document.getElementById(ROOT)
  // One that is an overlay of ours, of another flow, would not show a second.
  const place = own && !own.shadowRoot ? own : document.body
  if (!own) host.id = ROOT
  place.append(host)
  return () => host.remove()
}

/** From the last control on to the first, and back. */
function keepInside(event: KeyboardEvent, dialog: HTMLElement, root: ShadowRoot): void {
  const controls = [...dialog.querySelectorAll<HTMLElement>('button, a, summary')]
  const first = controls[0]!
  const last = controls[controls.length - 1]!
  const { activeElement } = root
  const leaves = event.shiftKey ? activeElement === first || !controls.includes(activeElement as HTMLElement) : activeElement === last
  if (!leaves) return
  event.preventDefault()
  ;(event.shiftKey ? last : first).focus()
}

/** The name under which a flow is begun once on a page. */
export const flowOf = ({ surface, website }: Settings): string => `${surface}:${website}`
