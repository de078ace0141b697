import { type CompiledOffers, compileOffers } from '../market/compiled-offers.js'
import type { StoredOffer } from '../market/offer.js'
import type { OfferChange } from '../market/revision-store.js'

/** The offers of all organizations in one version of the catalogue. It never changes; the next version is made of it by its changes. */
export class OfferBook {
  private constructor(
    readonly byId: ReadonlyMap<string, StoredOffer>,
    /** What was compiled already: an organization's offers are when they are first asked for, since they may change again before. */
    private readonly compiled: Map<string, CompiledOffers>,
  ) {}

  static of(offers: readonly StoredOffer[]): OfferBook {
    return new OfferBook(new Map(offers.map(offer => [offer.id, offer])), new Map())
  }

  /** The offers that an organization's visitors are ranked from. */
  of(organization: string): CompiledOffers {
    let compiled = this.compiled.get(organization)
    if (!compiled) {
      compiled = compileOffers([...this.byId.values()].filter(offer => offer.organization === organization))
      this.compiled.set(organization, compiled)
    }
    return compiled
  }

  /** The next version. Of an organization without changes everything compiled stays, in the very same objects. */
  with(changes: readonly OfferChange[]): OfferBook {
    if (changes.length === 0) return this
    const byId = new Map(this.byId)
    const compiled = new Map(this.compiled)
    for (const { id, offer } of changes) {
      compiled.delete((offer ?? this.byId.get(id))?.organization ?? '')
      if (offer) byId.set(id, offer)
      else byId.delete(id)
    }
    return new OfferBook(byId, compiled)
  }
}
