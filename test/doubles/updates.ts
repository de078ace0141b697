import type { Double } from './double.js'
import { askToJoin, webhookOf } from './telegram.js'

/** What Telegram tells a bot's webhook: every update has a number of its own. */
let lastUpdate = 800_000_000
export const nextUpdateId = (): number => ++lastUpdate

interface Membership {
  readonly chatId: number
  readonly userId: number
  /** The link he came by, if any. */
  readonly link?: string
  readonly from?: 'left' | 'member'
  readonly to: 'member' | 'left' | 'kicked'
  /** Epoch seconds. */
  readonly date?: number
}

/** https://core.telegram.org/bots/api#chatmemberupdated */
export function chatMember({ chatId, userId, link, from, to, date = Math.floor(Date.now() / 1000) }: Membership): object {
  const user = { id: userId, is_bot: false, first_name: 'Person' }
  return {
    update_id: nextUpdateId(),
    chat_member: {
      chat: { id: chatId, title: 'VIP', type: 'channel' },
      from: user,
      date,
      old_chat_member: { user, status: from ?? (to === 'member' ? 'left' : 'member') },
      new_chat_member: { user, status: to },
      ...(link !== undefined && {
        invite_link: {
          invite_link: link,
          creator: { id: 1, is_bot: true, first_name: 'Double' },
          creates_join_request: false,
          is_primary: false,
          is_revoked: false,
        },
      }),
    },
  }
}

/** https://core.telegram.org/bots/api#chatjoinrequest; Telegram then waits for an answer to it. */
export function joinRequest(double: Double, { chatId, userId, link }: { chatId: number; userId: number; link: string }): object {
  askToJoin(double.kept, String(chatId), userId)
  return {
    update_id: nextUpdateId(),
    chat_join_request: {
      chat: { id: chatId, title: 'VIP', type: 'channel' },
      from: { id: userId, is_bot: false, first_name: 'Person' },
      user_chat_id: userId,
      date: Math.floor(Date.now() / 1000),
      invite_link: {
        invite_link: link,
        creator: { id: 1, is_bot: true, first_name: 'Double' },
        creates_join_request: true,
        is_primary: false,
        is_revoked: false,
      },
    },
  }
}

/**
 * Tells the webhook that the bot has set, with the secret it asked for.
 * @param origin where that webhook is to be found, if not where it says
 * @throws Error when the bot has set none, or does not want such updates
 */
export async function deliver(double: Double, token: string, update: object, origin?: string): Promise<Response> {
  const webhook = webhookOf(double.kept, token)
  if (!webhook) throw new Error(`bot ${token.split(':')[0]} has no webhook`)
  const kind = Object.keys(update).find(key => key !== 'update_id')!
  if (webhook.allowed.length > 0 && !webhook.allowed.includes(kind)) throw new Error(`${kind} is not among ${webhook.allowed}`)
  const headers = { 'content-type': 'application/json', ...(webhook.secret && { 'x-telegram-bot-api-secret-token': webhook.secret }) }
  const url = origin === undefined ? webhook.url : origin + new URL(webhook.url).pathname
  return fetch(url, { method: 'POST', headers, body: JSON.stringify(update) })
}
