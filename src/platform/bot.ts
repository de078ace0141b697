import { BotStore } from '../catalogue/bot-store.js'
import { ChannelStore } from '../catalogue/channel-store.js'
import type { Bot } from '../catalogue/tracking.js'
import type { Queries } from '../db/transaction.js'
import { reply } from '../http/reply.js'
import type { Handler, Request } from '../http/types.js'
import { Conflict, NotFound } from '../lib/errors.js'
import { newId } from '../lib/id.js'
import { type BotNeeds, presentBot, registerWebhook, UNREGISTERED } from './bots.js'

/** The organization's bot. @throws NotFound also for another organization's */
async function findBot(db: Queries, organization: string, id: string): Promise<Bot> {
  const bot = await new BotStore(db).find(organization, id)
  if (!bot) throw new NotFound(`There is no bot ${id}`)
  return bot
}

export const getBot =
  ({ db }: BotNeeds): Handler<'getBot'> =>
  async ({ path: { id }, principal: { organization } }) =>
    reply(200, presentBot(await findBot(db.knex, organization, id)))

export const updateBot =
  (needs: BotNeeds): Handler<'updateBot'> =>
  async request =>
    reply(200, presentBot(await change(needs, request)))

/** The same as PUT, for clients that say PATCH to a partial body. */
export const patchBot =
  (needs: BotNeeds): Handler<'patchBot'> =>
  async request =>
    reply(200, presentBot(await change(needs, request)))

/** Takes the bot out of use and forgets its token. Telegram stops calling, if it can be reached; if not, its calls find no bot. */
export const deleteBot =
  ({ catalogue, journal, webhooks }: BotNeeds): Handler<'deleteBot'> =>
  async ({ path: { id }, principal: { organization }, now }) => {
    const bot = await catalogue.change(async trx => {
      const bot = await findBot(trx, organization, id)
      const channel = await new ChannelStore(trx).ofBot(organization, id)
      if (channel) throw new Conflict(`Channel ${channel.id} (${channel.name}) stands on this bot: give it another first`)
      await new BotStore(trx).delete(organization, id, now)
      await journal.record(trx, [{ id: newId('evt'), organization, kind: 'bot_deleted', at: now, properties: { botId: id } }])
      return bot
    })
    await webhooks.remove(bot)
    return reply(200, { deleted: true })
  }

/** Replaces the fields that were given, and registers the webhook anew. */
async function change(
  needs: BotNeeds,
  { path: { id }, principal: { organization }, body, now }: Request<'updateBot' | 'patchBot'>,
): Promise<Bot> {
  const { catalogue, journal, vault } = needs
  const bot = await catalogue.change(async trx => {
    const before = await findBot(trx, organization, id)
    const after: Bot = {
      ...before,
      name: body.name ?? before.name,
      ...(body.token !== undefined && { token: vault.seal(body.token), ...UNREGISTERED }),
      updatedAt: now,
    }
    await new BotStore(trx).update(after)
    await journal.record(trx, [
      { id: newId('evt'), organization, kind: 'bot_updated', at: now, properties: { botId: id, fields: Object.keys(body) } },
    ])
    return after
  })
  return registerWebhook(needs, bot, now)
}
