import { TriggerSecretStore } from '../catalogue/key-store.js'
import type { SecretUses } from '../catalogue/secret-uses.js'
import { reply } from '../http/reply.js'
import type { Handler } from '../http/types.js'
import { newId } from '../lib/id.js'
import { newSecret } from '../lib/secrets.js'
import { iso } from '../lib/time.js'
import { findWebsite } from './website.js'
import type { WebsiteNeeds } from './websites.js'

/** The website's secrets in force, by their first characters. */
export const listTriggerSecrets =
  ({ db, secretUses }: WebsiteNeeds & { readonly secretUses: SecretUses }): Handler<'listTriggerSecrets'> =>
  async ({ path: { id }, query: { page, limit }, principal: { organization } }) => {
    // A use is answered before it is written.
    await secretUses.write()
    const website = await findWebsite(db.knex, organization, id)
    const { items, total } = await new TriggerSecretStore(db.knex).list(organization, website.id, { offset: (page - 1) * limit, limit })
    const shown = items.map(secret => ({
      id: secret.id,
      prefix: secret.prefix,
      createdAt: iso(secret.createdAt),
      lastUsedAt: secret.lastUsedAt === null ? null : iso(secret.lastUsedAt),
    }))
    return reply(200, { items: shown, total, page })
  }

/** Makes a secret and shows it this once. Others stay in force, so that a server can be moved to the new one without a gap. */
export const createTriggerSecret =
  ({ catalogue, journal }: WebsiteNeeds): Handler<'createTriggerSecret'> =>
  async ({ path: { id }, principal: { organization }, now }) => {
    const { secret, hash, shown } = newSecret('its_')
    const secretId = newId('tsec')
    await catalogue.change(async trx => {
      const website = await findWebsite(trx, organization, id)
      await new TriggerSecretStore(trx).insert({
        id: secretId,
        organization,
        website: website.id,
        prefix: shown,
        hash,
        createdAt: now,
        lastUsedAt: null,
      })
      await journal.record(trx, [
        { id: newId('evt'), organization, kind: 'trigger_secret_created', at: now, website: website.id, properties: { secretId } },
      ])
    })
    return reply(201, { id: secretId, secret, prefix: shown, createdAt: iso(now) })
  }
