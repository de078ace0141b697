import { DAY, HOUR } from '../lib/time.js'

/**
 * What was counted of one offer on one website in one country on one day: impressions, clicks and conversions of the base step in one row, conversions of
 * each other goal in one of their own.
 */
export interface RateCounts {
  readonly offer: string
  readonly website: string
  /** Empty: not resolved. */
  readonly country: string
  /** Days since the epoch, UTC. */
  readonly day: number
  /** '' for the base step. */
  readonly goal: string
  readonly impressions: number
  readonly clicks: number
  /** Less those that were reversed on this day, which may be more. */
  readonly conversions: number
  /** Micros that these conversions were charged, less what was given back. */
  readonly revenue: number
}

/** An offer, as far as its rates hang on it. */
export interface RatedOffer {
  readonly id: string
  /** Micros that a click is charged that reaches all goals; null where conversions are not paid for, and so are not learnt from. */
  readonly payout: number | null
  /** The part of it that a conversion of each goal is charged. One of another goal, which the offer has no longer, is charged nothing. */
  readonly parts: ReadonlyMap<string, number>
  /** Conversions are charged what the advertiser reports, whatever the payout: what they count is known only of those that have come. */
  readonly dynamic: boolean
}

/** Of one rate: how many events the belief of the level above is worth to an offer, to an offer on a website, and to an offer there in a country. */
type Worth = readonly [offer: number, website: number, country: number]

export interface RateSettings {
  /** Days after which a count is worth half. */
  readonly halfLife: number
  /** Mean time from a click to its conversion, milliseconds. */
  readonly conversionDelay: number
  /**
   * What is believed of offers as long as none was seen: clicks per impression, conversions per click at the typical payout, and how many events that
   * belief is worth.
   */
  readonly prior: { readonly ctr: number; readonly cvr: number; readonly worth: number }
  /** How many times the mean of all an offer is believed to do until it is seen. */
  readonly optimism: { readonly ctr: number; readonly cvr: number }
  readonly ctr: Worth
  readonly cvr: Worth
}

/** Chosen by `npm run simulate`, on other seeds than the ten that it reports, among those by which one lucky click does not win. */
export const RATE_SETTINGS: RateSettings = {
  halfLife: 30,
  conversionDelay: 12 * HOUR,
  prior: { ctr: 0.02, cvr: 0.05, worth: 5 },
  optimism: { ctr: 1.3, cvr: 1.2 },
  ctr: [5, 12, 20],
  cvr: [3, 12, 15],
}

/** Clicks per impression and conversions per click, each conversion counted as the part of its offer's payout that it is charged, by offer index. */
export interface RateSlice {
  readonly ctr: Float64Array
  readonly cvr: Float64Array
}

/** Figures of the two rates. */
interface Pair {
  readonly ctr: number
  readonly cvr: number
}

/** One place in the tree: all, an offer, an offer on a website, an offer on a website in a country. */
class Node {
  private impressions = 0
  private clicks = 0
  private conversions = 0
  /** Clicks that can become a paid conversion, as far as these can have come by now. */
  private matured = 0
  ctr = 0
  cvr = 0

  add(impressions: number, clicks: number, conversions: number, matured: number): void {
    this.impressions += impressions
    this.clicks += clicks
    this.conversions += conversions
    this.matured += matured
  }

  believe(above: Pair, worth: Pair): void {
    this.ctr = shrunk(above.ctr, worth.ctr, this.clicks, this.impressions)
    // What is taken back is aged by a later day than what it takes back, and so may come to more.
    this.cvr = shrunk(above.cvr, worth.cvr, Math.max(0, this.conversions), this.matured)
  }
}

/**
 * The posterior mean of a rate under a Gamma prior with this mean, worth so many events (Gelman et al., Bayesian Data Analysis, 2.6): few
 * trials leave it at the prior, many move it to events per trial.
 */
export const shrunk = (mean: number, worth: number, events: number, trials: number): number =>
  (mean * (worth + events)) / (worth + mean * trials)

/**
 * The part of a day's clicks whose conversion, if there is to be one, has come by `at`: clicks spread evenly over the part of the day that has passed,
 * delays exponential (Chapelle, Modeling Delayed Feedback in Display Advertising, KDD 2014). Without it, fresh clicks would count as failures.
 */
export function maturity(day: number, at: number, meanDelay: number): number {
  const sinceStart = (at - day * DAY) / meanDelay
  if (sinceStart <= 0) return 0
  const lasted = Math.min(sinceStart, DAY / meanDelay)
  return 1 - (Math.exp(lasted - sinceStart) * (1 - Math.exp(-lasted))) / lasted
}

/**
 * How many times as often as at the typical payout, the geometric mean, a goal is reached that is paid like this. A first deposit pays more than an
 * installation because it is rarer. Were both believed to come as often, the dearer one would be worth as many times more as it pays; were both worth
 * the same, a high bid would say nothing. The square root stands half way.
 */
