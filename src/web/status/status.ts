// The status page's own script: it asks for the key, keeps it for as long as the tab is open, and shows what the server answers to it.

const KEY = 'throughline:status-key'

/** Often enough to watch something heal. */
const REFRESH_MS = 30_000

async function show(key: string): Promise<void> {
  const response = await fetch('/status', { headers: { Accept: 'text/html', Authorization: `Bearer ${key}` }, cache: 'no-store' })
  if (response.status === 401 || response.status === 403) {
    sessionStorage.removeItem(KEY)
    throw new Error('This is not a secret key in force.')
  }
  if (!response.ok) throw new Error(`The server answered ${response.status}. Try again in a moment.`)
  const next = new DOMParser().parseFromString(await response.text(), 'text/html').querySelector('main')
  if (!next) return
  sessionStorage.setItem(KEY, key)
  const forget = document.createElement('button')
  forget.textContent = 'Forget the key'
  forget.addEventListener('click', () => {
    sessionStorage.removeItem(KEY)
    location.reload()
  })
  next.append(forget)
  const { scrollY } = window
  document.querySelector('main')!.replaceWith(next)
  window.scrollTo(0, scrollY)
}

const form = document.getElementById('key-form') as HTMLFormElement | null
const notice = document.getElementById('notice')

const attempt = (key: string) =>
  show(key).catch((error: Error) => {
    // Once something is shown, a refresh that fails leaves it there: its time says how old it is.
    if (notice) notice.textContent = error.message
  })

form?.addEventListener('submit', event => {
  event.preventDefault()
  void attempt((document.getElementById('key') as HTMLInputElement).value.trim())
})

if (form) {
  const kept = sessionStorage.getItem(KEY)
  if (kept) void attempt(kept)
  setInterval(() => {
    const key = sessionStorage.getItem(KEY)
    // Not under the hands of a person who works with the page.
    if (key && document.visibilityState === 'visible') void attempt(key)
  }, REFRESH_MS)
}
