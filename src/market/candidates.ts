import { remember } from '../lib/remember.js'
import { DAY, SECOND } from '../lib/time.js'
import type { CompiledOffers } from './compiled-offers.js'
import { createFixedJudge, createMomentJudge, type LiveFacts, type Refusal, timeRefusal, type Visit } from './eligibility.js'

/** The offers for a kind of visit, as far as they are the same for all visitors: before frequency caps. */
export interface Candidates {
  /** Indices, ascending. */
  readonly indices: readonly number[]
  /** Those that have a frequency cap, and those that are paced and have one: the cap is asked before pacing. */
  readonly capped: readonly number[]
  /** Offers that only figures of the moment keep back: by reason, their indices. */
  readonly kept: ReadonlyMap<Refusal, readonly number[]>
}

/** Figures of the moment, with a number that changes whenever one of them does. */
export interface Moment extends Omit<LiveFacts, 'history'> {
  readonly version: number
}

interface Kept extends Candidates {
  readonly version: number
  /** Epoch milliseconds: good from the first instant up to but not including the second. */
  readonly from: number
  readonly until: number
}

interface Kind {
  /** What nothing fixed keeps from this kind of visit. */
  readonly shortlist: readonly number[]
  latest: Kept | undefined
}

/** Kinds of visit that are kept for each website: visits come from few countries, on few kinds of device. */
const KINDS = 32

/** Pacing follows the clock: this often it is asked anew. */
const PACED_FOR = SECOND

/**
 * Works the candidates out once for all visits of one kind, and again when a figure has moved or an offer starts or ends: between two charges
 * thousands of visits ask the same question.
 */
export function createCandidates(): (compiled: CompiledOffers, visit: Visit, moment: Moment) => Candidates {
  const known = new WeakMap<CompiledOffers, WeakMap<object, (key: string) => Kind>>()
  const kindOf = (compiled: CompiledOffers, visit: Visit): Kind => {
    let byPublisher = known.get(compiled)
    if (!byPublisher) {
      byPublisher = new WeakMap()
      known.set(compiled, byPublisher)
    }
    const { publisher, surface, country, region, device, os, osVersion } = visit
    const owner = publisher ?? compiled
    let kinds = byPublisher.get(owner)
    if (!kinds) {
      kinds = remember(KINDS, key => ({ shortlist: shortlist(compiled, { ...JSON.parse(key), publisher }), latest: undefined }))
      byPublisher.set(owner, kinds)
    }
    return kinds(JSON.stringify({ surface, country, region, device, os, osVersion }))
  }
  return (compiled, visit, moment) => {
    const kind = kindOf(compiled, visit)
    const { latest } = kind
    if (latest?.version === moment.version && visit.now >= latest.from && visit.now < latest.until) return latest
    kind.latest = take(compiled, kind.shortlist, visit, moment)
    return kind.latest
  }
}

function shortlist(compiled: CompiledOffers, visit: Visit): number[] {
  const refusal = createFixedJudge(compiled, visit)
  return [...compiled.terms.keys()].filter(index => refusal(index) === undefined)
}

function take(compiled: CompiledOffers, shortlist: readonly number[], visit: Visit, moment: Moment): Kept {
  const { now } = visit
  const refusal = createMomentJudge(compiled, visit, { ...moment, history: undefined })
  const indices: number[] = []
  const kept = new Map<Refusal, number[]>()
  let until = Math.min(now + PACED_FOR, (Math.floor(now / DAY) + 1) * DAY)
  for (const index of shortlist) {
    const terms = compiled.terms[index]!
    for (const change of [terms.startsAt, terms.endsAt]) if (change > now && change < until) until = change
    if (timeRefusal(terms, now) !== undefined) continue
    const reason = refusal(index)
    if (reason === undefined) indices.push(index)
    else if (!kept.get(reason)?.push(index)) kept.set(reason, [index])
  }
  const capped = [...indices, ...(kept.get('paced') ?? [])].filter(index => compiled.terms[index]!.frequency !== undefined)
  return { indices, capped, kept, version: moment.version, from: now, until }
}
