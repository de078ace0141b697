import { reply } from '../http/reply.js'
import type { Handler } from '../http/types.js'
import { readUpdate } from './membership.js'
import type { MembershipBook } from './membership-book.js'

/** Takes what Telegram tells a bot. What means nothing to us is taken too: refused, it would come again for a day. */
export const recordTelegramUpdate =
  ({ memberships }: { memberships: MembershipBook }): Handler<'recordTelegramUpdate'> =>
  async ({ body, principal: { bot }, now }) => {
    const update = readUpdate(body, now)
    if (update?.membership) await memberships.take({ bot, updateId: update.id, membership: update.membership, at: now })
    return reply(200, { ok: true })
  }
