import { getPattern } from 'isbot'
import { sha256 } from '../lib/secrets.js'
import { DAY } from '../lib/time.js'
import type { Click } from './click-store.js'
import { type ClickFacts, type ClickReason, judgeClick, TRAFFIC_RULES, type TrafficRules } from './invalid-traffic.js'

/** A click with what the rules read of it. */
export interface StoredClick extends Click {
  readonly facts: ClickFacts
}

/** Names rules by their figures, so that a correction says by which ones it was made. */
export const rulesId = ({ humanDelay, rates, unseen }: TrafficRules = TRAFFIC_RULES): string =>
  sha256(JSON.stringify([humanDelay, rates, unseen.source, getPattern().source])).slice(0, 12)

/**
 * Judges stored clicks again, in the order of their ids. Which clicks came before is judged anew too: where an earlier one no longer counts, a later
 * one is no repeat of it, and does not share its rate. What lies before the first click's time stands as it was judged then.
 */
export class Rejudge {
  private readonly valid = new Map<string, number[]>()
  private readonly pairs = new Map<string, boolean>()

  constructor(
    private readonly from: number,
    private readonly rules: TrafficRules = TRAFFIC_RULES,
  ) {}

  /** Why the click is not valid by these rules, or null when it is. */
  judge({ trace, offer, website, visitor, at, facts }: StoredClick): ClickReason | null {
    const pair = `${trace} ${offer}`
    const who = `${website} ${visitor}`
    const times = (this.valid.get(who) ?? []).filter(time => at - time < DAY)
    const earlier = [...times.map(time => Math.max(0, at - time)), ...facts.earlier.filter(age => at - age < this.from)]
    const repeated = this.pairs.get(pair) ?? facts.repeated
    const reason = judgeClick({ ...facts, repeated, earlier }, this.rules) ?? null
    this.pairs.set(pair, repeated || reason === null)
    if (reason === null) this.valid.set(who, [...times, at])
    return reason
  }
}
