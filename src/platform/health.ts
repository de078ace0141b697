import { reply } from '../http/reply.js'
import type { Handler } from '../http/types.js'

/** The process is up. Says nothing of what it stands on: that is `readyz`. */
export const getHealth = (): Handler<'getHealth'> => () => reply(200, { status: 'ok' })
