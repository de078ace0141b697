import { type Fault, type Fields, first, isFields, onlyKeys } from './checks.js'
import type { Call, Reply, Service, Told, World } from './double.js'

const PATH = /^\/bot([^/]+)\/(\w+)$/
const TOKEN = /^\d{5,12}:[\w-]{30,}$/
const SECRET = /^[\w-]{1,256}$/
const UPDATES = new Set(['message', 'chat_member', 'my_chat_member', 'chat_join_request', 'callback_query', 'channel_post'])

/** Where a bot's updates go, as `setWebhook` said. */
export interface Webhook {
  readonly url: string
  readonly secret: string | undefined
  readonly allowed: readonly string[]
}

const refusal = (status: number, description: string, parameters?: Fields): Reply => ({
  status,
  body: { ok: false, error_code: status, description, ...(parameters && { parameters }) },
})

const done = (result: unknown, took: Told[] = []): Reply => ({ status: 200, body: { ok: true, result }, took })

type Method = (fields: Fields, bot: { readonly token: string; readonly id: string }, world: World) => Reply

/** Telegram's Bot API, as a local server of it is: webhooks may be HTTP. Methods that this product has no use for are unknown to it. */
export const telegram: Service = {
  name: 'telegram',
  windowMs: 0,
  tooMany: refusal(429, 'Too Many Requests: retry after 1', { retry_after: 1 }),
  answer,
}

function answer({ method, path, headers, json }: Call, world: World): Reply {
  const [, token = '', name = ''] = PATH.exec(path) ?? []
  if (!TOKEN.test(token)) return refusal(404, 'Not Found')
  if (world.isRevoked(token)) return refusal(401, 'Unauthorized')
  const act = METHODS[name]
  if (!act) return refusal(404, 'Not Found: method not found')
  if (method !== 'POST' || !/^application\/json\b/.test(headers['content-type'] ?? '') || !isFields(json))
    return refusal(400, 'Bad Request: parameters must be sent as JSON')
  return act(json, { token, id: token.split(':')[0]! }, world)
}

const METHODS: Record<string, Method> = {
  getMe: (_fields, { id }) => done({ id: Number(id), is_bot: true, first_name: 'Double', username: 'double_bot' }),
  setWebhook,
  deleteWebhook: (fields, { token }, world) =>
    checked(fields, ['drop_pending_updates'], [], () => {
      world.kept.delete(webhookKey(token))
      return done(true)
    }),
  createChatInviteLink,
  revokeChatInviteLink,
  approveChatJoinRequest: (fields, bot, world) => settle('approved', fields, bot, world),
  declineChatJoinRequest: (fields, bot, world) => settle('declined', fields, bot, world),
}

const webhookKey = (token: string): string => `webhook ${token}`
const linkKey = (link: string): string => `link ${link}`
const requestKey = (chat: unknown, user: unknown): string => `request ${chat} ${user}`

/** Where a bot's updates go. */
export const webhookOf = (kept: ReadonlyMap<string, unknown>, token: string): Webhook | undefined =>
  kept.get(webhookKey(token)) as Webhook | undefined

/** A person asks to join: there is something to approve. */
export const askToJoin = (kept: Map<string, unknown>, chat: string, user: number): void => void kept.set(requestKey(chat, user), true)

function setWebhook(fields: Fields, { token }: { token: string }, world: World): Reply {
  const { url, secret_token: secret, allowed_updates: allowed = [] } = fields
  const known = ['url', 'secret_token', 'allowed_updates', 'drop_pending_updates', 'max_connections', 'certificate', 'ip_address']
  return checked(
    fields,
    known,
    [
      () =>
        typeof url === 'string' && (url === '' || /^https?:$/.test(protocolOf(url)))
          ? undefined
          : 'bad webhook: an HTTP URL must be provided',
      () => (secret === undefined || SECRET.test(String(secret)) ? undefined : 'secret token contains unallowed characters'),
      () => (Array.isArray(allowed) && allowed.every(kind => UPDATES.has(kind)) ? undefined : "can't parse allowed updates"),
    ],
    () => {
      if (url === '') world.kept.delete(webhookKey(token))
      else world.kept.set(webhookKey(token), { url, secret, allowed } as Webhook)
      return done(true)
    },
  )
}

function createChatInviteLink(fields: Fields, { id }: { id: string }, world: World): Reply {
  const { chat_id: chat, name, expire_date: expires, member_limit: limit, creates_join_request: asks } = fields
  return checked(
    fields,
    ['chat_id', 'name', 'expire_date', 'member_limit', 'creates_join_request'],
    [
      () => chatFault(chat),
      () => (name === undefined || (typeof name === 'string' && name.length <= 32) ? undefined : 'invite link name is too long'),
      () =>
        expires === undefined || (Number.isInteger(expires) && Number(expires) * 1000 > world.now)
          ? undefined
          : 'expire_date is not a time ahead',
      () =>
        limit === undefined || (Number.isInteger(limit) && Number(limit) >= 1 && Number(limit) <= 99_999)
          ? undefined
          : 'member_limit is out of range',
      () => (asks && limit !== undefined ? "member limit can't be specified for links requiring administrator approval" : undefined),
    ],
    () => {
      const link = `https://t.me/+double${String(world.kept.size).padStart(10, '0')}`
      const result = {
        invite_link: link,
        creator: { id: Number(id), is_bot: true, first_name: 'Double' },
        creates_join_request: asks === true,
        is_primary: false,
        is_revoked: false,
        ...(name !== undefined && { name }),
        ...(expires !== undefined && { expire_date: expires }),
        ...(limit !== undefined && { member_limit: limit }),
      }
      world.kept.set(linkKey(link), result)
      return done(result, [{ account: String(chat), name: 'createChatInviteLink', id: link, event: fields }])
    },
  )
}

function revokeChatInviteLink(fields: Fields, _bot: unknown, world: World): Reply {
  const { chat_id: chat, invite_link: link } = fields
  return checked(fields, ['chat_id', 'invite_link'], [() => chatFault(chat)], () => {
    const known = world.kept.get(linkKey(String(link)))
    if (!isFields(known)) return refusal(400, 'Bad Request: INVITE_HASH_EXPIRED')
    const result = { ...known, is_revoked: true }
    world.kept.set(linkKey(String(link)), result)
    return done(result, [{ account: String(chat), name: 'revokeChatInviteLink', id: String(link), event: fields }])
  })
}

function settle(what: string, fields: Fields, _bot: unknown, world: World): Reply {
  const { chat_id: chat, user_id: user } = fields
  return checked(
    fields,
    ['chat_id', 'user_id'],
    [() => chatFault(chat), () => (Number.isSafeInteger(user) ? undefined : 'user_id must be an integer')],
    () => {
      if (!world.kept.delete(requestKey(chat, user))) return refusal(400, 'Bad Request: HIDE_REQUESTER_MISSING')
      return done(true, [{ account: String(chat), name: what, id: String(user), event: fields }])
    },
  )
}

function checked(fields: Fields, known: string[], checks: (() => Fault)[], act: () => Reply): Reply {
  const fault = first(() => onlyKeys(fields, new Set(known), 'parameters'), ...checks)
  return fault === undefined ? act() : refusal(400, `Bad Request: ${fault}`)
}

/** A number, or its text, or a public name. */
const chatFault = (chat: unknown): Fault =>
  Number.isSafeInteger(chat) || (typeof chat === 'string' && /^(-?\d+|@\w{4,})$/.test(chat)) ? undefined : 'chat not found'

const protocolOf = (url: string): string => (URL.canParse(url) ? new URL(url).protocol : '')
