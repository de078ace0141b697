import type { Catalogue } from '../catalogue/catalogue.js'
import type { Snapshot } from '../catalogue/snapshot.js'
import type { Channel } from '../catalogue/tracking.js'
import type { LiveWebsite } from '../catalogue/website.js'
import type { GeoResolver } from '../geo/geo.js'
import { reply } from '../http/reply.js'
import type { Handler } from '../http/types.js'
import { Invalid, NotFound } from '../lib/errors.js'
import { websiteOf } from './auth.js'
import { deviceToldBy } from './caller.js'
import type { InviteBook } from './invite-book.js'
import { countryOfDevice, nameOf } from './visit-acts.js'
import { channelNamed } from './website-choice.js'

export interface InviteNeeds {
  readonly catalogue: Catalogue
  readonly invites: InviteBook
  readonly geo: GeoResolver
}

/** Gives a visitor a way into a channel of Telegram's. */
export const createInvite =
  ({ catalogue, invites, geo }: InviteNeeds): Handler<'createInvite'> =>
  async request => {
    const { body, principal, now, idempotency } = request
    const website = websiteOf(principal)
    const device = deviceToldBy(request, body)
    if (body.href !== undefined && !URL.canParse(body.href)) throw new Invalid('href: must be an http or https address')
    const invited = await invites.invite({
      at: now,
      answerTo: idempotency,
      website,
      channel: channelFor(catalogue.current, website, body.channelId),
      tempId: body.tempId,
      clientSessionId: nameOf(body.clientSessionId),
      page: { href: body.href, referrer: body.referrer, told: body, device, country: countryOfDevice(geo, device) },
    })
    return reply(200, invited)
  }

/** The channel that a call names, else the website's default one, or its only one. @throws NotFound CHANNEL_NOT_FOUND, Invalid when it could be any of several */
export function channelFor(snapshot: Snapshot, website: LiveWebsite, name: string | undefined): Channel {
  if (name) return channelNamed(snapshot, website, name)
  const { tracking } = snapshot
  const [first, ...others] = tracking.channelsOf(website.id)
  if (!first) throw new NotFound('channelId: this website has no channel', 'CHANNEL_NOT_FOUND')
  const channel = others.length === 0 ? first : tracking.defaultChannelOf(website.id)
  if (!channel) throw new Invalid('channelId: required, as this website has several channels and none of them is its default')
  return channel
}
