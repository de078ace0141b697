/** Standard of the field for display advertising (MRC): half of it, for a second without a break. */
const SHARE = 0.5
const DURATION = 1000

/** Calls `seen` once for each element of which at least half was in view for one second, in a tab that was in front. */
export function watchViews<T extends Element>(elements: readonly T[], seen: (element: T) => void): void {
  const timers = new Map<Element, number>()
  const stop = (element: Element) => {
    clearTimeout(timers.get(element))
    timers.delete(element)
  }
  const observer = new IntersectionObserver(
    entries => {
      for (const { target, intersectionRatio, isIntersecting } of entries) {
        stop(target)
        if (isIntersecting && intersectionRatio >= SHARE && !document.hidden) timers.set(target, window.setTimeout(count, DURATION, target))
      }
    },
    { threshold: SHARE },
  )
  const left = new Set<Element>(elements)
  const count = (element: T) => {
    stop(element)
    // In a tab behind others nothing is seen, though it may be in the viewport still.
    if (document.hidden || !left.delete(element)) return
    observer.unobserve(element)
    if (left.size === 0) document.removeEventListener('visibilitychange', restart)
    seen(element)
  }
  // Observing anew has the observer report what is in view now.
  const restart = () => {
    for (const element of left) {
      stop(element)
      observer.unobserve(element)
      if (!document.hidden) observer.observe(element)
    }
  }
  document.addEventListener('visibilitychange', restart)
  for (const element of elements) observer.observe(element)
}
