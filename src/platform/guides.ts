import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { reply } from '../http/reply.js'
import type { Handler } from '../http/types.js'

interface Needs {
  /** Base of this server's addresses, as publishers' pages reach it. */
  readonly baseUrl: string
  /** Where the page's style sheet stands. @throws Unavailable when it is not built */
  readonly pathOf: (file: 'guides.css') => string
}

/** How publishers put the widgets into their pages, with this server's own address filled in. */
export const getGuides = ({ baseUrl, pathOf }: Needs): Handler<'getGuides'> => {
  const { resolve } = createRequire(import.meta.url)
  const text = readFileSync(resolve('#web/docs/guides.html'), 'utf8').replaceAll('{{base}}', baseUrl)
  return () =>
    reply(200, text.replace('{{style}}', pathOf('guides.css')), {
      'Content-Type': 'text/html; charset=utf-8',
      'Content-Security-Policy':
        "default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
      'X-Content-Type-Options': 'nosniff',
      'Cache-Control': 'public, max-age=300',
    })
}
