import type { Database } from '../db/database.js'
import { reply } from '../http/reply.js'
import type { Handler } from '../http/types.js'
import type { Fact } from '../journal/fact.js'
import type { JournalStore } from '../journal/journal-store.js'
import { NotFound } from '../lib/errors.js'
import { fromMicros } from '../lib/money.js'
import { iso } from '../lib/time.js'
import { explain } from '../market/explanation.js'
import { TraceStore } from '../market/trace-store.js'
import type { Settle } from './settle.js'

/** Why a decision's visitor was answered these offers, in this order, and not the others. */
export const getExplanation =
  ({ db, settle, facts }: { db: Database; settle: Settle; facts: JournalStore }): Handler<'getExplanation'> =>
  async ({ path: { requestId }, query, principal: { organization } }) => {
    await settle()
    const [id = requestId] = await new TraceStore(db.reads).tracesOf(organization, requestId)
    const chain = await facts.byTrace(organization, id)
    if (chain.length === 0) throw new NotFound(`There is no decision ${requestId}`)
    const decision = chain.find((fact): fact is Fact<'decision'> => fact.kind === 'decision')
    const answers = chain.filter((fact): fact is Fact<'served'> => fact.kind === 'served')
    const answer = query.answer === undefined ? answers.at(-1) : answers.find(fact => fact.id === query.answer)
    if (query.answer !== undefined && !answer) throw new NotFound(`answer: there is no answer ${query.answer} to this decision`)
    return reply(200, {
      id,
      allowed: decision?.properties.allowed ?? null,
      answers: answers.map(fact => fact.id),
      ...(answer && { answer: await present(db, answer) }),
    })
  }

async function present(db: Database, answer: Fact<'served'>) {
  const { id, at, website = '', properties } = answer
  const { surface, country, region, device, os, limit, version, ratesAt, exploreShare, explored } = properties
  const { draw, exact, offers } = await explain(db, answer)
  return {
    id,
    time: iso(at),
    websiteId: website,
    surface,
    country,
    region,
    device,
    os,
    limit,
    catalogueVersion: version,
    ratesAt: iso(ratesAt),
    exploreShare,
    draw,
    explored,
    exact,
    offers: offers.map(({ offer, bid, score, ...rest }) => ({
      offerId: offer,
      ...rest,
      bid: { model: bid.model, amount: fromMicros(bid.micros) },
      score: score === null ? null : fromMicros(score),
    })),
  }
}
