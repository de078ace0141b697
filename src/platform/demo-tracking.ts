import { ChannelStore } from '../catalogue/channel-store.js'
import { DestinationStore } from '../catalogue/destination-store.js'
import { newTrackingKey } from '../catalogue/tracking-key.js'
import { TrackingKeyStore } from '../catalogue/tracking-key-store.js'
import type { Transaction } from '../db/transaction.js'
import { newId } from '../lib/id.js'
import data from './demo-data.json' with { type: 'json' }
import { SWITCHED_OFF } from './destinations.js'

/** What a newcomer calls the tracking API with. `websiteId`: the website's id. */
export interface DemoTracking {
  readonly key: string
  readonly websiteId: string
  readonly channelId: string
  readonly destinationId: string
}

/** Creates what the demonstration's website tracks by: a key, a channel, and a destination that is switched off and would reach nobody. */
export async function insertDemoTracking(
  trx: Transaction,
  { organization, website, now }: { organization: string; website: string; now: number },
): Promise<DemoTracking> {
  const made = { organization, website, createdAt: now, updatedAt: now }
  const { key, prefix, hash } = newTrackingKey()
  await new TrackingKeyStore(trx).insert({ ...made, id: newId('tkey'), name: 'Demonstration', prefix, hash, lastUsedAt: null })
  const channelId = newId('chan')
  await new ChannelStore(trx).insert({
    ...made,
    id: channelId,
    name: data.channel.name,
    telegramChatId: null,
    bot: null,
    staticInviteUrl: data.channel.staticInviteUrl,
    approveJoinRequests: false,
    conversion: { eventType: 'Lead' },
    isDefault: true,
  })
  const destinationId = newId('dest')
  await new DestinationStore(trx).insert({
    ...made,
    ...SWITCHED_OFF,
    id: destinationId,
    platform: 'meta',
    accountId: data.destination.accountId,
    secrets: null,
    settings: {},
    enabled: false,
    stateAt: now,
  })
  return { key, websiteId: website, channelId, destinationId }
}
