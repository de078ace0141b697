import type { Destination } from '../catalogue/tracking.js'
import type { Fact } from '../journal/fact.js'
import { type Fault, Invalid, NotFound } from '../lib/errors.js'
import { newId } from '../lib/id.js'
import type { Identity, Meeting } from '../people/recognition.js'
import type { Acquaintance, KnownLead } from './acquaintance.js'
import type { Booking, ConversionAct, JoinAct, LeadAct } from './conversion-acts.js'
import type { TrackedConversion } from './conversion-store.js'
import type { StoredEvent } from './dispatch-event.js'
import { platforms } from './platforms/all.js'
import { hashPerson } from './platforms/person.js'
import type { PersonHashes } from './platforms/platform.js'
import type { NewSend } from './send-store.js'
import type { Visit } from './visit-store.js'

/** What is to be written for an act, but for the user, who is told by whom else this is. */
export interface Plan {
  readonly lead: KnownLead
  readonly meeting: Meeting
  /** Undefined: the act is no conversion. */
  readonly conversion?: Omit<TrackedConversion, 'user'>
  readonly sends: readonly NewSend[]
}

/** What a caller tells of the click. */
type Told = Omit<StoredEvent, 'person'>

/** How somebody is met: as a lead, with the visit that tells where he came from. */
interface Encounter {
  readonly lead: KnownLead
  readonly visit: Visit | undefined
  /** Nothing earlier is known of him. */
  readonly cold: boolean
}

/**
 * Plans an act on what is known of its person, and keeps what is known from then on.
 * @param destinations of the website, enabled or not
 * @returns the fault when the act can't be done: a channel that nothing tells, a lead that must be known and is not
 */
export function planConversion(act: ConversionAct, known: Acquaintance, destinations: readonly Destination[]): Plan | Fault {
  const channel = channelOf(act, known)
  if (typeof channel !== 'string') return channel
  const id = newId('tcv', act.at)
  const { lead, visit, cold } = encounter({ ...act, channel }, known, id)
  const { email, phone, firstName, lastName } = act.pii ?? {}
  const person = hashPerson({
    ...(email !== undefined && { email }),
    ...(phone !== undefined && { phone }),
    ...(firstName !== undefined && { firstName }),
    ...(lastName !== undefined && { lastName }),
    ...(lead.externalUserId !== null && { externalUserId: lead.externalUserId }),
    telegramUserId: act.telegramUserId,
  })
  const conversion: Omit<TrackedConversion, 'user'> = {
    id,
    organization: act.organization,
    website: act.website,
    channel,
    telegramUserId: act.telegramUserId,
    trace: lead.trace,
    eventType: act.eventType,
    customEventName: act.customEventName ?? null,
    value: act.value ?? null,
    currency: act.currency ?? null,
    contentName: act.contentName ?? null,
    eventTime: act.eventTime,
    at: act.at,
    cold,
    source: act.source,
    event: { person, ...clickOf(act, visit) },
    late: null,
  }
  // Nobody is told of a join that none of ours led to.
  const told = act.join?.invite === null ? [] : destinations
  return {
    lead,
    meeting: meetingOf(act, lead, visit, person),
    conversion,
    sends: sendsOf(conversion, id, act.eventType, act.eventTime, told),
  }
}

/** Plans that somebody is known from now on, whose join counts as nothing. */
export function planLead(act: JoinAct, known: Acquaintance): Plan {
  const { lead, visit } = encounter(act, known, act.join.invite)
  return { lead, meeting: meetingOf(act, lead, visit, undefined), sends: [] }
}

/** A send to each destination that is switched on. */
export const sendsOf = (
  { id, organization, website, at }: Pick<TrackedConversion, 'id' | 'organization' | 'website' | 'at'>,
  eventId: string,
  eventType: NewSend['eventType'],
  eventTime: number,
  destinations: readonly Destination[],
): NewSend[] =>
  destinations
    .filter(({ enabled }) => enabled)
    .map(destination => ({
      id: newId('snd', at),
      organization,
      website,
      destination: destination.id,
      platform: destination.platform,
      conversion: id,
      eventId,
      eventType,
      eventTime,
      createdAt: at,
      expiresAt: at + platforms[destination.platform].dedupeMs,
    }))

