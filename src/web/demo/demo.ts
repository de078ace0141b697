// The demo page's own script: it writes down what the widget asks and says, and plays the cashier of the "declined" page.

const log = document.getElementById('log')!

function note(what: string, answer: string): void {
  const row = document.createElement('tr')
  for (const text of [`${(performance.now() / 1000).toFixed(1)} s`, what, answer]) {
    const cell = document.createElement('td')
    cell.textContent = text
    row.append(cell)
  }
  log.append(row)
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
      note(shortened(url), `${entry.responseStatus || 'no answer'}, ${Math.round(entry.duration)} ms`)
  }
}).observe({ type: 'resource', buffered: true })

for (const name of ['ready', 'shown', 'closed', 'clicked'])
  window.addEventListener(`throughline:${name}`, event => {
    const { requestId: _, ...detail } = (event as CustomEvent<Record<string, unknown>>).detail
    note(`event throughline:${name}`, JSON.stringify(detail))
  })

const button = document.getElementById('decline') as HTMLButtonElement | null
const outcome = document.getElementById('declined')
let session: string | undefined = (window as { __RETARGET_DECLINE_SESSION_ID?: string }).__RETARGET_DECLINE_SESSION_ID

window.addEventListener('retarget:decline-session', event => {
  session = (event as CustomEvent<{ sessionId: string }>).detail.sessionId
  note('event retarget:decline-session', session)
  if (button) button.disabled = false
})
if (button && session) button.disabled = false

document.getElementById('deposit')?.addEventListener('submit', event => {
  event.preventDefault()
  if (button) button.disabled = true
  if (outcome) outcome.textContent = 'Asking the bank'
  const body = JSON.stringify({ sessionId: session, reason: 'deposit_declined' })
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
