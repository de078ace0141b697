import { TriggerSecretStore } from '../catalogue/key-store.js'
import { reply } from '../http/reply.js'
import type { Handler } from '../http/types.js'
import { NotFound } from '../lib/errors.js'
import { newId } from '../lib/id.js'
import { findWebsite } from './website.js'
import type { WebsiteNeeds } from './websites.js'

/** Takes one secret out of force; the website's others go on. */
export const revokeTriggerSecret =
  ({ catalogue, journal }: WebsiteNeeds): Handler<'revokeTriggerSecret'> =>
  async ({ path: { id, secretId }, principal: { organization }, now }) => {
    await catalogue.change(async trx => {
      const website = await findWebsite(trx, organization, id)
      const revoked = await new TriggerSecretStore(trx).revoke(organization, website.id, secretId, now)
      if (!revoked) throw new NotFound(`There is no trigger secret ${secretId} in force`)
      await journal.record(trx, [
        { id: newId('evt'), organization, kind: 'trigger_secret_revoked', at: now, website: website.id, properties: { secretId } },
      ])
    })
    return reply(200, { deleted: true })
  }