/** What the caller is answered. */
export const bookingOf = (id: string, cold: boolean, sends: readonly Pick<NewSend, 'id' | 'platform'>[]): Booking => ({
  conversionId: id,
  capiStatus: sends.length > 0 ? 'pending' : 'skipped',
  coldLead: cold,
  dispatched: sends.length > 0,
  sends: sends.map(({ id: sendId, platform }) => ({ sendId, platform })),
})

export const factOf = ({ conversion, sends }: Plan & { readonly conversion: TrackedConversion }): Fact<'tracked_conversion'> => {
  const { id, organization, website, user, trace, at, channel, eventType, customEventName, value, currency, cold, source } = conversion
  return {
    id: newId('evt'),
    organization,
    kind: 'tracked_conversion',
    at,
    website,
    user,
    trace,
    properties: {
      conversionId: id,
      channelId: channel,
      eventType,
      ...(customEventName !== null && { customEventName }),
      ...(value !== null && { value }),
      ...(currency !== null && { currency }),
      cold,
      source,
      sends: sends.map(send => ({ sendId: send.id, platform: send.platform })),
    },
  }
}

/** The act's channel, or the only one of the lead's history. */
function channelOf(act: ConversionAct, known: Acquaintance): string | Fault {
  if (act.knownLead && !known.lead(act) && !known.trail(act))
    return new NotFound('telegramUserId: nobody of this website is known by it', 'LEAD_NOT_FOUND')
  if (act.channel !== null) return act.channel
  const channels = known.channels(act)
  const [only] = channels
  if (only !== undefined && channels.size === 1) return only
  return new Invalid(
    `channelId: required, as this person's history knows ${channels.size === 0 ? 'no channel' : `${channels.size} channels`}`,
  )
}

/** @param ownTrace what a person is found under of whom nothing else is known */
function encounter(act: LeadAct, known: Acquaintance, ownTrace: string): Encounter {
  const before = known.lead(act)
  const trail = known.trail(act)
  const visit = known.visit(act)
  const came = trail?.trace ?? visit?.trace
  // Who comes by a new invite is followed from there on; so is one of whom nothing was known before.
  const isNews = before === undefined || act.join?.invite != null || before.visit === null
  const lead: KnownLead = {
    website: act.website,
    telegramUserId: act.telegramUserId,
    organization: act.organization,
    trace: (isNews ? came : undefined) ?? before?.trace ?? ownTrace,
    externalUserId: act.externalUserId ?? before?.externalUserId ?? null,
    channel: act.channel ?? before?.channel ?? null,
    visit: visit?.id ?? before?.visit ?? null,
    invite: trail?.id ?? before?.invite ?? null,
    createdAt: before?.createdAt ?? act.at,
    updatedAt: act.at,
  }
  known.keep(lead)
  return { lead, visit, cold: before === undefined && trail === undefined && visit === undefined }
}

/** What the platforms may know the click by: what was told of it, else what the visit was. */
export function clickOf(told: Told, visit: Visit | undefined): Omit<StoredEvent, 'person'> {
  const fbc = told.fbc ?? visit?.clickIds.fbc
  const fbp = told.fbp ?? visit?.clickIds.fbp
  const gclid = told.gclid ?? visit?.clickIds.gclid
  const ttclid = told.ttclid ?? visit?.clickIds.ttclid
  const sccid = told.sccid ?? visit?.clickIds.sccid
  const clientIp = told.clientIp ?? visit?.clientIp
  const userAgent = told.userAgent ?? visit?.userAgent
  const sourceUrl = told.sourceUrl ?? visit?.href
  return {
    ...(fbc && { fbc }),
    ...(fbp && { fbp }),
    ...(gclid && { gclid }),
    ...(ttclid && { ttclid }),
    ...(sccid && { sccid }),
    ...(clientIp && { clientIp }),
    ...(userAgent && { userAgent }),
    ...(sourceUrl && { sourceUrl }),
  }
}

/** The names under which somebody is met. */
function meetingOf(act: LeadAct, lead: KnownLead, visit: Visit | undefined, person: PersonHashes | undefined): Meeting {
  const identities: Identity[] = [{ kind: 'telegram', value: act.telegramUserId }]
  if (lead.externalUserId !== null) identities.push({ kind: 'external', value: lead.externalUserId })
  if (visit) identities.push({ kind: 'anonymous', value: visit.tempId })
  if (person?.email) identities.push({ kind: 'email', value: person.email })
  if (person?.phone) identities.push({ kind: 'phone', value: person.phone })
  return { organization: act.organization, identities, at: act.at }
}
