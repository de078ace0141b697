import type { Catalogue } from '../catalogue/catalogue.js'
import type { Channel } from '../catalogue/tracking.js'
import type { Vault } from '../lib/vault.js'
import type { Outbound } from '../outbound/outbound.js'
import { readTelegram, telegramRequest } from '../outbound/telegram.js'

/** A link that Telegram made for one person, or why it made none. */
export type Minted = { readonly link: string } | { readonly reason: string }

/** Milliseconds that a visitor waits for Telegram. */
const PATIENCE_MS = 2000

/** Calls of one bot under way at once: Telegram slows down who asks for more. */
const MAX_CONCURRENT = 16

interface Needs {
  readonly catalogue: Catalogue
  readonly outbound: Pick<Outbound, 'send'>
  /** Opens the bots' tokens. */
  readonly vault: Vault
  /** Where the Bot API is, without a slash at the end. */
  readonly telegramUrl: string
}

/** Has Telegram make invite links, each for one person. */
export class InviteLinks {
  constructor(private readonly needs: Needs) {}

  /**
   * A link into the channel, https://core.telegram.org/bots/api#createchatinvitelink. Never throws for what Telegram does.
   * @param name at most 32 characters: people see it in their list of links
   * @param expiresAt epoch milliseconds
   */
  async mint(channel: Channel, name: string, expiresAt: number): Promise<Minted> {
    const { catalogue, outbound, vault, telegramUrl } = this.needs
    const { telegramChatId, approveJoinRequests } = channel
    const bot = channel.bot === null ? undefined : catalogue.current.tracking.bot(channel.bot)
    if (!bot || telegramChatId === null) return { reason: 'the channel has no bot' }
    const token = vault.open(bot.token)
    if (token === undefined) return { reason: "none of our keys opens the bot's token" }
    const request = telegramRequest(telegramUrl, token, 'createChatInviteLink', {
      chat_id: telegramChatId,
      name,
      expire_date: Math.floor(expiresAt / 1000),
      // Telegram takes one or the other. Of those who ask to join by a link we approve the first alone, which comes to the same.
      ...(approveJoinRequests ? { creates_join_request: true } : { member_limit: 1 }),
    })
    const answer = readTelegram(
      await outbound.send(request, { destination: bot.id, timeoutMs: PATIENCE_MS, maxConcurrent: MAX_CONCURRENT }),
    )
    if (!answer.ok) return { reason: answer.reason }
    const link = (answer.result as { readonly invite_link?: unknown } | null)?.invite_link
    // We send visitors there: it must be Telegram's.
    if (typeof link !== 'string' || !INVITE_LINK.test(link)) return { reason: 'Telegram answered no link' }
    return { link }
  }
}

const INVITE_LINK = /^https:\/\/(?:t|telegram)\.me\/[\w+/-]{1,200}$/
