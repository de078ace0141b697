import { storableJson } from '../db/storable.js'
import type { AheadLog, Release } from '../journal/ahead-log.js'
import type { Act, VisitorAct } from './billing-acts.js'

/** Acts that are handed out, and billed, at a time. */
export const SLICE = 500

/** An act that is durable, and not known to be billed. */
export interface KeptAct {
  readonly act: VisitorAct
  /** The same as `packAct` makes it, where it is at hand. */
  readonly text?: string | undefined
  /** Forgets it, since it is billed. */
  readonly release: Release
}

/** Where acts are kept that are acknowledged before they are billed. They are of all organizations, since each goes where it belongs when it is billed. */
export interface ActKeeper {
  /** Acts on their way in. */
  readonly queued: number
  /** Resolves when the act is durable. @throws Unavailable when it is not */
  keep(act: VisitorAct): Promise<KeptAct>
  /** What is kept by processes that are gone or have not come to it: the next some acts in their order, as long as there are any. @param until facts before this id */
  left(until: string): AsyncIterable<readonly KeptAct[]>
  /** Writes what waits for as long as `withinMs`, and accepts nothing more. */
  drain(withinMs: number): Promise<unknown>
  /** Resolves when all that is released is forgotten. */
  settled(): Promise<unknown>
}

/** An act as JSON, with nothing in it that a database can't keep. */
export const packAct = (act: Act): string => storableJson(JSON.stringify(act))

/** Acts in a log beside an embedded database, where a table would have to wait for every transaction. */
export class LoggedActs implements ActKeeper {
  constructor(private readonly log: AheadLog) {}

  get queued(): number {
    return this.log.queued
  }

  async keep(act: VisitorAct): Promise<KeptAct> {
    const text = packAct(act)
    return { act, text, release: await this.log.append('act', text) }
  }

  /** All at once: nobody else writes here. */
  async *left(): AsyncIterable<readonly KeptAct[]> {
    const left = this.log.left('act').map(({ text, release }) => ({ act: JSON.parse(text) as VisitorAct, text, release }))
    for (let from = 0; from < left.length; from += SLICE) yield left.slice(from, from + SLICE)
  }

  /** The log is written to its end by whoever opened it. */
  async drain(): Promise<void> {}

  async settled(): Promise<void> {}
}
