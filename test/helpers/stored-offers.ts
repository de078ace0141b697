import type { Database } from '../../src/db/database.js'
import { newId } from '../../src/lib/id.js'
import { AdvertiserStore } from '../../src/market/advertiser-store.js'
import type { StoredOffer } from '../../src/market/offer.js'
import { OrganizationStore } from '../../src/platform/organization-store.js'
import { anOffer } from './offers.js'

/** An offer with all that is kept of it. */
export const aStoredOffer = (offer: Parameters<typeof anOffer>[0] & Partial<StoredOffer> = {}): StoredOffer => ({
  ...anOffer({ id: newId('off'), ...offer }),
  listing: { category: null, offerType: 0, tag: null, appStoreId: null, reporting: null, pictures: [], walls: [], ...offer.listing },
  createdAt: offer.createdAt ?? 1_000,
  updatedAt: offer.updatedAt ?? 1_000,
})

/** The organizations and advertisers that stored offers must name. */
export async function addOwners({ knex }: Database, owners: Readonly<Record<string, readonly string[]>>): Promise<void> {
  for (const [organization, advertisers] of Object.entries(owners)) {
    await new OrganizationStore(knex).insert({ id: organization, name: organization, createdAt: 1_000 })
    for (const id of advertisers) {
      const token = { prefix: 'pbt_', hash: `hash of ${id}`, sealed: 'sealed' }
      await new AdvertiserStore(knex).insert({ id, organization, name: id, token, createdAt: 1_000, updatedAt: 1_000 })
    }
  }
}
