/** A router's redirects come in one breath; what stands still for this long, in milliseconds, is a page. */
const STILL = 100

/** The address without its fragment, unless that is a route of its own (`#/…`, `#!…`). */
export const pageOf = (href: string): string => href.replace(/#(?![/!]).*/, '')

/** Calls `moved` whenever a page without reloads has gone to another address. */
export function watchMoves(moved: () => void): void {
  let timer = 0
  const soon = () => {
    clearTimeout(timer)
    timer = window.setTimeout(moved, STILL)
  }
  for (const name of ['pushState', 'replaceState'] as const) {
    const own = history[name]
    history[name] = function (this: History, ...given) {
      own.apply(this, given)
      soon()
    }
  }
  addEventListener('popstate', soon)
}
