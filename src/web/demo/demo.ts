// The demo page's own script: it writes down what the widget asks and says, and plays the cashier of the "declined" page.

const log = document.getElementById('log')!

/** Writes a line, in its place by the time (milliseconds since the page was opened): a request is heard of when it is answered. */
function note(at: number, what: string, answer: string): void {
  const row = document.createElement('tr')
  row.dataset.at = String(at)
  for (const text of [`${(at / 1000).toFixed(1)} s`, what, answer]) {
    const cell = document.createElement('td')
    cell.textContent = text
    row.append(cell)
  }
  const next = [...log.children].find(other => Number((other as HTMLElement).dataset.at) > at)
  log.insertBefore(row, next ?? null)
}

/** What a path says, without the keys and tokens that stand in every one. */
function shortened(url: URL): string {
  for (const name of ['pub', 'website', 'requestId']) url.searchParams.delete(name)
  return url.pathname + url.search
}

new PerformanceObserver(list => {
  for (const entry of list.getEntries() as PerformanceResourceTiming[]) {
    const url = new URL(entry.name)
    if (/^\/(v1|demo|widget)/.test(url.pathname))
      note(entry.startTime, shortened(url), `${entry.responseStatus || 'no answer'}, ${Math.round(entry.duration)} ms`)
  }
}).observe({ type: 'resource', buffered: true })

for (const name of ['ready', 'shown', 'closed', 'clicked'])
  window.addEventListener(`throughline:${name}`, event => {
    const { requestId: _, ...detail } = (event as CustomEvent<Record<string, unknown>>).detail
    note(event.timeStamp, `event throughline:${name}`, JSON.stringify(detail))
  })

// A visitor's close is remembered for his session. Each "Visit" is another visitor.
const CLOSED = /^throughline:closed:/
if (Object.keys(sessionStorage).some(key => CLOSED.test(key)) && document.querySelector('script[src="/widget.js"]'))
  note(performance.now(), 'closed before', 'The overlay stays closed for this session. "Visit" begins another one.')
document.getElementById('visit')?.addEventListener('submit', () => {
  for (const key of Object.keys(sessionStorage)) if (CLOSED.test(key)) sessionStorage.removeItem(key)
})

if (!/^(localhost|127\.0\.0\.1|\[::1\])$/.test(location.hostname))
  note(
    performance.now(),
    location.hostname,
    "Calls are refused here: the demonstration's website is localhost. From another machine, forward the port and open this page on localhost.",
  )

const button = document.getElementById('decline') as HTMLButtonElement | null
const outcome = document.getElementById('declined')
let session: string | undefined = (window as { __RETARGET_DECLINE_SESSION_ID?: string }).__RETARGET_DECLINE_SESSION_ID

window.addEventListener('retarget:decline-session', event => {
  session = (event as CustomEvent<{ sessionId: string }>).detail.sessionId
  note(event.timeStamp, 'event retarget:decline-session', session)
  if (button) button.disabled = false
})
if (button && session) button.disabled = false

window.addEventListener('throughline:closed', () => {
  if (outcome && session) outcome.textContent = 'Closed. "Visit" opens another session.'
})

document.getElementById('deposit')?.addEventListener('submit', event => {
  event.preventDefault()
  if (button) button.disabled = true
  if (outcome) outcome.textContent = 'Asking the bank'
  const body = JSON.stringify({ sessionId: session, reason: (document.getElementById('reason') as HTMLSelectElement).value })
  fetch('/demo/decline', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body }).then(
    ({ ok, status }) => {
      if (outcome)
        outcome.textContent = ok ? 'Declined. The widget opens within two seconds.' : `The demonstration's server answered ${status}.`
    },
    () => {
      if (outcome) outcome.textContent = 'The server is away.'
    },
  )
})
