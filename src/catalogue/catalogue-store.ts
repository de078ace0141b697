import type { Queries } from '../db/transaction.js'
import { AdvertiserStore } from '../market/advertiser-store.js'
import { OfferStore } from '../market/offer-store.js'
import { RevisionStore } from '../market/revision-store.js'
import { BotStore } from './bot-store.js'
import { ChannelStore } from './channel-store.js'
import { DestinationStore } from './destination-store.js'
import { ApiKeyStore, TriggerSecretStore } from './key-store.js'
import { OfferBook } from './offer-book.js'
import type { Snapshot, SnapshotRows } from './snapshot.js'
import { TrackingKeyStore } from './tracking-key-store.js'
import { WebsiteStore } from './website-store.js'

/** The catalogue's version: one row that every write of the catalogue raises in its own transaction. */
export class CatalogueStore {
  constructor(private readonly db: Queries) {}

  async version(): Promise<number> {
    const row = await this.db('catalogue_version').first('version')
    return Number(row?.version ?? 0)
  }

  /** Raises the version. Writers queue up at its row, so that versions are in the order of commits. */
  async raise(): Promise<number> {
    await this.db('catalogue_version').increment('version', 1)
    return this.version()
  }

  /**
   * The version and what it stands for; to be called in one transaction.
   * @param known an older version: of the offers, of which there may be thousands, only what changed since is read
   */
  async rows(known?: Pick<Snapshot, 'version' | 'offers'>): Promise<SnapshotRows> {
    return {
      version: await this.version(),
      websites: await new WebsiteStore(this.db).live(),
      apiKeys: await new ApiKeyStore(this.db).inForce(),
      advertisers: await new AdvertiserStore(this.db).live(),
      offers: known
        ? known.offers.with(await new RevisionStore(this.db).offersSince(known.version))
        : OfferBook.of(await new OfferStore(this.db).live()),
      triggerSecrets: await new TriggerSecretStore(this.db).inForce(),
      trackingKeys: await new TrackingKeyStore(this.db).inForce(),
      revokedTrackingKeys: await new TrackingKeyStore(this.db).revoked(),
      channels: await new ChannelStore(this.db).live(),
      destinations: await new DestinationStore(this.db).live(),
      bots: await new BotStore(this.db).live(),
    }
  }
}
