import { DAY, HOUR } from '../lib/time.js'

/** What was counted of one offer on one website in one country on one day. */
export interface RateCounts {
  readonly offer: string
  readonly website: string
  readonly country: string
  /** Days since the epoch, UTC. */
  readonly day: number
  readonly impressions: number
  readonly clicks: number
  /** Clicks that may become a conversion that is paid for. */
  readonly convertible: number
  readonly conversions: number
}

export interface RateSettings {
  /** Days after which a count is worth half. */
  readonly halfLife: number
  /** Mean time from a click to its conversion, milliseconds. */
  readonly conversionDelay: number
  /** What is believed of an offer nobody has seen: clicks per impression, conversions per click, and how many events that belief is worth. */
  readonly prior: { readonly ctr: number; readonly cvr: number; readonly worth: number }
  /** How many events the belief of the level above is worth to an offer, to an offer on a website, and to an offer on a website in a country. */
  readonly worth: readonly [offer: number, website: number, country: number]
}

/** Chosen by `npm run simulate`, on other seeds than the ten that it reports, among those by which one lucky click does not win. */
export const RATE_SETTINGS: RateSettings = {
  halfLife: 30,
  conversionDelay: 12 * HOUR,
  prior: { ctr: 0.02, cvr: 0.05, worth: 5 },
  worth: [2, 8, 15],
}

/** Clicks per impression and conversions per click, by offer index. */
export interface RateSlice {
  readonly ctr: Float64Array
  readonly cvr: Float64Array
}

/** One place in the tree: all, an offer, an offer on a website, an offer on a website in a country. */
class Node {
  impressions = 0
  clicks = 0
  conversions = 0
  /** Clicks as far as their conversions can have come by now. */
  matured = 0
  ctr = 0
  cvr = 0

  add(weight: number, row: RateCounts, maturity: number): void {
    this.impressions += weight * row.impressions
    this.clicks += weight * row.clicks
    this.conversions += weight * row.conversions
    this.matured += weight * row.convertible * maturity
  }

  believe(above: { readonly ctr: number; readonly cvr: number }, worth: number): void {
    this.ctr = shrunk(above.ctr, worth, this.clicks, this.impressions)
    this.cvr = shrunk(above.cvr, worth, this.conversions, this.matured)
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
 * The rates of offers by website and country as of an instant, shrunk up the tree: each level's rate is what the level below starts from, so that one
 * lucky click does not win. They follow from counts, time and settings alone: the same rows in the same order give the same numbers, to the bit.
 * @param ids the offers in the order of their indices; rows of others still teach what offers are like
 */
export function compileRates(rows: readonly RateCounts[], ids: readonly string[], at: number, settings: RateSettings = RATE_SETTINGS) {
  const { halfLife, conversionDelay, prior, worth } = settings
  const all = new Node()
  const tree = {
    offers: new Map<string, Node>(),
    websites: new Map<string, Map<string, Node>>(),
    countries: new Map<string, Map<string, Node>>(),
  }
  for (const row of rows) {
    const weight = 2 ** (-Math.max(0, Math.floor(at / DAY) - row.day) / halfLife)
    const matured = maturity(row.day, at, conversionDelay)
    const places = [tree.offers, within(tree.websites, row.website), within(tree.countries, placeOf(row.website, row.country))] as const
    all.add(weight, row, matured)
    for (const nodes of places) nodeOf(nodes, row.offer).add(weight, row, matured)
  }
  all.believe(prior, prior.worth)
  for (const node of tree.offers.values()) node.believe(all, worth[0])
  for (const nodes of tree.websites.values()) for (const [id, node] of nodes) node.believe(tree.offers.get(id)!, worth[1])
  for (const [place, nodes] of tree.countries) {
    const website = tree.websites.get(place.slice(0, place.indexOf('\0')))!
    for (const [id, node] of nodes) node.believe(website.get(id)!, worth[2])
  }

  const slices = new Map<string, RateSlice>()
  return {
    /** The rates on one website in one country: of each offer the deepest place that has seen it. */
    slice(website: string, country: string): RateSlice {
      const place = placeOf(website, country)
      const known = slices.get(place)
      if (known) return known
      const here = [tree.countries.get(place), tree.websites.get(website), tree.offers]
      const nodes = ids.map(id => here.map(level => level?.get(id)).find(node => node !== undefined) ?? all)
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
