import assert from 'node:assert/strict'
import { transaction } from '../../src/db/transaction.js'
import { newId } from '../../src/lib/id.js'
import { ConversionBook } from '../../src/tracking/conversion-book.js'
import { InviteStore } from '../../src/tracking/invite-store.js'
import type { TestServer } from './server.js'
import { look } from './tenant.js'
import { call } from './tracking-calls.js'

/** A conversion as the API answers it. */
export interface Booked {
  readonly conversionId: string
  readonly capiStatus: string
  readonly coldLead: boolean
  readonly dispatched: boolean
  readonly sends: readonly { readonly sendId: string; readonly platform: string }[]
}

/** A visit as the API answers it. */
export interface Visited {
  readonly visitId: string
  readonly tempId: string
}

/** Switches a destination on for the demonstration's website, and answers its id. The server must not work on its jobs, or it would send. */
export async function bookable(server: TestServer): Promise<string> {
  const { status, body } = await server.manage<{ id: string }>('POST', `/websites/${server.demo.website.id}/destinations`, {
    platform: 'meta',
    accountId: '1234567890',
    accessToken: 'token-of-the-tests',
    enabled: true,
  })
  assert.equal(status, 201, JSON.stringify(body))
  return body.id
}

export async function visited(server: TestServer, body: object): Promise<Visited> {
  const answer = await call<Visited>(server, '/api/v1/events/visit', body)
  assert.equal(answer.status, 200, JSON.stringify(answer.body))
  return answer.body
}

/** Lets a person join the demonstration's channel by an invite that a visitor was given. */
export async function invited(server: TestServer, telegramUserId: number, { visitId, tempId }: Visited): Promise<string> {
  const { id: website } = server.demo.website
  const { channelId: channel } = server.demo.tracking
  return look(server, async db => {
    const { organization } = (await db.knex('websites').first('organization').where({ id: website })) as { organization: string }
    const { trace } = (await db.knex('visits').first('trace').where({ id: visitId })) as { trace: string }
    const at = Date.now()
    const id = newId('click', at)
    const invite = { id, organization, website, channel, trace, visit: visitId, tempId, link: `https://t.me/+${id}`, at, expiresAt: null }
    await new InviteStore(db.knex, db.dialect).insert([{ ...invite, usedBy: String(telegramUserId) }])
    // Of what the server's book stands on, a join that counts as nothing needs only the database.
    const book = new ConversionBook({ db, journal: { record: async () => {} }, wake: async () => {} } as unknown as BookNeeds)
    const join = { organization, website, channel, telegramUserId: String(telegramUserId), join: { invite: id }, at }
    await transaction(db, trx => book.admit(trx, [join]))
    return id
  })
}

type BookNeeds = ConstructorParameters<typeof ConversionBook>[0]

interface StoredSend {
  readonly id: string
  readonly destination: string
  readonly status: string
  readonly event_id: string
  readonly event_type: string
  readonly created_at: number
  readonly expires_at: number
}

/** The sends of a conversion, as they are stored. */
export const sendsOf = (server: TestServer, conversion: string): Promise<StoredSend[]> =>
  look(server, ({ knex }) => knex('sends').where({ conversion }).orderBy('id'))
