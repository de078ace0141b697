import { reply } from '../http/reply.js'
import type { Handler } from '../http/types.js'

/** The contract that this server enforces, as one document. */
export const getOpenapi =
  (document: object): Handler<'getOpenapi'> =>
  () =>
    reply(200, document as never)
