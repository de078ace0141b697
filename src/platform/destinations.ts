import type { Catalogue } from '../catalogue/catalogue.js'
import { sealSecrets } from '../catalogue/destination-secrets.js'
import { DestinationStore } from '../catalogue/destination-store.js'
import type { Destination, DestinationSecrets } from '../catalogue/tracking.js'
import type { Database } from '../db/database.js'
import { reply } from '../http/reply.js'
import type { Handler } from '../http/types.js'
import type { Jobs } from '../jobs/jobs.js'
import type { Journal } from '../journal/journal.js'
import { Invalid } from '../lib/errors.js'
import { newId } from '../lib/id.js'
import type { Vault } from '../lib/vault.js'
import { missingField, presentDestination, readAccount, readSettings, secretsIn } from './destination-settings.js'
import { findWebsite } from './website.js'

export interface DestinationNeeds {
  readonly db: Database
  readonly catalogue: Catalogue
  readonly journal: Journal
  readonly jobs: Pick<Jobs, 'add'>
  /** Of purpose `destinations`. */
  readonly vault: Vault
}

/** The website's destinations, oldest first. */
export const listDestinations =
  ({ db }: DestinationNeeds): Handler<'listDestinations'> =>
  async ({ path: { id }, query: { page, limit }, principal: { organization } }) => {
    const website = await findWebsite(db.knex, organization, id)
    const { items, total } = await new DestinationStore(db.knex).list(organization, website.id, { offset: (page - 1) * limit, limit })
    return reply(200, { items: items.map(presentDestination), total, page })
  }

/** Makes an account on an ad platform known, which is told of every conversion from now on. */
export const createDestination =
  ({ catalogue, journal, vault }: DestinationNeeds): Handler<'createDestination'> =>
  async ({ path: { id }, principal: { organization }, body, now }) => {
    const { platform, enabled } = body
    const secrets = secretsIn(body)
    const terms = { platform, enabled, accountId: readAccount(platform, body.accountId), settings: readSettings(body) }
    const standing = { ...standingOf(terms, secrets, undefined), stateAt: now }
    const destination = await catalogue.change(async trx => {
      const website = await findWebsite(trx, organization, id)
      const destination: Destination = {
        ...terms,
        ...standing,
        id: newId('dest'),
        organization,
        website: website.id,
        secrets: sealSecrets(vault, secrets),
        createdAt: now,
        updatedAt: now,
      }
      await new DestinationStore(trx).insert(destination)
      await journal.record(trx, [
        {
          id: newId('evt'),
          organization,
          kind: 'destination_created',
          at: now,
          website: website.id,
          properties: { destinationId: destination.id, platform },
        },
      ])
      return destination
    })
    return reply(201, presentDestination(destination), {
      Location: `/api/v1/websites/${destination.website}/destinations/${destination.id}`,
    })
  }

/** How a destination stands that nothing is sent to. */
export const SWITCHED_OFF = { state: 'paused', stateReason: 'It is switched off' } as const

type Standing = Pick<Destination, 'state' | 'stateReason'>

/**
 * Whether sends go out to a destination, and why not.
 * @param before how it stood, when it is to stay like that; undefined when it is new or what the platform refused was renewed
 * @throws Invalid when a field is missing without which there can be no destination of this platform
 */
export function standingOf(
  { platform, enabled, settings }: Pick<Destination, 'platform' | 'enabled' | 'settings'>,
  secrets: DestinationSecrets,
  before: Standing | undefined,
): Standing {
  const missing = missingField(platform, settings, secrets)
  if (missing !== undefined && platform === 'google') throw new Invalid(`${missing}: required for google`)
  if (!enabled) return SWITCHED_OFF
  if (missing !== undefined) return { state: 'credentials', stateReason: `${missing}: none was given` }
  return before?.state === 'credentials' ? { state: before.state, stateReason: before.stateReason } : { state: 'ok', stateReason: null }
}
