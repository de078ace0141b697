import { reply } from '../http/reply.js'
import type { Handler } from '../http/types.js'
import type { InviteNeeds } from './invite.js'
import { NO_STORE, redirectTo, wayIn } from './track-invite.js'

/** The same as `getTrackInvite`, for proxies on the website's own domain. */
export const getProxiedInvite =
  (needs: InviteNeeds): Handler<'getProxiedInvite'> =>
  async request => {
    const link = await wayIn(needs, request)
    return link === undefined ? reply(204, undefined, NO_STORE) : reply(302, undefined, redirectTo(link))
  }
