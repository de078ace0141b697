import { POLICIES, type PolicyName } from './policies.js'
import { type Result, regretOf } from './run.js'

/** How a policy did in markets of one size, over all seeds. Regrets are parts of the oracle's revenue. */
export interface Row {
  readonly decisions: number
  readonly policy: PolicyName
  readonly mean: number
  readonly least: number
  readonly most: number
  /** Mean micros that were missed. */
  readonly missed: number
  /** In how many seeds no other policy had a lower regret. */
  readonly lowest: number
  /** In how many seeds our auction had a lower regret than this policy. */
  readonly beaten: number
  readonly seeds: number
}

/** By size, then in the order of the policies. */
export function summarise(results: readonly Result[]): Row[] {
  const sizes = [...new Set(results.map(({ decisions }) => decisions))].sort((a, b) => a - b)
  const names = Object.keys(POLICIES) as PolicyName[]
  const [ours] = names as [PolicyName]
  return sizes.flatMap(decisions => {
    const ofSize = results.filter(result => result.decisions === decisions)
    return names.map(policy => {
      const regrets = ofSize.map(result => regretOf(result, policy))
      return {
        decisions,
        policy,
        mean: mean(regrets),
        least: Math.min(...regrets),
        most: Math.max(...regrets),
        missed: mean(ofSize.map(({ oracle, revenue }) => oracle - revenue[policy])),
        lowest: ofSize.filter(result => names.every(other => regretOf(result, policy) <= regretOf(result, other))).length,
        beaten: ofSize.filter(result => regretOf(result, ours) < regretOf(result, policy)).length,
        seeds: ofSize.length,
      }
    })
  })
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length
