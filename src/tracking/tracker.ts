import { reply } from '../http/reply.js'
import type { Envelope, Handler } from '../http/types.js'

/** The script's bytes; undefined: the browser has this version already. */
type Script = (request: Pick<Envelope, 'headers'>) => { readonly body: Buffer | undefined; readonly headers: Record<string, string> }

/** The script that pages are tracked by. */
export const getTracker =
  (script: Script): Handler<'getTracker'> =>
  request => {
    const { body, headers } = script(request)
    return body === undefined ? reply(304, undefined, headers) : reply(200, body, headers)
  }
