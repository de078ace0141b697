import { BotStore } from '../catalogue/bot-store.js'
import type { Catalogue } from '../catalogue/catalogue.js'
import { ChannelStore } from '../catalogue/channel-store.js'
import type { Channel } from '../catalogue/tracking.js'
import type { Database } from '../db/database.js'
import type { Queries } from '../db/transaction.js'
import { reply } from '../http/reply.js'
import type { Handler } from '../http/types.js'
import type { Journal } from '../journal/journal.js'
import { Conflict, Invalid } from '../lib/errors.js'
import { newId } from '../lib/id.js'
import { presentChannel, readChatId, readConversion } from './channel-settings.js'
import { findWebsite } from './website.js'

export interface ChannelNeeds {
  readonly db: Database
  readonly catalogue: Catalogue
  readonly journal: Journal
}

/** The website's channels, oldest first. */
export const listChannels =
  ({ db }: ChannelNeeds): Handler<'listChannels'> =>
  async ({ path: { id }, query: { page, limit }, principal: { organization } }) => {
    const website = await findWebsite(db.knex, organization, id)
    const { items, total } = await new ChannelStore(db.knex).list(organization, website.id, { offset: (page - 1) * limit, limit })
    return reply(200, { items: items.map(presentChannel), total, page })
  }

/** Makes a channel known. The website's first is its default unless the body says otherwise. */
export const createChannel =
  ({ catalogue, journal }: ChannelNeeds): Handler<'createChannel'> =>
  async ({ path: { id }, principal: { organization }, body, now }) => {
    const conversion = readConversion(body.conversion)
    const channel = await catalogue.change(async trx => {
      const website = await findWebsite(trx, organization, id)
      const others = await new ChannelStore(trx).ofWebsite(organization, website.id)
      const channel: Channel = {
        id: newId('chan'),
        organization,
        website: website.id,
        name: body.name,
        telegramChatId: readChatId(body.telegramChatId),
        bot: body.botId,
        staticInviteUrl: body.staticInviteUrl,
        approveJoinRequests: body.approveJoinRequests,
        conversion,
        isDefault: body.default ?? !others.some(({ isDefault }) => isDefault),
        createdAt: now,
        updatedAt: now,
      }
      await admit(trx, channel, others)
      await new ChannelStore(trx).insert(channel)
      await journal.record(trx, [
        { id: newId('evt'), organization, kind: 'channel_created', at: now, website: website.id, properties: { channelId: channel.id } },
      ])
      return channel
    })
    return reply(201, presentChannel(channel), { Location: `/api/v1/websites/${channel.website}/channels/${channel.id}` })
  }

/**
 * What a channel must keep beside the others of its website; to be called before it is written, as the default moves to it here.
 * @throws Invalid when the organization has no such bot, Conflict when another channel stands for the same chat
 */
export async function admit(db: Queries, channel: Channel, others: readonly Channel[]): Promise<void> {
  const { organization, website, bot, telegramChatId, isDefault } = channel
  if (bot !== null && !(await new BotStore(db).find(organization, bot))) throw new Invalid(`botId: there is no bot ${bot}`)
  const twin = others.find(other => other.id !== channel.id && telegramChatId !== null && other.telegramChatId === telegramChatId)
  if (twin) throw new Conflict(`telegramChatId: ${telegramChatId} is that of channel ${twin.id} already`)
  if (isDefault) await new ChannelStore(db).clearDefault(organization, website)
}
