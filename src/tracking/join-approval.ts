import type { Catalogue } from '../catalogue/catalogue.js'
import type { JobHandler, Payload } from '../jobs/jobs.js'
import type { Log } from '../lib/log.js'
import type { Vault } from '../lib/vault.js'
import type { Outbound } from '../outbound/outbound.js'
import { readTelegram, telegramRequest } from '../outbound/telegram.js'
import type { Membership } from './membership.js'

/** Name of the job that approves a request to join. */
export const APPROVAL_JOB = 'approve_join'

/** What the job is told, and its key: a request that is repeated is approved once. */
export const approvalOf = (
  bot: string,
  { chat, telegramUserId: user }: Membership,
): { readonly payload: Payload; readonly key: string } => ({
  payload: { bot, chat, user },
  key: `${bot} ${chat} ${user}`,
})

interface Needs {
  readonly catalogue: Catalogue
  readonly outbound: Pick<Outbound, 'send'>
  /** Opens the bots' tokens. */
  readonly vault: Vault
  /** Where the Bot API is, without a slash at the end. */
  readonly telegramUrl: string
  readonly log: Log
}

/** Approves a request to join, https://core.telegram.org/bots/api#approvechatjoinrequest. It is tried again until Telegram has an answer to it. */
export const approveJoin =
  ({ catalogue, outbound, vault, telegramUrl, log }: Needs): JobHandler =>
  async ({ bot: botId, chat, user }) => {
    const bot = catalogue.current.tracking.bot(String(botId))
    const token = bot && vault.open(bot.token)
    if (token === undefined) {
      log.warn({ bot: botId }, 'join request: the bot is gone, or none of our keys opens its token')
      return
    }
    const request = telegramRequest(telegramUrl, token, 'approveChatJoinRequest', { chat_id: String(chat), user_id: Number(user) })
    const exchange = await outbound.send(request, { destination: String(botId) })
    const answer = readTelegram(exchange)
    if (answer.ok) return
    const status = exchange.kind === 'answered' ? exchange.answer.status : undefined
    // Taken back meanwhile, approved by a person, or not ours to approve: another try would hear the same.
    const isFinal = exchange.kind === 'refused' || (status !== undefined && status >= 400 && status < 500 && status !== 429)
    if (!isFinal) throw new Error(answer.reason)
    log.warn({ bot: botId, reason: answer.reason }, 'join request: could not be approved')
  }
