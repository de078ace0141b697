import { BotStore } from '../catalogue/bot-store.js'
import type { Catalogue } from '../catalogue/catalogue.js'
import type { Bot } from '../catalogue/tracking.js'
import type { Database } from '../db/database.js'
import { reply } from '../http/reply.js'
import type { BodyOf, Handler } from '../http/types.js'
import type { Journal } from '../journal/journal.js'
import { newId } from '../lib/id.js'
import { newSecret } from '../lib/secrets.js'
import { iso } from '../lib/time.js'
import type { Vault } from '../lib/vault.js'
import type { BotWebhooks } from './bot-webhook.js'

export interface BotNeeds {
  readonly db: Database
  readonly catalogue: Catalogue
  readonly journal: Journal
  /** Of purpose `bots`. */
  readonly vault: Vault
  readonly webhooks: Pick<BotWebhooks, 'register' | 'remove'>
}

/** A bot whose webhook Telegram has not been asked for. */
export const UNREGISTERED = { state: 'unregistered', stateReason: 'Telegram has not been asked to call our webhook yet' } as const

/** The organization's bots, oldest first. */
export const listBots =
  ({ db }: BotNeeds): Handler<'listBots'> =>
  async ({ query: { page, limit }, principal: { organization } }) => {
    const { items, total } = await new BotStore(db.knex).list(organization, { offset: (page - 1) * limit, limit })
    return reply(200, { items: items.map(presentBot), total, page })
  }

/** Keeps a bot, and asks Telegram to report to us. It is kept first: Telegram may call before it answers. */
export const createBot =
  (needs: BotNeeds): Handler<'createBot'> =>
  async ({ body, principal: { organization }, now }) => {
    const { catalogue, journal, vault } = needs
    const { secret, hash } = newSecret('')
    const kept: Bot = {
      id: newId('bot'),
      organization,
      name: body.name,
      token: vault.seal(body.token),
      webhookSecretHash: hash,
      webhookSecret: vault.seal(secret),
      ...UNREGISTERED,
      createdAt: now,
      updatedAt: now,
    }
    await catalogue.change(async trx => {
      await new BotStore(trx).insert(kept)
      await journal.record(trx, [{ id: newId('evt'), organization, kind: 'bot_created', at: now, properties: { botId: kept.id } }])
    })
    const bot = await registerWebhook(needs, kept, now)
    return reply(201, { ...presentBot(bot), webhookSecret: secret }, { Location: `/api/v1/bots/${bot.id}` })
  }

/** Asks Telegram to call our webhook and writes down what came of it. */
export async function registerWebhook({ catalogue, journal, webhooks }: BotNeeds, bot: Bot, now: number): Promise<Bot> {
  const reason = await webhooks.register(bot)
  const after: Bot = { ...bot, state: reason === undefined ? 'ok' : 'unregistered', stateReason: reason ?? null }
  if (after.state === bot.state && after.stateReason === bot.stateReason) return after
  const { id: botId, organization, state } = after
  await catalogue.change(async trx => {
    // Not when it was deleted or got another token meanwhile: what we heard is about the former one.
    if (!(await new BotStore(trx).settle(after))) return
    const properties = { botId, state, ...(reason !== undefined && { reason }) }
    await journal.record(trx, [{ id: newId('evt'), organization, kind: 'bot_webhook', at: now, properties }])
  })
  return after
}

/** A bot as the contract shows it. */
export const presentBot = ({ id, name, state, stateReason, createdAt, updatedAt }: Bot): BodyOf<'getBot', 200> => ({
  id,
  name,
  state,
  stateReason,
  createdAt: iso(createdAt),
  updatedAt: iso(updatedAt),
})
