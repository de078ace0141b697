import type { Catalogue } from '../catalogue/catalogue.js'
import type { TrackingKey } from '../catalogue/tracking.js'
import { newTrackingKey } from '../catalogue/tracking-key.js'
import { TrackingKeyStore } from '../catalogue/tracking-key-store.js'
import { WebsiteStore } from '../catalogue/website-store.js'
import type { Database } from '../db/database.js'
import type { Queries } from '../db/transaction.js'
import { reply } from '../http/reply.js'
import type { Handler, Request } from '../http/types.js'
import type { Journal } from '../journal/journal.js'
import { Conflict, Invalid } from '../lib/errors.js'
import { newId } from '../lib/id.js'
import { iso } from '../lib/time.js'

export interface TrackingKeyNeeds {
  readonly db: Database
  readonly catalogue: Catalogue
  readonly journal: Journal
}

/** Keys in force at a time, of one website or of the account. */
const MAX_KEYS = 5

/** The keys in force, by their first characters. */
export const listTrackingKeys =
  ({ db }: TrackingKeyNeeds): Handler<'listTrackingKeys'> =>
  async ({ query: { websiteId, page, limit }, principal: { organization } }) => {
    const website = websiteId === undefined ? undefined : await new WebsiteStore(db.knex).find(organization, websiteId)
    if (websiteId !== undefined && !website) return reply(200, { items: [], total: 0, page })
    const { items, total } = await new TrackingKeyStore(db.knex).list(organization, {
      ...(website && { website: website.id }),
      offset: (page - 1) * limit,
      limit,
    })
    return reply(200, {
      items: items.map(key => ({ ...present(key), lastUsedAt: key.lastUsedAt === null ? null : iso(key.lastUsedAt) })),
      total,
      page,
    })
  }

/** Makes a key and shows it this once. Others stay in force, so that a server can be moved to the new one without a gap. */
export const createTrackingKey =
  ({ catalogue, journal }: TrackingKeyNeeds): Handler<'createTrackingKey'> =>
  async ({ body, principal: { organization }, now }) => {
    const { key: text, prefix, hash } = newTrackingKey()
    const key = await catalogue.change(async trx => {
      const website = await websiteOf(trx, organization, body)
      const keys = new TrackingKeyStore(trx)
      const { total } = await keys.list(organization, { website, offset: 0, limit: 1 })
      if (total >= MAX_KEYS)
        throw new Conflict(
          `${website === null ? 'The account' : `The website ${website}`} has ${MAX_KEYS} keys in force, which is the most: revoke one first`,
        )
      const key: TrackingKey = {
        id: newId('tkey'),
        organization,
        website,
        name: body.name,
        prefix,
        hash,
        createdAt: now,
        lastUsedAt: null,
      }
      await keys.insert(key)
      await journal.record(trx, [
        {
          id: newId('evt'),
          organization,
          kind: 'tracking_key_created',
          at: now,
          website: website ?? undefined,
          properties: { keyId: key.id, scope: scopeOf(key) },
        },
      ])
      return key
    })
    return reply(201, { ...present(key), key: text }, { Location: `/api/v1/tracking-keys/${key.id}` })
  }

/** The website that a new key is for; null: the account. @throws Invalid when scope and website do not fit, or there is no such website */
async function websiteOf(
  db: Queries,
  organization: string,
  { websiteId, scope = websiteId === undefined ? 'account' : 'site' }: Request<'createTrackingKey'>['body'],
): Promise<string | null> {
  if (scope === 'account') {
    if (websiteId !== undefined) throw new Invalid('websiteId: a key of the account has none')
    return null
  }
  if (websiteId === undefined) throw new Invalid('websiteId: required for a key of one site')
  const website = await new WebsiteStore(db).find(organization, websiteId)
  if (!website) throw new Invalid(`websiteId: there is no website ${websiteId}`)
  return website.id
}

const scopeOf = ({ website }: TrackingKey) => (website === null ? ('account' as const) : ('site' as const))

const present = (key: TrackingKey) => ({
  id: key.id,
  name: key.name,
  scope: scopeOf(key),
  websiteId: key.website,
  prefix: key.prefix,
  createdAt: iso(key.createdAt),
})
