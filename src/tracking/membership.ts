import { HOUR, SECOND } from '../lib/time.js'

/** What an update says of one person in one chat. Ids as text; times in epoch milliseconds. */
export interface Membership {
  readonly kind: 'join' | 'leave' | 'request'
  readonly chat: string
  readonly telegramUserId: string
  readonly at: number
  /** The invite link he came by, or asked by. */
  readonly link: string | undefined
}

/** An update of a bot, and what there is for us to learn from it. */
export interface Update {
  readonly id: number
  readonly membership: Membership | undefined
}

/** Telegram keeps updates for a day. A time further back is none of theirs, nor is one ahead. */
const KEPT_MS = 24 * HOUR

/**
 * Reads an update, https://core.telegram.org/bots/api#update. Undefined: it is none, as far as we can tell. What it leaves out or says in another form than
 * documented is as if it were not said.
 */
export function readUpdate(body: unknown, now: number): Update | undefined {
  const { update_id: id, chat_member: member, chat_join_request: request } = fieldsOf(body)
  if (!Number.isSafeInteger(id)) return undefined
  return { id: id as number, membership: readMember(fieldsOf(member), now) ?? readRequest(fieldsOf(request), now) }
}

/** https://core.telegram.org/bots/api#chatmemberupdated */
function readMember(member: Fields, now: number): Membership | undefined {
  const { chat, date, old_chat_member: before, new_chat_member: after, invite_link: link } = member
  const was = isMember(fieldsOf(before))
  const is = isMember(fieldsOf(after))
  if (was === undefined || is === undefined || was === is) return undefined
  return membershipOf(is ? 'join' : 'leave', chat, fieldsOf(after).user, date, link, now)
}

/** https://core.telegram.org/bots/api#chatjoinrequest */
const readRequest = ({ chat, from, date, invite_link: link }: Fields, now: number): Membership | undefined =>
  membershipOf('request', chat, from, date, link, now)

function membershipOf(
  kind: Membership['kind'],
  chat: unknown,
  user: unknown,
  date: unknown,
  link: unknown,
  now: number,
): Membership | undefined {
  const { id: chatId } = fieldsOf(chat)
  const { id: userId, is_bot: isBot } = fieldsOf(user)
  if (!Number.isSafeInteger(chatId) || !Number.isSafeInteger(userId) || isBot === true) return undefined
  const { invite_link: text } = fieldsOf(link)
  // Telegram tells the second in which it happened: that second's end, so that nothing comes before what led to it.
  const at = typeof date === 'number' ? Math.floor(date) * SECOND : Number.NaN
  return {
    kind,
    chat: String(chatId),
    telegramUserId: String(userId),
    at: at > now - KEPT_MS && at <= now ? Math.min(at + SECOND - 1, now) : now,
    link: typeof text === 'string' ? text : undefined,
  }
}

/** Whether somebody of this status is in the chat, https://core.telegram.org/bots/api#chatmember; undefined for a status that we don't know. */
function isMember({ status, is_member: isRestrictedMember }: Fields): boolean | undefined {
  switch (status) {
    case 'creator':
    case 'administrator':
    case 'member':
      return true
    case 'restricted':
      return isRestrictedMember === true
    case 'left':
    case 'kicked':
      return false
    default:
      return undefined
  }
}

type Fields = Readonly<Record<string, unknown>>

const fieldsOf = (value: unknown): Fields => (typeof value === 'object' && value !== null ? (value as Fields) : {})
