import type { Settings } from './settings.js'

/** Wraps whatever the page calls us with: an error of ours ends here, and never in the page's own error handling. */
export const guard =
  <A extends unknown[]>(settings: Pick<Settings, 'debug'>, act: (...given: A) => void) =>
  (...given: A): void => {
    try {
      act(...given)
    } catch (error) {
      if (settings.debug) settings.debug('failed', error)
    }
  }

/** Tells the page what happened, by an event on `window`. */
export function announce(name: string, detail: Record<string, unknown>): void {
  window.dispatchEvent(new CustomEvent(name, { detail }))
}

/** Runs when there is a body to add to. */
export function whenParsed(act: () => void): void {
  if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', act, { once: true })
  else act()
}

/** Whether this is the first time that `what` is begun on this page, however often the script is put into it. */
export function isFirst(what: string): boolean {
  const holder = window as { __throughline?: Record<string, boolean> }
  holder.__throughline ??= {}
  const begun = holder.__throughline
  if (begun[what]) return false
  begun[what] = true
  return true
}

/** What was begun is over: the next time is a first one again. */
export function release(what: string): void {
  delete (window as { __throughline?: Record<string, boolean> }).__throughline?.[what]
}

/** Address of the page as it is told: what stands in a query or behind a hash may be a person's. */
export const pageAddress = (): string => location.origin + location.pathname

/** What a visitor has closed stays closed until he closes the tab. A browser may refuse to remember; then it opens again on the next page. */
export const closed = {
  key: (settings: Settings) => `throughline:closed:${settings.website}`,
  remember(settings: Settings): void {
    try {
      sessionStorage.setItem(closed.key(settings), '1')
    } catch {}
  },
  is(settings: Settings): boolean {
    try {
      return sessionStorage.getItem(closed.key(settings)) !== null
    } catch {
      return false
    }
  },
}
