import { ChannelStore } from '../catalogue/channel-store.js'
import type { Channel } from '../catalogue/tracking.js'
import type { Queries } from '../db/transaction.js'
import { reply } from '../http/reply.js'
import type { Handler, Request } from '../http/types.js'
import { NotFound } from '../lib/errors.js'
import { newId } from '../lib/id.js'
import { presentChannel, readChatId, readConversion } from './channel-settings.js'
import { admit, type ChannelNeeds } from './channels.js'
import { findWebsite } from './website.js'

/** A channel of the organization's website, named by its id or its tracking id. @throws NotFound also for another website's */
async function findChannel(db: Queries, organization: string, website: string, id: string): Promise<Channel> {
  const { id: owner } = await findWebsite(db, organization, website)
  const channel = await new ChannelStore(db).find(organization, owner, id)
  if (!channel) throw new NotFound(`There is no channel ${id} of this website`)
  return channel
}

export const getChannel =
  ({ db }: ChannelNeeds): Handler<'getChannel'> =>
  async ({ path: { id, channelId }, principal: { organization } }) =>
    reply(200, presentChannel(await findChannel(db.knex, organization, id, channelId)))

export const updateChannel =
  (needs: ChannelNeeds): Handler<'updateChannel'> =>
  async request =>
    reply(200, presentChannel(await change(needs, request)))

/** The same as PUT, for clients that say PATCH to a partial body. */
export const patchChannel =
  (needs: ChannelNeeds): Handler<'patchChannel'> =>
  async request =>
    reply(200, presentChannel(await change(needs, request)))

/** Takes the channel out of use. Its row stays, since invites and members refer to it. */
export const deleteChannel =
  ({ catalogue, journal }: ChannelNeeds): Handler<'deleteChannel'> =>
  async ({ path: { id, channelId }, principal: { organization }, now }) => {
    await catalogue.change(async trx => {
      const { website } = await findChannel(trx, organization, id, channelId)
      await new ChannelStore(trx).delete(organization, channelId, now)
      await journal.record(trx, [{ id: newId('evt'), organization, kind: 'channel_deleted', at: now, website, properties: { channelId } }])
    })
    return reply(200, { deleted: true })
  }

/** Replaces the fields that were given. */
async function change(
  { catalogue, journal }: ChannelNeeds,
  { path: { id, channelId }, principal: { organization }, body, now }: Request<'updateChannel' | 'patchChannel'>,
): Promise<Channel> {
  return catalogue.change(async trx => {
    const before = await findChannel(trx, organization, id, channelId)
    const after: Channel = {
      ...before,
      name: body.name ?? before.name,
      telegramChatId: body.telegramChatId === undefined ? before.telegramChatId : readChatId(body.telegramChatId),
      bot: body.botId === undefined ? before.bot : body.botId,
      staticInviteUrl: body.staticInviteUrl === undefined ? before.staticInviteUrl : body.staticInviteUrl,
      approveJoinRequests: body.approveJoinRequests ?? before.approveJoinRequests,
      conversion: body.conversion === undefined ? before.conversion : readConversion(body.conversion),
      isDefault: body.default ?? before.isDefault,
      updatedAt: now,
    }
    const channels = new ChannelStore(trx)
    await admit(trx, after, await channels.ofWebsite(organization, before.website))
    await channels.update(after)
    await journal.record(trx, [
      {
        id: newId('evt'),
        organization,
        kind: 'channel_updated',
        at: now,
        website: before.website,
        properties: { channelId, fields: Object.keys(body) },
      },
    ])
    return after
  })
}
