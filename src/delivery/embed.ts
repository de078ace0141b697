import type { Catalogue } from '../catalogue/catalogue.js'
import { isLocalHost, twinOf } from '../catalogue/origin.js'
import type { LiveWebsite } from '../catalogue/website.js'
import { reply } from '../http/reply.js'
import type { Handler } from '../http/types.js'
import { NotFound } from '../lib/errors.js'
import type { WebFiles } from './web-files.js'

interface Needs {
  readonly catalogue: Catalogue
  readonly files: WebFiles
}

/** The page for a frame. Its calls come from this server's own origin, so who may hold the frame is settled here. */
export const getEmbed =
  ({ catalogue, files }: Needs): Handler<'getEmbed'> =>
  ({ query }) => {
    const website = catalogue.current.websites.byPubKey.get(query.pub)
    if (!website || website.websiteKey !== query.website || website.status === 'paused')
      throw new NotFound('pub and website: these keys are not a pair in force')
    return reply(200, page(files.get('embed.js').path), {
      'Content-Type': 'text/html; charset=utf-8',
      'Content-Security-Policy': policy(website),
      // The address carries keys of the website, and the calls need none of it.
      'Referrer-Policy': 'strict-origin-when-cross-origin',
      'X-Content-Type-Options': 'nosniff',
      'Cache-Control': 'no-store',
    })
  }

/** Requests go to this server alone, pictures come from wherever an advertiser keeps them. */
const policy = (website: LiveWebsite): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    "connect-src 'self'",
    'img-src https: http: data:',
    "base-uri 'none'",
    "form-action 'none'",
    `frame-ancestors ${ancestorsOf(website).join(' ')}`,
  ].join('; ')

/** The same origins that may call for the website: its domain and the `www.` twin on any port, and the local machine where it may. */
function ancestorsOf({ domain, allowDevOverrides }: LiveWebsite): string[] {
  const hosts = [domain, twinOf(domain)].map(host => `https://${host}:*`)
  if (isLocalHost(domain)) hosts.push(`http://${domain}:*`)
  if (allowDevOverrides) hosts.push('http://localhost:*', 'https://localhost:*', 'http://127.0.0.1:*')
  return hosts
}

const page = (script: string): string => `<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <meta name="color-scheme" content="light dark">
  <meta name="robots" content="noindex">
  <title>Offers</title>
</head>
<body>
  <div id="offers"></div>
  <script src="${script}"></script>
</body>
</html>
`
