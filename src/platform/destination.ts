import { openSecrets, sealSecrets } from '../catalogue/destination-secrets.js'
import { DestinationStore } from '../catalogue/destination-store.js'
import type { Destination } from '../catalogue/tracking.js'
import type { Queries } from '../db/transaction.js'
import { reply } from '../http/reply.js'
import type { Handler, Request } from '../http/types.js'
import { Invalid, NotFound } from '../lib/errors.js'
import { newId } from '../lib/id.js'
import { presentDestination, readAccount, readSettings, renewsCredentials, secretsIn } from './destination-settings.js'
import { type DestinationNeeds, standingOf } from './destinations.js'
import { findWebsite } from './website.js'

/** A destination of the organization's website, named by its id or its tracking id. @throws NotFound also for another website's */
async function findDestination(db: Queries, organization: string, website: string, id: string): Promise<Destination> {
  const { id: owner } = await findWebsite(db, organization, website)
  const destination = await new DestinationStore(db).find(organization, owner, id)
  if (!destination) throw new NotFound(`There is no destination ${id} of this website`)
  return destination
}

export const getDestination =
  ({ db }: DestinationNeeds): Handler<'getDestination'> =>
  async ({ path: { id, destinationId }, principal: { organization } }) =>
    reply(200, presentDestination(await findDestination(db.knex, organization, id, destinationId)))

export const updateDestination =
  (needs: DestinationNeeds): Handler<'updateDestination'> =>
  async request =>
    reply(200, presentDestination(await change(needs, request)))

/** The same as PUT, for clients that say PATCH to a partial body. */
export const patchDestination =
  (needs: DestinationNeeds): Handler<'patchDestination'> =>
  async request =>
    reply(200, presentDestination(await change(needs, request)))

/** Takes the destination out of use and forgets its secrets. Its row stays, since sends refer to it. */
export const deleteDestination =
  ({ catalogue, journal }: DestinationNeeds): Handler<'deleteDestination'> =>
  async ({ path: { id, destinationId }, principal: { organization }, now }) => {
    await catalogue.change(async trx => {
      const { website } = await findDestination(trx, organization, id, destinationId)
      await new DestinationStore(trx).delete(organization, destinationId, now)
      await journal.record(trx, [
        { id: newId('evt'), organization, kind: 'destination_deleted', at: now, website, properties: { destinationId } },
      ])
    })
    return reply(200, { deleted: true })
  }

/** Replaces the fields that were given. Where sends waited and may go out now, the dispatcher is woken in the same act. */
async function change(
  { catalogue, journal, jobs, vault }: DestinationNeeds,
  { path: { id, destinationId }, principal: { organization }, body, now }: Request<'updateDestination' | 'patchDestination'>,
): Promise<Destination> {
  return catalogue.change(async trx => {
    const before = await findDestination(trx, organization, id, destinationId)
    const { platform } = before
    if (body.platform !== undefined && body.platform !== platform)
      throw new Invalid(`platform: is ${platform} for good; make another destination for ${body.platform}`)
    const brought = secretsIn(body)
    // Secrets that no key opens any more are lost, and asked for again.
    const secrets = { ...openSecrets(vault, before), ...brought }
    const terms = {
      platform,
      enabled: body.enabled ?? before.enabled,
      accountId: body.accountId === undefined ? before.accountId : readAccount(platform, body.accountId),
      settings: readSettings({ ...before.settings, ...body }),
    }
    const renewed = renewsCredentials(body)
    const standing = standingOf(terms, secrets, renewed ? undefined : before)
    const after: Destination = {
      ...before,
      ...terms,
      ...standing,
      secrets: Object.keys(brought).length > 0 ? sealSecrets(vault, secrets) : before.secrets,
      stateAt: standing.state === before.state && !renewed ? before.stateAt : now,
      updatedAt: now,
    }
    await new DestinationStore(trx).update(after)
    await journal.record(trx, [
      {
        id: newId('evt'),
        organization,
        kind: 'destination_updated',
        at: now,
        website: before.website,
        properties: { destinationId, fields: Object.keys(body) },
      },
    ])
    if (after.state === 'ok' && (before.state !== 'ok' || renewed))
      await jobs.add(trx, 'dispatch', { destination: destinationId }, { key: destinationId })
    return after
  })
}
