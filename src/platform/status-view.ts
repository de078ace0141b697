import type { BodyOf } from '../http/types.js'
import { iso } from '../lib/time.js'

/** How everything of an organization stands, as the contract shows it. */
export type Status = Exclude<BodyOf<'getStatus', 200>, string>

export type Problem = Status['problems'][number]

/** One thing as it is shown, and what is wrong with it. */
export interface Judged<T> {
  readonly shown: T
  readonly problems: readonly Problem[]
}

export const orNull = (at: number | null): string | null => (at === null ? null : iso(at))

/** The latest of several instants; null: there is none. */
export function latest(...instants: readonly (number | null)[]): string | null {
  const known = instants.filter(at => at !== null)
  return known.length === 0 ? null : iso(Math.max(...known))
}
