import type { Bot } from '../catalogue/tracking.js'
import { SECOND } from '../lib/time.js'
import type { Vault } from '../lib/vault.js'
import type { Outbound } from '../outbound/outbound.js'
import { readTelegram, telegramRequest } from '../outbound/telegram.js'

/** What of a channel Telegram is to tell us. */
const UPDATES = ['chat_member', 'my_chat_member', 'chat_join_request']

/** A person waits for the answer. */
const TIMEOUT = 5 * SECOND

interface Needs {
  readonly outbound: Pick<Outbound, 'send'>
  /** Of purpose `bots`. */
  readonly vault: Vault
  /** Base of this server's addresses, as Telegram reaches it. */
  readonly baseUrl: string
  readonly telegramUrl: string
}

/** Tells Telegram where to report what happens in a bot's channels. */
export class BotWebhooks {
  constructor(private readonly needs: Needs) {}

  /** Registers the webhook, again if it was. @returns why that failed; undefined when it did not */
  async register(bot: Bot): Promise<string | undefined> {
    const secret = this.needs.vault.open(bot.webhookSecret)
    if (secret === undefined) return 'no SECRET_KEY of this server opens what was sealed of this bot'
    const parameters = { url: `${this.needs.baseUrl}/telegram/${bot.id}`, secret_token: secret, allowed_updates: UPDATES }
    return this.call(bot, 'setWebhook', parameters, [secret])
  }

  /** Has Telegram forget the webhook, if it can be reached. */
  async remove(bot: Bot): Promise<void> {
    await this.call(bot, 'deleteWebhook', {}, [])
  }

  private async call(bot: Bot, method: string, parameters: Record<string, unknown>, secrets: string[]): Promise<string | undefined> {
    const { outbound, vault, telegramUrl } = this.needs
    const token = vault.open(bot.token)
    if (token === undefined) return 'no SECRET_KEY of this server opens what was sealed of this bot'
    const request = telegramRequest(telegramUrl, token, method, parameters, secrets)
    const answer = readTelegram(await outbound.send(request, { destination: bot.id, timeoutMs: TIMEOUT }))
    return answer.ok ? undefined : answer.reason
  }
}
