import { reply } from '../http/reply.js'
import type { Handler } from '../http/types.js'
import { Forbidden, Unauthenticated } from '../lib/errors.js'
import { sameSecret } from '../lib/secrets.js'
import { isLoopback } from './loopback.js'

/** What the server counts, for Prometheus: to callers on this machine, to others with the operator's token. */
export const getMetrics =
  ({ read, token }: { read: () => Promise<string>; token: string | undefined }): Handler<'getMetrics'> =>
  async ({ client, headers }) => {
    if (!isLoopback(client, headers)) {
      const given = /^Bearer +(\S+)$/i.exec(headers.authorization ?? '')?.[1]
      if (given === undefined) throw new Unauthenticated('Authorization: a bearer token is required from other machines')
      if (token === undefined || !sameSecret(given, token))
        throw new Forbidden('Authorization: this is not the METRICS_TOKEN of the server')
    }
    return reply(200, await read(), { 'Content-Type': 'text/plain; version=0.0.4; charset=utf-8', 'Cache-Control': 'no-store' })
  }
