import { reply } from '../http/reply.js'
import type { Handler, Request } from '../http/types.js'
import { NotFound } from '../lib/errors.js'
import { type Demo, readDemo } from './demo.js'

interface Needs {
  /** Path of `demo.json`; undefined: there is no demonstration. */
  readonly demoFile: string | undefined
  /** Where the page's own script and style sheet stand. @throws Unavailable when they are not built */
  readonly pathOf: (file: 'demo.js' | 'demo.css') => string
}

type Visit = Request<'getDemo'>['query']

const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src * data:; base-uri 'none'; form-action 'self'; frame-ancestors 'self'"

const WIDGETS = {
  overlay: { script: 'widget.js', name: 'Overlay', does: 'opens over the whole page when the visitor may not be served.' },
  section: { script: 'widget-section.js', name: 'Section', does: 'fills an element of the page with offers, for every visitor.' },
  decline: { script: 'widget-decline.js', name: 'Decline', does: 'waits until your server declines the visitor, and opens then.' },
} as const

/** Some of the world: the demonstration's website serves the United States alone. */
const COUNTRIES = { US: 'United States', DE: 'Germany', GB: 'United Kingdom', FR: 'France', BR: 'Brazil', IN: 'India', JP: 'Japan' }

/** A publisher's page for newcomers, with one widget at a time in it. */
export const getDemo = ({ demoFile, pathOf }: Needs): Handler<'getDemo'> => {
  const demo = demoFile === undefined ? undefined : readDemo(demoFile)
  return ({ query }) => {
    if (demo === undefined) throw new NotFound('There is nothing at this path')
    return reply(200, page(demo, query, pathOf), {
      'Content-Type': 'text/html; charset=utf-8',
      'Content-Security-Policy': POLICY,
      'X-Content-Type-Options': 'nosniff',
      'Cache-Control': 'no-store',
    })
  }
}

function page({ website }: Demo, { widget, country }: Visit, pathOf: Needs['pathOf']): string {
  const { script, does } = WIDGETS[widget]
  const tag = `<script src="/${script}" data-pub="${website.pub}" data-website="${website.website}" data-dev-country="${country}" async></script>`
  return `<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <meta name="color-scheme" content="light dark">
  <title>Harbour Lights: Throughline demonstration</title>
  <link rel="icon" href="data:,">
  <link rel="stylesheet" href="${pathOf('demo.css')}">
  <script src="${pathOf('demo.js')}" defer></script>
</head>
<body>
  <header>
    <p class="brand">Harbour Lights</p>
    <nav aria-label="Widgets">${Object.entries(WIDGETS)
      .map(([key, { name }]) => link(`/demo?widget=${key}&country=${country}`, name, key === widget))
      .join('')}</nav>
  </header>
  <main>
    <h1>Evenings by the water</h1>
    <p>A page as a publisher has it. It may serve visitors from the United States alone, and carries one line of Throughline, which ${does}</p>
    <pre><code>${escaped(tag)}</code></pre>
    <form id="visit" action="/demo">
      <input type="hidden" name="widget" value="${widget}">
      <label for="country">The visitor comes from</label>
      <select id="country" name="country">${countries(country)}</select>
      <button>Visit</button>
    </form>
${widget === 'decline' ? DECLINE : ''}${widget === 'section' ? '    <div id="retarget-ads"></div>\n' : ''}    <section aria-labelledby="log-title">
      <h2 id="log-title">What happens</h2>
      <table>
        <thead><tr><th scope="col">At</th><th scope="col">Request or event</th><th scope="col">Answer</th></tr></thead>
        <tbody id="log"></tbody>
      </table>
    </section>
    <p class="more">More: <a href="/docs/guides">integration guides</a>, <a href="/docs/api">the API</a></p>
  </main>
  ${tag}
</body>
</html>
`
}

const DECLINE = `    <form id="deposit">
      <p>A deposit that will be declined: your server is told the session, and arms it with the trigger secret. One who has excluded himself is shown
      whom to ask, and no offer.</p>
      <label for="reason">Declined as</label>
      <select id="reason">
        <option>deposit_declined</option>
        <option>kyc_failed</option>
        <option>self_excluded</option>
      </select>
      <button id="decline" disabled>Deposit 50 USD</button> <output id="declined"></output>
    </form>
`

const link = (href: string, name: string, current: boolean): string =>
  `<a href="${href.replace('&', '&amp;')}"${current ? ' aria-current="page"' : ''}>${name}</a>`

function countries(chosen: string): string {
  const all: Record<string, string> = { ...COUNTRIES, ...(!(chosen in COUNTRIES) && { [chosen]: chosen }) }
  return Object.entries(all)
    .map(([code, name]) => `<option value="${code}"${code === chosen ? ' selected' : ''}>${name}</option>`)
    .join('')
}

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
