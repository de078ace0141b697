import type { Judged } from '../journal/kinds.js'
import type { Act, ClickAct, EventAct, PostbackOutcome } from './billing-acts.js'
import { Batch, type Bill, FREE, type Settlement, unbilled } from './billing-batch.js'
import { settlePostback } from './billing-conversions.js'
import type { BillingState } from './billing-state.js'
import { restOf } from './charge.js'
import { type ClickFacts, judgeClick, judgeEvent } from './invalid-traffic.js'
import { causes } from './ledger.js'
import type { Terms } from './terms.js'

/** Decides all acts of a batch, one after the other: each sees what those before it have done. */
export function settle(acts: readonly Act[], state: BillingState, terms: Terms): Settlement {
  const batch = new Batch(state, terms)
  for (const act of acts) batch.out.outcomes.push(decide(batch, act))
  return batch.out
}

function decide(batch: Batch, act: Act): PostbackOutcome | undefined {
  if (act.kind === 'postback') return settlePostback(batch, act)
  if (act.kind === 'click') settleClick(batch, act)
  else settleEvent(batch, act)
  return undefined
}

function settleEvent(batch: Batch, act: EventAct): void {
  const { kind, organization, website, at, trace, offer: id = '', visitor, country, request, sender } = act
  const { purpose, userAgent, dataCentre } = sender
  const served = request === 'ok' && trace !== undefined ? batch.state.served(trace, id) : undefined
  const repeated = served !== undefined && batch.state.pair(served.trace, id)![kind]
  const reason = judgeEvent({ request, purpose, userAgent, dataCentre, served: served !== undefined, repeated })
  const offer = batch.terms.offers.get(id)
  let bill = FREE
  if (reason === undefined && served !== undefined) {
    const { trace, advertiser, price } = served
    batch.state.take(trace, id, kind)
    if (kind === 'click_event') batch.out.clickEvents.push({ trace, offer: id, organization, at })
    else {
      batch.out.impressions.push({ trace, offer: id, organization, at, website, visitor })
      const charged = { organization, advertiser, website, offer: id, trace, price, at }
      if (served.model === 'ECPM') bill = batch.charge(restOf(offer, at), causes.impression(trace, id), charged, offer)
    }
  }
  batch.out.facts.push({
    id: act.fact,
    organization,
    kind,
    at,
    website,
    trace,
    // An id that a page made up is none of our offers.
    offer: served !== undefined || offer?.organization === organization ? id : undefined,
    properties: judged(bill, reason, country, served?.surface ?? null),
  })
}

function settleClick(batch: Batch, act: ClickAct): void {
  const { id, organization, at, trace, offer, advertiser, website, visitor, position, model, price, surface, country } = act
  const { servedAt, head, sender } = act
  const { purpose, userAgent, dataCentre } = sender
  const facts: ClickFacts = {
    at,
    servedAt,
    repeated: batch.state.pair(trace, offer)!.click,
    head,
    purpose,
    userAgent,
    dataCentre,
    earlier: batch.state.earlier(website, visitor, at),
  }
  const reason = judgeClick(facts) ?? null
  const bill = reason === null ? billClick(batch, act) : FREE
  const { billed, reason: unbilled = null } = bill
  batch.out.clicks.push({
    id,
    organization,
    trace,
    offer,
    advertiser,
    website,
    visitor,
    at,
    reason,
    unbilled,
    billed,
    model,
    price,
    country,
    surface,
    facts,
  })
  batch.out.facts.push({
    id: act.fact,
    organization,
    kind: 'click',
    at,
    website,
    offer,
    trace,
    properties: { clickId: id, position, ...judged(bill, reason ?? undefined, country, surface) },
  })
}

/** How an act was judged, as the journal stores it. Each field by its name: spreads of objects that differ in shape cost more here than the judgement. */
function judged(
  { billed, price, earnings, reason: unbilledFor }: Bill,
  reason: string | undefined,
  country: string | null,
  surface: string | null,
): Judged {
  const why = reason ?? unbilledFor
  const valid = reason === undefined
  return why === undefined
    ? { valid, billed, price, earnings, country, surface }
    : { valid, billed, price, earnings, reason: why, country, surface }
}

/** A valid click. One of a CPA offer costs nothing yet, but while its offer rests its conversions will not either. */
function billClick(batch: Batch, act: ClickAct): Bill {
  const { at, trace, offer: id, website, visitor, model } = act
  batch.state.take(trace, id, 'click')
  batch.state.noteClick(website, visitor, at)
  const offer = batch.terms.offers.get(id)
  const rests = restOf(offer, at)
  if (model === 'CPC') return batch.charge(rests, causes.click(act.id), act, offer)
  return model === 'CPA' && rests ? unbilled(rests) : FREE
}
