import { parseCountries, parseRegions } from '../catalogue/geo-rule.js'
import type { Request } from '../http/types.js'
import { Invalid } from '../lib/errors.js'
import { toMicros } from '../lib/money.js'
import { checkLanding } from '../market/landing.js'
import type { OfferEvent, StoredOffer, Targeting } from '../market/offer.js'

/** All of an offer that can be set, as it is written. */
export type OfferSettings = Request<'createOffer'>['body']

/** What settings say of an offer. */
export type OfferTerms = Omit<StoredOffer, 'id' | 'organization' | 'createdAt' | 'updatedAt'>

/** The least an eCPM bid can be: one impression must cost at least a micro. */
const LEAST_ECPM = 0.001

/**
 * Reads whole settings, whose form the contract has checked already.
 * @throws Invalid naming the field that does not fit with the others, or stands for nothing
 */
export function readOffer(settings: OfferSettings): OfferTerms {
  const { bid, startsAt, endsAt, events } = settings
  if (bid.model === 'ECPM' && bid.amount < LEAST_ECPM)
    throw new Invalid(`bid.amount: must be at least ${LEAST_ECPM} for ECPM, which is per thousand impressions`)
  const schedule = { startsAt: orNull(startsAt, Date.parse), endsAt: orNull(endsAt, Date.parse) }
  if (schedule.startsAt !== null && schedule.endsAt !== null && schedule.endsAt <= schedule.startsAt)
    throw new Invalid('endsAt: must be after startsAt')
  refuseTwins(events.map(({ eventId }) => eventId))
  return {
    advertiser: settings.advertiserId,
    name: settings.name,
    status: settings.status,
    creative: {
      headline: settings.headline,
      description: settings.description,
      brand: settings.brand,
      cta: settings.cta,
      imageUrl: settings.imageUrl,
      terms: settings.terms,
    },
    landingUrl: settings.landingUrl,
    landingHost: checkLanding(settings.landingUrl),
    bid: { model: bid.model, micros: toMicros(bid.amount, 'bid.amount') },
    payout: settings.payout,
    dailyBudget: orNull(settings.dailyBudget, amount => toMicros(amount, 'dailyBudget')),
    totalBudget: orNull(settings.totalBudget, amount => toMicros(amount, 'totalBudget')),
    dailyCap: settings.dailyCap,
    totalCap: settings.totalCap,
    frequencyCap: settings.frequencyCap && { count: settings.frequencyCap.count, hours: settings.frequencyCap.hours },
    ...schedule,
    targeting: readTargeting(settings.targeting),
    surfaces: once(settings.surfaces),
    events: events.map(readGoal),
    listing: {
      category: settings.category,
      offerType: settings.offerType,
      tag: settings.tag,
      appStoreId: settings.appStoreId,
      reporting: settings.reporting,
      pictures: settings.creatives.map(({ width, height, url }) => ({ width, height, url })),
      walls: once(settings.walls),
    },
  }
}

const readTargeting = ({ countries, excludeCountries, regions, devices, os, minOsVersion }: OfferSettings['targeting']): Targeting => ({
  countries: parseCountries(countries ?? [], 'targeting.countries'),
  excludeCountries: parseCountries(excludeCountries ?? [], 'targeting.excludeCountries'),
  regions: parseRegions(regions ?? [], 'targeting.regions'),
  devices: once(devices ?? []),
  os: once(os ?? []),
  ...(minOsVersion != null && { minOsVersion }),
})

const readGoal = (event: OfferSettings['events'][number]): OfferEvent => ({
  eventId: event.eventId,
  description: event.description ?? '',
  ...(event.payout != null && { payout: toMicros(event.payout, 'events.payout') }),
  ...(event.userReward != null && { userReward: event.userReward }),
  ...(event.attributionWindowDays != null && { attributionWindowDays: event.attributionWindowDays }),
  ...(event.conversionType != null && { conversionType: event.conversionType }),
  repeatable: event.repeatable ?? false,
})

function refuseTwins(ids: readonly string[]): void {
  const twin = ids.findIndex((id, at) => ids.indexOf(id) < at)
  if (twin >= 0) throw new Invalid(`events[${twin}].eventId: "${ids[twin]}" is there twice`)
}

const once = <T>(values: readonly T[]): T[] => [...new Set(values)]

const orNull = <T, U>(value: T | null, read: (value: T) => U): U | null => (value === null ? null : read(value))
