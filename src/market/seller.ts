import type { Kinds } from '../journal/kinds.js'
import { createCandidates } from './candidates.js'
import type { CompiledOffers } from './compiled-offers.js'
import type { Visit } from './eligibility.js'
import type { LiveCounters } from './live-counters.js'
import type { BidModel } from './offer.js'
import { priceOf } from './price.js'
import { createBooks, EXPLORE_SHARE, RANKING_RULES, rank } from './ranking.js'
import type { RateBook } from './rate-book.js'
import type { TrafficShapes } from './traffic-shapes.js'
import type { VisitorHistories } from './visitor-histories.js'

export interface SellerNeeds {
  readonly counters: LiveCounters
  readonly rates: RateBook
  readonly histories: VisitorHistories
  readonly traffic: TrafficShapes
}

/** One visit for which offers are wanted. */
export interface Sale {
  readonly compiled: CompiledOffers
  readonly organization: string
  /** Id of the website. */
  readonly website: string
  readonly visitor: string
  readonly visit: Visit
  readonly places: number
  /** Stored with the answer; all its draws follow from it. */
  readonly seed: string
}

type Winner = Kinds['served']['winners'][number] & { readonly model: BidModel }

/** What was sold, as the journal stores it: enough to rank the same offers again. */
export type Sold = Omit<Kinds['served'], 'version' | 'visitor' | 'winners'> & { readonly winners: Winner[] }

export interface Seller {
  sell(sale: Sale): Promise<Sold>
}

/** Holds the auction for a visit, with the figures of the moment: what is left of budgets and balances, what the visitor has seen, what clicks are worth. */
export function createSeller({ counters, rates, histories, traffic }: SellerNeeds): Seller {
  const bookOf = createBooks()
  const candidatesOf = createCandidates()
  return {
    async sell({ compiled, organization, website, visitor, visit, places, seed }) {
      const history = await histories.of(visitor, compiled, visit.now)
      const { epoch, at, of } = rates.current(organization, visit.now)
      const slice = of(compiled, website, visit.country)
      const input = { compiled, book: bookOf(compiled), visit, rates: slice, places, seed, exploreShare: EXPLORE_SHARE }
      const view = counters.viewOf(organization, compiled)
      const moment = { ...view, holdsBack: traffic.pacing(organization, compiled, view.spending, visit.now) }
      const { winners, explored, excluded } = rank(input, candidatesOf(compiled, visit, moment), history)
      return {
        epoch,
        ratesAt: at,
        rules: RANKING_RULES,
        surface: visit.surface,
        country: visit.country,
        region: visit.region,
        device: visit.device ?? null,
        os: visit.os ?? null,
        osVersion: visit.osVersion,
        limit: places,
        exploreShare: EXPLORE_SHARE,
        explored,
        excluded,
        winners: winners.map(({ index, score, propensity }) => {
          const offer = compiled.offers[index]!
          return {
            offer: offer.id,
            advertiser: offer.advertiser,
            model: offer.bid.model,
            price: priceOf(offer),
            score,
            ctr: slice.ctr[index]!,
            cvr: slice.cvr[index]!,
            propensity,
          }
        }),
      }
    },
  }
}
