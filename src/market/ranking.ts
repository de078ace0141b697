import { type AuctionResult, type Book, compileBook, runAuction, type Standing, standingOf } from './auction.js'
import type { Candidates } from './candidates.js'
import type { CompiledOffers } from './compiled-offers.js'
import { isSeenEnough, type LiveFacts, REFUSALS, type Refusal, refusal, type Visit } from './eligibility.js'
import type { VisitorHistory } from './frequency.js'
import type { RateSlice } from './rates.js'

/** Names the rules and figures that rank. An answer stores it: one that was ranked by others can't be worked out again by these. */
export const RANKING_RULES = 'ranking/4'

/** Share of requests that explore. */
export const EXPLORE_SHARE = 0.05

export interface RankingInput {
  readonly compiled: CompiledOffers
  readonly book: Book
  readonly visit: Visit
  readonly rates: RateSlice
  readonly places: number
  /** Stored with the request; all its draws follow from it. */
  readonly seed: string
  readonly exploreShare: number
}

export interface Ranking extends AuctionResult {
  /** Indices of the offers that took part, ascending. */
  readonly candidates: readonly number[]
  /** What can't be worked out again, since it hung on figures of the moment: by reason, a bit for each offer by index, in base64. */
  readonly excluded: Readonly<Record<string, string>>
}

/** A book by the offers it was made of, as long as these are in use. */
export function createBooks(): (compiled: CompiledOffers) => Book {
  const books = new WeakMap<CompiledOffers, Book>()
  return compiled => {
    let book = books.get(compiled)
    if (!book) {
      book = compileBook(compiled.offers)
      books.set(compiled, book)
    }
    return book
  }
}

/** Rules from here on go by figures of the moment: balances, budgets, caps, what the visitor has seen, pacing. */
const FIRST_OF_THE_MOMENT = REFUSALS.indexOf('no_balance')

const isOfTheMoment = (reason: Refusal): boolean => REFUSALS.indexOf(reason) >= FIRST_OF_THE_MOMENT

/** Ranks the candidates for one visitor, whose frequency caps are asked first. */
export function rank(input: RankingInput, candidates: Candidates, history: VisitorHistory | undefined): Ranking {
  const { compiled, visit, places, seed, exploreShare } = input
  const seen = history ? candidates.capped.filter(index => isSeenEnough(compiled.terms[index]!, history, visit.now)) : []
  const left = seen.length === 0 ? candidates : withoutSeen(candidates, seen)
  const { standing, excluded } = fieldOf(input, left)
  return { ...runAuction({ standing, places, seed, exploreShare }), candidates: left.indices, excluded }
}

/** What follows from candidates alone, until there are others. */
interface Field {
  readonly excluded: Ranking['excluded']
  readonly standings: WeakMap<RateSlice, Standing>
}

const fields = new WeakMap<Candidates, Field>()

/** Candidates stay for thousands of visits, and so does what they are worth. */
function fieldOf({ compiled, book, rates, places }: RankingInput, candidates: Candidates) {
  let field = fields.get(candidates)
  if (!field) {
    field = { excluded: excludedOf(candidates, compiled.offers.length), standings: new WeakMap() }
    fields.set(candidates, field)
  }
  let standing = field.standings.get(rates)
  if (!standing || standing.leaders.length < Math.min(places, candidates.indices.length)) {
    standing = standingOf(book, rates, candidates.indices, places)
    field.standings.set(rates, standing)
  }
  return { standing, excluded: field.excluded }
}

function withoutSeen({ indices, capped, kept }: Candidates, seen: readonly number[]): Candidates {
  const out = new Set(seen)
  const unseen = (which: readonly number[]) => which.filter(index => !out.has(index))
  const reasons = new Map([...kept, ['paced', unseen(kept.get('paced') ?? [])] as const, ['frequency_cap', seen] as const])
  return { indices: unseen(indices), capped, kept: reasons }
}

const excludedOf = ({ kept }: Candidates, offers: number): Ranking['excluded'] =>
  Object.fromEntries([...kept].filter(([, which]) => which.length > 0).map(([reason, which]) => [reason, bitsOf(which, offers)]))

/** A set of indices as bits, in base64. */
function bitsOf(indices: readonly number[], size: number): string {
  const bits = Buffer.alloc(Math.ceil(size / 8))
  for (const index of indices) bits[index >> 3]! |= 1 << (index & 7)
  return bits.toString('base64')
}

/** The same ranking from what was stored of it: rules of the moment say what they said then. Also answers why each other offer was left out. */
export function rankAgain(
  input: RankingInput,
  excluded: Ranking['excluded'],
): Omit<Ranking, 'excluded'> & { refusals: ReadonlyMap<number, Refusal> } {
  const { compiled, visit } = input
  const refusals = new Map<number, Refusal>()
  const candidates: number[] = []
  const stored = Object.entries(excluded).map(([reason, text]) => [reason as Refusal, Buffer.from(text, 'base64')] as const)
  compiled.offers.forEach((_, index) => {
    const then = stored.find(([, set]) => (set[index >> 3]! >> (index & 7)) & 1)?.[0]
    const reason = then ?? refusal(compiled, index, visit, PLENTY)
    if (reason === undefined || (then === undefined && isOfTheMoment(reason))) candidates.push(index)
    else refusals.set(index, reason)
  })
  const { book, rates, places, seed, exploreShare } = input
  return { ...runAuction({ standing: standingOf(book, rates, candidates, places), places, seed, exploreShare }), candidates, refusals }
}

/** Figures that keep no offer back. */
const PLENTY: LiveFacts = {
  spending: [],
  balances: new Proxy([] as number[], { get: () => Number.POSITIVE_INFINITY }),
  history: undefined,
  holdsBack: () => false,
}
