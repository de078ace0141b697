import { reply } from '../http/reply.js'
import type { Handler, Request } from '../http/types.js'
import { Unavailable } from '../lib/errors.js'
import { purposeOf } from '../market/invalid-traffic.js'
import { deviceOfPage } from './caller.js'
import { channelFor, type InviteNeeds } from './invite.js'
import { countryOfPage, nameOf } from './visit-acts.js'

/** Sends a visitor of a page to a channel of Telegram's. */
export const getTrackInvite =
  (needs: InviteNeeds): Handler<'getTrackInvite'> =>
  async request => {
    const link = await wayIn(needs, request)
    return link === undefined ? reply(204, undefined, NO_STORE) : reply(302, undefined, redirectTo(link))
  }

/**
 * Where the visitor goes: to a link of Telegram's that was just made, or to the channel's own, whatever the query says. Undefined for who only looks ahead:
 * each would use up a link that nobody follows.
 */
export async function wayIn(
  { catalogue, invites, geo }: InviteNeeds,
  request: Request<'getTrackInvite' | 'getProxiedInvite'>,
): Promise<string | undefined> {
  const { query, principal, method, headers, now } = request
  const { website } = principal
  const channel = channelFor(catalogue.current, website, query.channelId)
  if (method === 'HEAD' || purposeOf(headers) !== null) return undefined
  const device = deviceOfPage(request)
  try {
    const { inviteLink } = await invites.invite({
      at: now,
      website,
      channel,
      tempId: query.tempId,
      clientSessionId: nameOf(query.clientSessionId),
      page: { href: undefined, referrer: undefined, told: {}, device, country: countryOfPage(geo, device, request) },
    })
    return inviteLink
  } catch (error) {
    // The visitor goes on even where nothing can be written: the channel's own link names nobody, so that no record of it is missed.
    if (error instanceof Unavailable && channel.staticInviteUrl !== null) return channel.staticInviteUrl
    throw error
  }
}

export const NO_STORE = { 'Cache-Control': 'no-store' }

export const redirectTo = (link: string) => ({ Location: link, ...NO_STORE, 'Referrer-Policy': 'no-referrer' })
