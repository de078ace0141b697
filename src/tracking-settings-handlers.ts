import type { Catalogue } from './catalogue/catalogue.js'
import type { Database } from './db/database.js'
import type { Handlers } from './http/types.js'
import type { Jobs } from './jobs/jobs.js'
import type { Journal } from './journal/journal.js'
import { createVault } from './lib/vault.js'
import type { Outbound } from './outbound/outbound.js'
import { deleteBot, getBot, patchBot, updateBot } from './platform/bot.js'
import { BotWebhooks } from './platform/bot-webhook.js'
import { createBot, listBots } from './platform/bots.js'
import { deleteChannel, getChannel, patchChannel, updateChannel } from './platform/channel.js'
import { createChannel, listChannels } from './platform/channels.js'
import { deleteDestination, getDestination, patchDestination, updateDestination } from './platform/destination.js'
import { createDestination, listDestinations } from './platform/destinations.js'
import { revokeTrackingKey } from './platform/tracking-key.js'
import { createTrackingKey, listTrackingKeys } from './platform/tracking-keys.js'

interface Needs {
  readonly db: Database
  readonly catalogue: Catalogue
  readonly journal: Journal
  readonly jobs: Pick<Jobs, 'add'>
  readonly outbound: Pick<Outbound, 'send'>
  readonly secretKeys: readonly string[]
  readonly baseUrl: string
  readonly telegramUrl: string
}

type Managed = 'Channel' | 'Destination' | 'Bot'

type Operation =
  | `list${Managed}s`
  | `${'create' | 'get' | 'update' | 'patch' | 'delete'}${Managed}`
  | 'listTrackingKeys'
  | 'createTrackingKey'
  | 'revokeTrackingKey'

/** The part of the composition that makes the management of tracking: channels, destinations, bots and keys. */
export function trackingSettingsHandlers(needs: Needs): Pick<Handlers, Operation> {
  const { db, catalogue, journal, jobs, outbound, secretKeys, baseUrl, telegramUrl } = needs
  const channels = { db, catalogue, journal }
  const destinations = { db, catalogue, journal, jobs, vault: createVault(secretKeys, 'destinations') }
  const vault = createVault(secretKeys, 'bots')
  const bots = { db, catalogue, journal, vault, webhooks: new BotWebhooks({ outbound, vault, baseUrl, telegramUrl }) }
  return {
    listChannels: listChannels(channels),
    createChannel: createChannel(channels),
    getChannel: getChannel(channels),
    updateChannel: updateChannel(channels),
    patchChannel: patchChannel(channels),
    deleteChannel: deleteChannel(channels),
    listDestinations: listDestinations(destinations),
    createDestination: createDestination(destinations),
    getDestination: getDestination(destinations),
    updateDestination: updateDestination(destinations),
    patchDestination: patchDestination(destinations),
    deleteDestination: deleteDestination(destinations),
    listBots: listBots(bots),
    createBot: createBot(bots),
    getBot: getBot(bots),
    updateBot: updateBot(bots),
    patchBot: patchBot(bots),
    deleteBot: deleteBot(bots),
    listTrackingKeys: listTrackingKeys({ db, catalogue, journal }),
    createTrackingKey: createTrackingKey({ db, catalogue, journal }),
    revokeTrackingKey: revokeTrackingKey({ db, catalogue, journal }),
  }
}
