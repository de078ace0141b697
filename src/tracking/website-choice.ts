import type { Snapshot } from '../catalogue/snapshot.js'
import type { Channel, TrackingKey } from '../catalogue/tracking.js'
import type { LiveWebsite } from '../catalogue/website.js'
import type { Envelope } from '../http/types.js'
import { type Fault, Invalid, NotFound } from '../lib/errors.js'

/** The website that a call is about, or why that is not known. */
export type WebsiteChoice = { readonly website: LiveWebsite } | { readonly fault: Fault }

/**
 * Which website a call with a tracking key is about. A key of one website is always about that one. With a key of the account the call names it
 * (`websiteId` or `siteId`, its id or its tracking id), or a channel that belongs to one alone, or there is only one.
 */
export function chooseWebsite(snapshot: Snapshot, key: TrackingKey, request: Pick<Envelope, 'rawQuery' | 'rawBody'>): WebsiteChoice {
  const named = textOf(request, 'websiteId') ?? textOf(request, 'siteId')
  if (named !== undefined) {
    const website = websiteNamed(snapshot, named)
    if (website?.organization !== key.organization) return { fault: new Invalid('websiteId: names no website of this account') }
    if (key.website !== null && website.id !== key.website) return { fault: new Invalid('websiteId: this key is of another website') }
    return { website }
  }
  const website =
    key.website !== null
      ? snapshot.websites.byId.get(key.website)
      : (websiteOfChannel(snapshot, key.organization, textOf(request, 'channelId')) ?? onlyWebsite(snapshot, key.organization))
  return website ? { website } : { fault: new Invalid('websiteId: required, as this key is of the account, which has several websites') }
}

/** A website by its id or its tracking id. */
export const websiteNamed = ({ websites }: Snapshot, name: string): LiveWebsite | undefined =>
  websites.byId.get(name) ?? websites.byTrackingId.get(name)

/** A channel of the website by its id or that of its Telegram chat. @throws NotFound CHANNEL_NOT_FOUND */
export function channelNamed({ tracking }: Snapshot, { id: website, organization }: LiveWebsite, name: string): Channel {
  const channel = [tracking.channel(name), ...tracking.channelsByChat(organization, name)].find(one => one?.website === website)
  if (!channel) throw new NotFound('channelId: there is no such channel of this website', 'CHANNEL_NOT_FOUND')
  return channel
}

function websiteOfChannel({ tracking, websites }: Snapshot, organization: string, name: string | undefined): LiveWebsite | undefined {
  if (name === undefined) return undefined
  const own = tracking.channel(name)
  const channels = own?.organization === organization ? [own] : tracking.channelsByChat(organization, name)
  const ids = new Set(channels.map(({ website }) => website))
  const [only] = ids
  return ids.size === 1 ? websites.byId.get(only!) : undefined
}

function onlyWebsite({ websites }: Snapshot, organization: string): LiveWebsite | undefined {
  let only: LiveWebsite | undefined
  for (const website of websites.byId.values()) {
    if (website.organization !== organization) continue
    if (only) return undefined
    only = website
  }
  return only
}

/** A parameter as it was sent, in the body or the query; undefined when it is no text, which validation will say. */
export function textOf({ rawQuery, rawBody }: Pick<Envelope, 'rawQuery' | 'rawBody'>, name: string): string | undefined {
  const value = (rawBody as Record<string, unknown> | null | undefined)?.[name] ?? rawQuery[name]
  return typeof value === 'string' && value !== '' ? value : undefined
}
