import type { Envelope } from '../http/types.js'
import { type BuiltFile, sent, type WebFiles } from './web-files.js'

/** Five minutes: so long may a page run the last version after a new one was installed. A day more while the new one is fetched beside. */
const SHORT = 'public, max-age=300, stale-while-revalidate=86400'

interface Answer {
  /** Undefined: the browser has this version already. */
  readonly body: Buffer | undefined
  readonly headers: Record<string, string>
}

/** A script under the name that stands in publishers' pages. */
export function stableScript(files: WebFiles, name: BuiltFile, request: Pick<Envelope, 'headers'>): Answer {
  const file = files.get(name)
  const ETag = `"${file.hash}"`
  const { body, headers } = sent(file, request, SHORT)
  // A proxy that changed the encoding has marked the tag as weak.
  const known = request.headers['if-none-match']?.split(',').some(tag => tag.trim().replace(/^W\//, '') === ETag)
  if (known) return { body: undefined, headers: { ETag, 'Cache-Control': SHORT, Vary: 'Accept-Encoding' } }
  return { body, headers: { ...headers, ETag } }
}
