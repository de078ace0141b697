import type { Database } from '../db/database.js'
import { reply } from '../http/reply.js'
import type { BodyOf, Handler } from '../http/types.js'
import type { Fact } from '../journal/fact.js'
import type { JournalStore } from '../journal/journal-store.js'
import { NotFound } from '../lib/errors.js'
import { fromMicros } from '../lib/money.js'
import { iso } from '../lib/time.js'
import { TraceStore } from '../market/trace-store.js'
import type { Settle } from './settle.js'

type TraceEvent = BodyOf<'getTrace', 200>['events'][number]

/** All that followed from one id, what did not count included. */
export const getTrace =
  ({ db, settle, facts }: { db: Database; settle: Settle; facts: JournalStore }): Handler<'getTrace'> =>
  async ({ path: { id }, principal: { organization } }) => {
    await settle()
    const traces = await new TraceStore(db.reads).tracesOf(organization, id)
    const chains = await Promise.all(traces.map(trace => facts.byTrace(organization, trace)))
    const events = chains
      .flat()
      .sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1))
      .flatMap(present)
    if (events.length === 0) throw new NotFound(`There is nothing under ${id}`)
    return reply(200, { id, events })
  }

/** What is read of a fact's properties, whichever it has. */
interface Told {
  readonly clickId?: string
  readonly visitId?: string
  readonly conversionId?: string
  readonly sendId?: string
  readonly platform?: string
  readonly billed?: boolean
  readonly price?: number
  readonly reason?: string
  readonly winners?: readonly { readonly offer: string }[]
}

function present(fact: Fact): TraceEvent[] {
  const { kind, id, at, offer, properties } = fact
  const { clickId, visitId, conversionId, sendId, platform, billed, price = 0, reason, winners = [] } = (properties ?? {}) as Told
  const amount = kind === 'reversal' ? -price : price
  const event: TraceEvent = {
    kind,
    id,
    time: iso(at),
    ...(offer !== undefined && { offerId: offer }),
    ...(clickId !== undefined && { clickId }),
    ...(visitId !== undefined && { visitId }),
    ...(conversionId !== undefined && { conversionId }),
    ...(sendId !== undefined && { sendId }),
    ...(platform !== undefined && { platform }),
    ...(amount !== 0 && { amount: fromMicros(amount), currency: 'USD' as const }),
    ...(billed !== undefined && { billed }),
    ...(reason !== undefined && { reason }),
  }
  return winners.length === 0 ? [event] : winners.map(winner => ({ ...event, offerId: winner.offer }))
}
