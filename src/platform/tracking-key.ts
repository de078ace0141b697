import { TrackingKeyStore } from '../catalogue/tracking-key-store.js'
import { reply } from '../http/reply.js'
import type { Handler } from '../http/types.js'
import { NotFound } from '../lib/errors.js'
import { newId } from '../lib/id.js'
import type { TrackingKeyNeeds } from './tracking-keys.js'

/** Takes one key out of force, on every process; the others go on. */
export const revokeTrackingKey =
  ({ catalogue, journal }: TrackingKeyNeeds): Handler<'revokeTrackingKey'> =>
  async ({ path: { id }, principal: { organization }, now }) => {
    await catalogue.change(async trx => {
      const key = await new TrackingKeyStore(trx).revoke(organization, id, now)
      if (!key) throw new NotFound(`There is no tracking key ${id} in force`)
      await journal.record(trx, [
        {
          id: newId('evt'),
          organization,
          kind: 'tracking_key_revoked',
          at: now,
          website: key.website ?? undefined,
          properties: { keyId: id },
        },
      ])
    })
    return reply(200, { deleted: true })
  }
