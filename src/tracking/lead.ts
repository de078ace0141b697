import type { Database } from '../db/database.js'
import { reply } from '../http/reply.js'
import type { BodyOf, Handler } from '../http/types.js'
import { fromMicros } from '../lib/money.js'
import { iso } from '../lib/time.js'
import { websiteOf } from './auth.js'
import { type TrackedConversion, TrackedConversionStore } from './conversion-store.js'
import { leadIdOf, leadNotFound } from './lead-id.js'
import { type Lead, LeadStore } from './lead-store.js'
import { type SendState, SendStore } from './send-store.js'
import { type Visit, VisitStore } from './visit-store.js'

type Found = BodyOf<'getLead', 200>

/** Conversions that are shown of one lead. */
const MOST = 500

/** A lead with the visit and invite that brought him, and what became of each of his conversions. */
export const getLead =
  ({ db: { knex, dialect } }: { db: Database }): Handler<'getLead'> =>
  async ({ path, principal }) => {
    const { id: website } = websiteOf(principal)
    const telegramUserId = leadIdOf(path.telegramUserId)
    const [lead] = await new LeadStore(knex, dialect).find([[website, telegramUserId]])
    if (!lead) throw leadNotFound()
    const [visits, conversions] = await Promise.all([
      new VisitStore(knex, dialect).byId(lead.visit === null ? [] : [lead.visit]),
      new TrackedConversionStore(knex, dialect).ofLead(website, telegramUserId, MOST),
    ])
    const sends = await new SendStore(knex, dialect).ofConversions(conversions.map(({ id }) => id))
    return reply(200, {
      lead: presentLead(lead),
      attribution: presentAttribution(lead, visits[0]),
      conversions: conversions.map(conversion =>
        presentConversion(
          conversion,
          sends.filter(send => send.conversion === conversion.id),
        ),
      ),
    })
  }

const presentLead = ({ website, telegramUserId, user, externalUserId, channel, trace, createdAt, updatedAt }: Lead): Found['lead'] => ({
  telegramUserId: Number(telegramUserId),
  websiteId: website,
  userId: user,
  ...(externalUserId !== null && { externalUserId }),
  ...(channel !== null && { channelId: channel }),
  trace,
  createdAt: iso(createdAt),
  updatedAt: iso(updatedAt),
})

function presentAttribution({ invite }: Lead, visit: Visit | undefined): Found['attribution'] {
  if (!visit) return invite === null ? {} : { clickId: invite }
  const { source, medium, campaign, content, term } = visit.utm
  return {
    ...(invite !== null && { clickId: invite }),
    visitId: visit.id,
    tempId: visit.tempId,
    visitedAt: iso(visit.at),
    href: visit.href,
    ...(visit.referrer !== null && { referrer: visit.referrer }),
    ...(visit.country !== null && { country: visit.country }),
    ...visit.clickIds,
    ...(source && { utmSource: source }),
    ...(medium && { utmMedium: medium }),
    ...(campaign && { utmCampaign: campaign }),
    ...(content && { utmContent: content }),
    ...(term && { utmTerm: term }),
  }
}

function presentConversion(conversion: TrackedConversion, sends: readonly SendState[]): Found['conversions'][number] {
  const { id, eventType, customEventName, channel, value, currency, contentName, late, cold, eventTime, at } = conversion
  return {
    conversionId: id,
    eventType,
    ...(customEventName !== null && { customEventName }),
    ...(channel !== null && { channelId: channel }),
    ...(value !== null && { value: fromMicros(value) }),
    ...(currency !== null && { currency }),
    ...(contentName !== null && { contentName }),
    ...(late && {
      lateValue: {
        value: fromMicros(late.value),
        currency: late.currency,
        ...(late.contentName !== null && { contentName: late.contentName }),
        time: iso(late.at),
      },
    }),
    coldLead: cold,
    eventTime,
    createdAt: iso(at),
    sends: sends.map(send => ({
      sendId: send.id,
      platform: send.platform,
      eventId: send.eventId,
      status: send.status,
      attempts: send.attempts,
      ...(send.lastError !== null && { lastError: send.lastError }),
      ...(send.sentAt !== null && { sentAt: iso(send.sentAt) }),
    })),
  }
}
