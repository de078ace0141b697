import { reply } from '../http/reply.js'
import type { Authenticator, Handler, PrincipalOf } from '../http/types.js'
import { NotFound } from '../lib/errors.js'
import { readDemo } from './demo.js'

interface Needs {
  /** Path of `demo.json`; undefined: there is no demonstration. */
  readonly demoFile: string | undefined
  readonly authenticate: Authenticator
  readonly arm: Handler<'recordDeclineTrigger'>
}

/** What a publisher's server does when it declines a visitor: it calls the trigger with the secret that only it has. */
export const recordDemoDecline = ({ demoFile, authenticate, arm }: Needs): Handler<'recordDemoDecline'> => {
  const demo = demoFile === undefined ? undefined : readDemo(demoFile)
  return async ({ body, query: _, path: __, principal: ___, ...envelope }) => {
    if (demo === undefined) throw new NotFound('There is nothing at this path')
    const call = { ...envelope, headers: { ...envelope.headers, authorization: `Bearer ${demo.website.triggerSecret}` } }
    const principal = (await authenticate(call)) as PrincipalOf<'recordDeclineTrigger'>
    await arm({ ...call, body, query: {}, path: {}, principal })
    return reply(200, { status: 'ready', sessionId: body.sessionId })
  }
}
