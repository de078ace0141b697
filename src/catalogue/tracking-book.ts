import type { Bot, Channel, Destination } from './tracking.js'

/** Channels, bots and destinations of all live websites in one version of the catalogue. Lists are in the order in which their items were made. */
export class TrackingBook {
  private readonly channels: ReadonlyMap<string, Channel>
  private readonly channelsByWebsite: ReadonlyMap<string, readonly Channel[]>
  private readonly channelsAtChat: ReadonlyMap<string, readonly Channel[]>
  private readonly destinations: ReadonlyMap<string, Destination>
  private readonly destinationsByWebsite: ReadonlyMap<string, readonly Destination[]>
  private readonly bots: ReadonlyMap<string, Bot>

  constructor(channels: readonly Channel[], destinations: readonly Destination[], bots: readonly Bot[]) {
    this.channels = byId(channels)
    this.channelsByWebsite = grouped(channels, ({ website }) => website)
    const withChat = channels.filter(({ telegramChatId }) => telegramChatId !== null)
    this.channelsAtChat = grouped(withChat, ({ organization, telegramChatId }) => chatKey(organization, telegramChatId!))
    this.destinations = byId(destinations)
    this.destinationsByWebsite = grouped(destinations, ({ website }) => website)
    this.bots = byId(bots)
  }

  channel(id: string): Channel | undefined {
    return this.channels.get(id)
  }

  channelsOf(website: string): readonly Channel[] {
    return this.channelsByWebsite.get(website) ?? []
  }

  /** The one that is meant when a call names none. */
  defaultChannelOf(website: string): Channel | undefined {
    return this.channelsOf(website).find(({ isDefault }) => isDefault)
  }

  /** The organization's channels that stand for a Telegram chat: several when several websites send their visitors there. */
  channelsByChat(organization: string, telegramChatId: string): readonly Channel[] {
    return this.channelsAtChat.get(chatKey(organization, telegramChatId)) ?? []
  }

  destination(id: string): Destination | undefined {
    return this.destinations.get(id)
  }

  destinationsOf(website: string): readonly Destination[] {
    return this.destinationsByWebsite.get(website) ?? []
  }

  botsOf(organization: string): readonly Bot[] {
    return [...this.bots.values()].filter(bot => bot.organization === organization)
  }

  bot(id: string): Bot | undefined {
    return this.bots.get(id)
  }
}

const byId = <T extends { readonly id: string }>(items: readonly T[]): ReadonlyMap<string, T> => new Map(items.map(item => [item.id, item]))

function grouped<T>(items: readonly T[], keyOf: (item: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>()
  for (const item of items) {
    const key = keyOf(item)
    const group = groups.get(key)
    if (group) group.push(item)
    else groups.set(key, [item])
  }
  return groups
}

const chatKey = (organization: string, telegramChatId: string): string => `${organization} ${telegramChatId}`