export function rarities(offers: readonly RatedOffer[]): (number | null)[] {
  const logs = offers.flatMap(({ payout }) => (payout === null ? [] : [Math.log(Math.max(1, payout))]))
  const typical = Math.exp(logs.reduce((sum, log) => sum + log, 0) / logs.length)
  return offers.map(({ payout }) => (payout === null ? null : Math.sqrt(typical / Math.max(1, payout))))
}

/**
 * The rates of offers by website and country as of an instant, shrunk up the tree: each level's rate is what the level below starts from, so that one
 * lucky click does not win. An offer starts above the mean of all: one that is held for worse than it is would not be shown, and so never be known better,
 * while one that is held for better soon is (optimistic initial values: Sutton and Barto, Reinforcement Learning, 2.6). Rates follow from counts,
 * offers, time and settings alone: the same rows in the same order give the same numbers, to the bit.
 * @param offers in the order of their indices; rows of others still teach how often offers are clicked
 */
export function compileRates(
  rows: readonly RateCounts[],
  offers: readonly RatedOffer[],
  at: number,
  settings: RateSettings = RATE_SETTINGS,
) {
  const { halfLife, conversionDelay, prior, optimism } = settings
  const all = new Node()
  const rare = rarities(offers)
  const termsOf = new Map(offers.map((offer, index) => [offer.id, { ...offer, rarity: rare[index]! }]))
  const tree = {
    offers: new Map(offers.map(({ id }) => [id, new Node()])),
    websites: new Map<string, Map<string, Node>>(),
    countries: new Map<string, Map<string, Node>>(),
  }
  // There are thousands of rows of a day.
  const days = new Map<number, { readonly weight: number; readonly mature: number }>()
  const aged = (day: number) => {
    let known = days.get(day)
    if (!known) {
      const weight = 2 ** (-Math.max(0, Math.floor(at / DAY) - day) / halfLife)
      known = { weight, mature: maturity(day, at, conversionDelay) }
      days.set(day, known)
    }
    return known
  }
  // Rows of one place come in runs.
  let website: string | undefined
  let country: string | undefined
  let places: readonly Map<string, Node>[] = []
  for (const row of rows) {
    const { weight, mature } = aged(row.day)
    const terms = termsOf.get(row.offer)
    const rarity = terms?.rarity
    const impressions = weight * row.impressions
    const clicks = weight * row.clicks
    let matured = 0
    let conversions = 0
    let earned = 0
    if (terms && rarity) {
      matured = clicks * mature
      conversions = weight * row.conversions * (terms.parts.get(row.goal) ?? 0)
      earned = terms.dynamic ? (weight * row.revenue) / terms.payout! : conversions
    }
    // Of all it is learnt how often goals are reached, not what the advertiser of one reports.
    all.add(impressions, clicks, conversions, matured * (rarity ?? 0))
    if (terms === undefined) continue
    if (row.website !== website || row.country !== country) {
      ;({ website, country } = row)
      places = [tree.offers, within(tree.websites, website), within(tree.countries, placeOf(website, country))]
    }
    for (const nodes of places) nodeOf(nodes, row.offer).add(impressions, clicks, earned, matured)
  }
  const worthAt = (level: 0 | 1 | 2): Pair => ({ ctr: settings.ctr[level], cvr: settings.cvr[level] })
  all.believe(prior, { ctr: prior.worth, cvr: prior.worth })
  for (const [id, node] of tree.offers) {
    const [ctr, cvr] = [all.ctr * optimism.ctr, all.cvr * optimism.cvr * (termsOf.get(id)!.rarity ?? 1)]
    node.believe({ ctr: Math.min(1, ctr), cvr: Math.min(1, cvr) }, worthAt(0))
  }
  for (const nodes of tree.websites.values()) for (const [id, node] of nodes) node.believe(tree.offers.get(id)!, worthAt(1))
  for (const [place, nodes] of tree.countries) {
    const website = tree.websites.get(place.slice(0, place.indexOf('\0')))!
    for (const [id, node] of nodes) node.believe(website.get(id)!, worthAt(2))
  }

  const slices = new Map<string, RateSlice>()
  return {
    /** The rates on one website in one country: of each offer the deepest place that has seen it. */
    slice(website: string, country: string): RateSlice {
      const place = placeOf(website, country)
      const known = slices.get(place)
      if (known) return known
      const [inCountry, onWebsite] = [tree.countries.get(place), tree.websites.get(website)]
      const nodes = offers.map(({ id }) => inCountry?.get(id) ?? onWebsite?.get(id) ?? tree.offers.get(id)!)
      const slice = { ctr: Float64Array.from(nodes, ({ ctr }) => ctr), cvr: Float64Array.from(nodes, ({ cvr }) => cvr) }
      slices.set(place, slice)
      return slice
    },
  }
}

const placeOf = (website: string, country: string): string => `${website}\0${country}`

function within(groups: Map<string, Map<string, Node>>, name: string): Map<string, Node> {
  const known = groups.get(name) ?? new Map<string, Node>()
  groups.set(name, known)
  return known
}

function nodeOf(nodes: Map<string, Node>, id: string): Node {
  const known = nodes.get(id) ?? new Node()
  nodes.set(id, known)
  return known
}
