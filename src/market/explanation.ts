import type { Database } from '../db/database.js'
import type { Fact } from '../journal/fact.js'
import { compileBook } from './auction.js'
import { compileOffers } from './compiled-offers.js'
import { draw, END, seedOf } from './draw.js'
import type { Refusal, Visit } from './eligibility.js'
import type { BidModel, Device, OperatingSystem, Surface } from './offer.js'
import { RANKING_RULES, rankAgain } from './ranking.js'
import { ratesOfEpoch } from './rate-book.js'
import { RevisionStore } from './revision-store.js'

/** One offer of an auction that is held again. What an offer that took no part in it has not is null. */
export interface ExplainedOffer {
  readonly offer: string
  readonly name: string
  readonly excludedBy: Refusal | null
  /** As it took part: of a CPA offer, what all its goals cost together. */
  readonly bid: { readonly model: BidModel; readonly micros: number }
  readonly ctr: number | null
  readonly cvr: number | null
  /** By which an exploring request orders it. */
  readonly draw: number | null
  /** Expected micros per thousand impressions. */
  readonly score: number | null
  /** Among those that took part, from 1. */
  readonly place: number | null
  /** With which it took this place. */
  readonly probability: number | null
  /** Place in the list that was answered, from 1. */
  readonly position: number | null
}

export interface Explained {
  readonly draw: number
  /** Whether ranking again gave what was answered, to the bit. */
  readonly exact: boolean
  readonly offers: readonly ExplainedOffer[]
}

/** Holds the auction of an answer again, by the catalogue, the counts and the draws of its time. */
export async function explain(db: Database, served: Fact<'served'>): Promise<Explained> {
  const { id: seed, organization, at, website = '', properties } = served
  const { version, epoch, ratesAt, limit, exploreShare, excluded, winners, country } = properties
  const revisions = new RevisionStore(db.reads)
  const compiled = compileOffers(await revisions.offersAsOf(organization, version))
  const publisher = await revisions.publisherAsOf(organization, website, version)
  const slice = (await ratesOfEpoch(db, organization, epoch, ratesAt)).of(compiled, website, country)
  const visit: Visit = {
    now: at,
    surface: properties.surface as Surface,
    country,
    region: properties.region,
    device: (properties.device ?? undefined) as Device | undefined,
    os: (properties.os ?? undefined) as OperatingSystem | undefined,
    osVersion: properties.osVersion,
    publisher,
  }
  const book = compileBook(compiled.offers)
  const input = { compiled, book, visit, rates: slice, places: compiled.offers.length, seed, exploreShare }
  const ranking = rankAgain(input, excluded)
  const candidateOf = new Map(ranking.candidates.map((index, candidate) => [index, candidate]))
  const aspects = (index: number) => {
    const offer = compiled.offers[index]!
    return { offer: offer.id, name: offer.name, bid: { model: offer.bid.model, micros: book.bids[index]! } }
  }
  const part = ranking.winners.map(({ index, position, score, propensity }) => ({
    ...aspects(index),
    excludedBy: null,
    ctr: slice.ctr[index]!,
    cvr: slice.cvr[index]!,
    draw: draw(seedOf(seed), END.rank, candidateOf.get(index)!),
    score,
    place: position,
    probability: propensity,
    position: position <= limit ? position : null,
  }))
  const left = [...ranking.refusals].map(([index, excludedBy]) => ({ ...aspects(index), excludedBy, ...NOTHING }))
  const again = part.slice(0, limit)
  const exact =
    properties.rules === RANKING_RULES &&
    again.length === winners.length &&
    winners.every((winner, place) => {
      const { offer, score, ctr, cvr, probability } = again[place]!
      return (
        offer === winner.offer && score === winner.score && ctr === winner.ctr && cvr === winner.cvr && probability === winner.propensity
      )
    })
  return { draw: ranking.draw, exact, offers: [...part, ...left] }
}

const NOTHING = { ctr: null, cvr: null, draw: null, score: null, place: null, probability: null, position: null }
