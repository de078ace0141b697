import { isLocalHost, parseOrigin } from '../catalogue/origin.js'
import { reply } from '../http/reply.js'
import type { Envelope, Handler } from '../http/types.js'
import { type Demo, readDemo } from './demo.js'
import type { ExplorerFiles } from './explorer-file.js'
import { isLoopback } from './loopback.js'

interface Needs {
  readonly files: () => ExplorerFiles
  /** Path of `demo.json`; undefined: nothing is filled in. */
  readonly demoFile: string | undefined
}

/** What the page can fill in. */
interface Filled {
  /** A credential for each security scheme of the spec, by its name. */
  readonly credentials: Readonly<
    Partial<Record<'pub' | 'website' | 'trackingId' | 'bearerKey' | 'trackingKey' | 'triggerSecret' | 'postbackToken', string>>
  >
  /** Ids of the demonstration's objects, by their prefixes, for the examples. */
  readonly ids?: Readonly<Record<string, string>>
}

/** Scripts, styles and requests of this origin alone. Pictures may be inline: the library's style sheet draws its arrows so. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

const HEADERS = {
  'Content-Type': 'text/html; charset=utf-8',
  'Content-Security-Policy': POLICY,
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
  // The page differs by who asks, and may hold a key.
  'Cache-Control': 'no-store',
}

/** The page on which people read the contract and try it, in a demonstration with its keys filled in. */
export const getExplorer = ({ files, demoFile }: Needs): Handler<'getExplorer'> => {
  const demo = demoFile === undefined ? undefined : readDemo(demoFile)
  return request => reply(200, page(files(), demo && filledIn(demo, request)), HEADERS)
}

/** The website's keys are public. The secrets are for the person at this machine, who could as well read `demo.json`. */
function filledIn(
  { website: site, tracking, project, advertiser }: Demo,
  { client, headers }: Pick<Envelope, 'client' | 'headers'>,
): Filled {
  const { pub, website, trackingId, triggerSecret } = site
  const shown = { pub, website, trackingId }
  if (!isLoopback(client, headers) || !namesThisMachine(headers.host)) return { credentials: shown }
  const secret = { bearerKey: project.secretKey, trackingKey: tracking.key, triggerSecret, postbackToken: advertiser.postbackToken }
  const ids = { site: site.id, atid: trackingId, adv: advertiser.id, chan: tracking.channelId, dest: tracking.destinationId }
  return { credentials: { ...shown, ...secret }, ids }
}

/** A name of another's domain that leads to this machine (DNS rebinding) must not read what is meant for the person at it. */
function namesThisMachine(host: string | string[] | undefined): boolean {
  const origin = parseOrigin(`http://${host}`)
  return origin !== undefined && isLocalHost(origin.host)
}

function page({ paths }: ExplorerFiles, filled: Filled = { credentials: {} }): string {
  return `<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <title>Throughline API</title>
  <link rel="icon" href="${paths.icon}">
  <link rel="stylesheet" href="${paths.libraryStyle}">
  <link rel="stylesheet" href="${paths.style}">
  <script src="${paths.library}" defer></script>
  <script src="${paths.script}" defer></script>
  <script id="filled" type="application/json">${inert(filled)}</script>
</head>
<body>
${note(filled)}
  <p class="note"><a href="/docs/guides">How to put the widgets into a page</a></p>
  <main id="explorer"></main>
  <noscript>This page needs JavaScript. The same contract is at <a href="/openapi.json">/openapi.json</a>.</noscript>
</body>
</html>
`
}

function note({ credentials: { pub, bearerKey } }: Filled): string {
  if (pub === undefined) return ''
  const which = bearerKey === undefined ? 'public keys are' : 'keys are'
  return `  <p class="note">The demonstration's ${which} filled in: open an operation, press <b>Try it out</b>, then <b>Execute</b>.</p>`
}

/** JSON that no credential can end the script element of. */
const inert = (value: unknown): string => JSON.stringify(value).replaceAll('<', '\\u003c')
