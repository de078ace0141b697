import { reply } from '../http/reply.js'
import type { Handler } from '../http/types.js'
import { NotFound } from '../lib/errors.js'
import { sent, type WebFiles } from './web-files.js'

/** A file under the name of its content, which a browser never has to ask for again. */
export const getWebFile =
  (files: WebFiles): Handler<'getWebFile'> =>
  request => {
    const file = files.named(request.path.file)
    if (file === undefined) throw new NotFound('file: must be one of this version, as its page or script names it')
    const { body, headers } = sent(file, request, 'public, max-age=31536000, immutable')
    return reply(200, body, headers)
  }
