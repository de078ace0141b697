import { newId } from '../lib/id.js'
import { attribute } from './attribution.js'
import type { PostbackAct, PostbackOutcome } from './billing-acts.js'
import { type Batch, type Bill, FREE } from './billing-batch.js'
import type { Click } from './click-store.js'
import type { Conversion } from './conversion-store.js'
import { causes, publisherAccount, reversalOf } from './ledger.js'

export function settlePostback(batch: Batch, act: PostbackAct): PostbackOutcome {
  const { advertiser, txid, at } = act
  const click = batch.state.click(act.click)
  if (click?.advertiser !== advertiser) return { status: 'unknown_click' }
  const before = batch.state.conversion(advertiser, txid)
  if (act.status === 'reversed') {
    if (!before) return { status: 'unknown_conversion' }
    if (before.status === 'reversed') return { status: 'duplicate' }
    // It was never counted: taken back, reports and rates would miss a conversion that they never had.
    if (before.reason !== null) return { status: 'refused', reason: before.reason }
    reverseConversion(batch, before, batch.state.click(before.click) ?? click, at)
    return { status: 'accepted' }
  }
  if (before) {
    noteConversion(batch, act, click, before.id, before.event, FREE, 'duplicate')
    return { status: 'duplicate' }
  }
  return convert(batch, act, click)
}

function convert(batch: Batch, act: PostbackAct, click: Click): PostbackOutcome {
  const { organization, advertiser, txid, payout, currency, at } = act
  const { offer: offerId, website, trace } = click
  const offer = batch.terms.offers.get(offerId)
  const { event, price, refusal } = attribute({ ...act, offer, click, reached: batch.state.reached(click.id) })
  const id = newId('conv')
  const charged = { organization, advertiser, website, offer: offerId, trace, at, price }
  const bill = refusal === undefined ? batch.charge(undefined, causes.conversion(id), charged, offer) : FREE
  const reason = refusal ?? bill.reason
  const conversion: Conversion = {
    id,
    organization,
    advertiser,
    txid,
    click: click.id,
    offer: offerId,
    event,
    status: reason === undefined ? 'approved' : 'refused',
    reason: reason ?? null,
    price: bill.price,
    payout,
    currency,
    at,
    reversed_at: null,
  }
  batch.state.keep(conversion)
  batch.out.conversions.push(conversion)
  noteConversion(batch, act, click, id, event, bill, reason)
  return reason === undefined ? { status: 'accepted' } : { status: 'refused', reason }
}

function noteConversion(
  batch: Batch,
  act: PostbackAct,
  click: Click,
  conversionId: string,
  event: string,
  bill: Bill,
  reason: string | undefined,
): void {
  const { organization, at, txid, payout, currency } = act
  const { offer, website, trace, country, surface } = click
  batch.out.facts.push({
    id: newId('evt'),
    organization,
    kind: 'conversion',
    at,
    website,
    offer,
    trace,
    properties: {
      conversionId,
      clickId: click.id,
      txid,
      event,
      ...(payout !== null && { payout }),
      ...(currency !== null && { currency }),
      ...bill,
      valid: reason === undefined,
      ...(reason !== undefined && { reason }),
      country,
      surface,
    },
  })
}

/** Takes a conversion back. One of this same batch is stored as reversed at once. */
export function reverseConversion(
  batch: Batch,
  before: Conversion,
  click: Click,
  at: number,
  kind: 'reversal' | 'adjustment' = 'reversal',
): void {
  const { id, organization, advertiser, offer, txid, event, price } = before
  const { website, trace, country, surface } = click
  batch.state.keep({ ...before, status: 'reversed', reversed_at: at })
  batch.out.reversed.push({ id, at })
  const charge = batch.state.posting(causes.conversion(id))
  const earned = charge?.entries.find(({ account }) => account === publisherAccount(charge.website ?? ''))
  if (charge) {
    batch.out.postings.push(reversalOf(charge, at, kind))
    batch.state.refund({ organization, offer, advertiser, price, at: before.at })
  }
  const undone = { price, earnings: earned?.amount ?? 0 }
  const properties = { conversionId: id, clickId: click.id, txid, event, ...undone, country, surface }
  batch.out.facts.push({ id: newId('evt'), organization, kind: 'reversal', at, website, offer, trace, properties })
}
