import { DAY, HOUR } from '../../src/lib/time.js'
import { highest } from '../../src/market/auction.js'
import { createCandidates } from '../../src/market/candidates.js'
import type { Visit } from '../../src/market/eligibility.js'
import { LiveCounters } from '../../src/market/live-counters.js'
import { type Observation, POLICIES, type PolicyName } from './policies.js'
import { createWorld, DAYS, SEEN, START, type World } from './world.js'

/**
 * How often all policies learn what has happened. The server learns every two seconds, which would take days to simulate. Every half hour instead of
 * every four left ours the lowest in all of 24 seeds (101 to 124, 10,000 decisions), so that the wait decides nothing.
 */
const LEARNING = 4 * HOUR

export interface Task {
  readonly seed: number
  readonly decisions: number
}

/** Micros of expected revenue, by the true rates, of all lists that were shown: nothing of it is luck in clicks. */
export interface Result extends Task {
  /** Of one who knows the true rates. */
  readonly oracle: number
  readonly revenue: Readonly<Record<PolicyName, number>>
}

/** The part of the oracle's revenue that a policy has missed. */
export const regretOf = ({ oracle, revenue }: Result, policy: PolicyName): number => 1 - revenue[policy] / oracle

/** One market, through which all policies go side by side: each decision is put to every one of them, and each learns from its own choices only. */
export function simulate({ seed, decisions }: Task): Result {
  const world = createWorld(seed)
  const { compiled, places, worth } = world
  const players = (Object.keys(POLICIES) as PolicyName[]).map(name => ({
    name,
    policy: POLICIES[name](world),
    outcome: new Outcome(world),
    revenue: 0,
  }))
  const candidatesOf = createCandidates()
  const moment = momentOf(world)
  let oracle = 0
  let learnt = 0
  for (let decision = 0; decision < decisions; decision++) {
    const since = Math.floor(((decision + 0.5) * DAYS * DAY) / decisions)
    const now = START + since
    const period = Math.floor(since / LEARNING)
    if (period > learnt) for (const { policy, outcome } of players) policy.learn(outcome.take(learnt, period), START + period * LEARNING)
    learnt = period

    const place = world.placeOf(decision)
    const visit = visitOf(now, places[place]!.country)
    const candidates = candidatesOf(compiled, visit, moment)
    const worthHere = worth[place]!
    const known = new Float64Array(candidates.indices.length)
    for (let n = 0; n < known.length; n++) known[n] = worthHere[candidates.indices[n]!]!
    oracle += paidFor(
      worthHere,
      highest(known, SEEN.length).map(n => candidates.indices[n]!),
    )
    for (const player of players) {
      const shown = player.policy.choose(candidates, visit, place, decision)
      player.revenue += paidFor(worthHere, shown)
      player.outcome.of(decision, place, shown, now)
    }
  }
  const revenue = Object.fromEntries(players.map(({ name, revenue }) => [name, revenue])) as Record<PolicyName, number>
  return { seed, decisions, oracle, revenue }
}

const paidFor = (worth: Float64Array, shown: readonly number[]): number =>
  shown.reduce((sum, offer, position) => sum + SEEN[position]! * worth[offer]!, 0)

const visitOf = (now: number, country: string): Visit => ({
  now,
  surface: 'overlay',
  country,
  region: null,
  device: 'desktop',
  os: 'windows',
  osVersion: 10_000,
  publisher: undefined,
})

/** Advertisers can pay for all: what is to be compared is ranking. */
function momentOf({ compiled }: World) {
  const counters = new LiveCounters()
  counters.apply({ offers: [], balances: compiled.advertisers.map(advertiser => ({ advertiser, balance: Number.MAX_SAFE_INTEGER })) })
  return { ...counters.viewOf('org_1', compiled), holdsBack: () => false }
}

/** What visitors do with the lists of one policy, by the period in which it becomes known. */
class Outcome {
  private readonly known: Observation[][] = []

  constructor(private readonly world: World) {}

  of(decision: number, place: number, shown: readonly number[], at: number): void {
    shown.forEach((offer, position) => {
      if (!this.world.sees(decision, position)) return
      this.add({ metric: 'impressions', offer, place, at })
      if (!this.world.clicks(decision, place, offer)) return
      this.add({ metric: 'clicks', offer, place, at })
      const delay = this.world.converts(decision, place, offer)
      if (delay !== undefined) this.add({ metric: 'conversions', offer, place, at: at + delay })
    })
  }

  private add(observation: Observation): void {
    const period = Math.floor((observation.at - START) / LEARNING)
    this.known[period] ??= []
    this.known[period].push(observation)
  }

  /** What became known from one period up to but not including another. It is handed out once. */
  take(from: number, to: number): Observation[] {
    const news: Observation[] = []
    for (let period = from; period < to; period++) {
      news.push(...(this.known[period] ?? []))
      delete this.known[period]
    }
    return news
  }
}
