import { isUtf8 } from 'node:buffer'
import type { Context } from 'koa'
import bodyParser from 'koa-bodyparser'
import { Invalid } from '../lib/errors.js'
import type { Operation } from './contract.js'
import { ProtocolFault } from './errors.js'

/** What became of a request's body. A malformed one is judged after the credentials, so it is carried, not thrown. */
export type Body = { readonly parsed: unknown } | { readonly fault: Invalid }

const NONE: Body = { parsed: undefined }

/**
 * Reads bodies with koa-bodyparser, one parser per size limit. `text/plain` is read as JSON where the spec lists it: browsers send it
 * without a preflight.
 * @throws ProtocolFault 413 and 415, which no credential can mend
 */
export function createBodyReader(): (ctx: Context, operation: Operation) => Promise<Body> {
  const parsers = new Map<number, ReturnType<typeof bodyParser>>()
  const parserOf = (limit: number) => {
    const parser =
      parsers.get(limit) ?? bodyParser({ jsonLimit: `${limit}b`, formLimit: `${limit}b`, extendTypes: { json: ['text/plain'] } })
    parsers.set(limit, parser)
    return parser
  }

  return async (ctx, operation) => {
    const { headers } = ctx.req
    if (operation.bodyTypes.length === 0 || (headers['transfer-encoding'] === undefined && Number(headers['content-length'] ?? 0) === 0))
      return NONE
    refuseForeignTypes(headers['content-type'], headers['content-encoding'], operation)

    // koa-bodyparser decodes leniently: keep the bytes, to tell a replacement character that was sent from one that was made.
    const chunks: Buffer[] = []
    ctx.req.on('data', (chunk: Buffer) => chunks.push(chunk))
    try {
      await parserOf(operation.bodyLimit)(ctx, async () => {})
    } catch (error) {
      return { fault: faultOf(error as Error & { status?: number; type?: string }, operation.bodyLimit) }
    }
    const raw = ctx.request.rawBody as string | undefined
    if (raw?.includes('\uFFFD') && !isUtf8(Buffer.concat(chunks))) return { fault: new Invalid('body: must be UTF-8') }
    return { parsed: ctx.request.body }
  }
}

function refuseForeignTypes(contentType = '', encoding = 'identity', { bodyTypes }: Operation): void {
  const [type = '', ...parameters] = contentType.split(';').map(part => part.trim().toLowerCase())
  if (!bodyTypes.includes(type)) throw new ProtocolFault(415, `Content-Type: must be ${bodyTypes.join(' or ')}`)
  const charset = parameters
    .find(part => part.startsWith('charset='))
    ?.slice('charset='.length)
    .replaceAll('"', '')
  if (charset !== undefined && charset !== 'utf-8' && charset !== 'utf8')
    throw new ProtocolFault(415, 'Content-Type: the charset must be utf-8')
  // No compressed bodies: a limit on what arrives is then a limit on what is held.
  if (encoding.toLowerCase() !== 'identity') throw new ProtocolFault(415, 'Content-Encoding: must be identity')
}

function faultOf(error: Error & { status?: number; type?: string }, limit: number): Invalid {
  if (error.status === 413) throw new ProtocolFault(413, `body: must be at most ${limit} bytes`, { Connection: 'close' })
  // The client went away or sent fewer bytes than it promised.
  if (error.type === 'request.aborted' || error.type === 'request.size.invalid') return new Invalid('body: ended early')
  if (error instanceof SyntaxError) return new Invalid('body: must be a JSON object')
  if (error.status === 400) return new Invalid('body: is malformed')
  throw error
}
