import { fromMicros } from '../lib/money.js'
import { iso } from '../lib/time.js'
import type { OfferEvent, StoredOffer, Targeting } from '../market/offer.js'

/** An offer as the contract shows it, and as its settings are written: money in major units, times in ISO 8601. */
export const presentOffer = (offer: StoredOffer) => ({
  id: offer.id,
  advertiserId: offer.advertiser,
  name: offer.name,
  ...offer.creative,
  landingUrl: offer.landingUrl,
  bid: { model: offer.bid.model, amount: fromMicros(offer.bid.micros) },
  payout: offer.payout,
  dailyBudget: orNull(offer.dailyBudget, fromMicros),
  totalBudget: orNull(offer.totalBudget, fromMicros),
  dailyCap: offer.dailyCap,
  totalCap: offer.totalCap,
  frequencyCap: offer.frequencyCap && { ...offer.frequencyCap },
  startsAt: orNull(offer.startsAt, iso),
  endsAt: orNull(offer.endsAt, iso),
  status: offer.status,
  targeting: presentTargeting(offer.targeting),
  surfaces: [...offer.surfaces],
  events: offer.events.map(presentGoal),
  category: offer.listing.category,
  offerType: offer.listing.offerType,
  tag: offer.listing.tag,
  appStoreId: offer.listing.appStoreId,
  reporting: offer.listing.reporting,
  creatives: offer.listing.pictures.map(picture => ({ ...picture })),
  walls: [...offer.listing.walls],
  createdAt: iso(offer.createdAt),
  updatedAt: iso(offer.updatedAt),
})

const presentTargeting = (targeting: Targeting) => ({
  countries: [...targeting.countries],
  excludeCountries: [...targeting.excludeCountries],
  regions: [...targeting.regions],
  devices: [...targeting.devices],
  os: [...targeting.os],
  minOsVersion: targeting.minOsVersion ?? null,
})

const presentGoal = (event: OfferEvent) => ({
  eventId: event.eventId,
  description: event.description,
  payout: orNull(event.payout, fromMicros),
  userReward: event.userReward ?? null,
  attributionWindowDays: event.attributionWindowDays ?? null,
  conversionType: event.conversionType ?? null,
  repeatable: event.repeatable,
})

const orNull = <T, U>(value: T | null | undefined, present: (value: T) => U): U | null => (value == null ? null : present(value))
