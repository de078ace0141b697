import type { Kind, Kinds } from './kinds.js'

interface About {
  /** Made by `newId('evt')`: facts sort by it as they were written, and a fact that is written again under its id is stored once. */
  readonly id: string
  readonly organization: string
  /** When it happened, epoch milliseconds. */
  readonly at: number
  readonly user?: string | undefined
  readonly website?: string | undefined
  readonly wall?: string | undefined
  readonly offer?: string | undefined
  /** The id that leads from a decision to all that follows from it. */
  readonly trace?: string | undefined
  /** Id of the fact that led to this one. */
  readonly cause?: string | undefined
}

type FactOf<K extends Kind> = About & { readonly kind: K } & (Kinds[K] extends undefined
    ? { readonly properties?: undefined }
    : { readonly properties: Kinds[K] })

/** One thing that happened. It is never changed and never taken back: what corrects it is a fact of its own. */
export type Fact<K extends Kind = Kind> = { [P in K]: FactOf<P> }[K]
