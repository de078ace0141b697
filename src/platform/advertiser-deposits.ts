import { reply } from '../http/reply.js'
import type { Handler } from '../http/types.js'
import { Conflict } from '../lib/errors.js'
import { newId } from '../lib/id.js'
import { fromMicros, toMicros } from '../lib/money.js'
import { iso } from '../lib/time.js'
import { CURRENCY } from '../market/attribution.js'
import { advertiserAccount, causes, depositOf, type Posting } from '../market/ledger.js'
import { LedgerStore } from '../market/ledger-store.js'
import { type Deposit, StatementStore } from '../market/statement-store.js'
import { findAdvertiser } from './advertiser.js'
import type { AdvertiserNeeds } from './advertisers.js'

/** What the advertiser has paid in, oldest first. */
export const listDeposits =
  ({ db }: AdvertiserNeeds): Handler<'listDeposits'> =>
  async ({ path: { id }, query: { page, limit }, principal: { organization } }) => {
    await findAdvertiser(db.knex, organization, id)
    const { items, total } = await new StatementStore(db.reads).deposits(organization, id, { offset: (page - 1) * limit, limit })
    return reply(200, { items: items.map(deposit => present(id, deposit)), total, page })
  }

/**
 * Counts a payment once for its reference: a repeat answers the first one. It is a change of the catalogue, so that the advertiser's
 * offers are back in the auction on every process before the payment is answered.
 */
export const createDeposit =
  ({ db, catalogue, journal }: AdvertiserNeeds): Handler<'createDeposit'> =>
  async ({ path: { id }, principal: { organization }, body: { amount, reference }, now }) => {
    const micros = toMicros(amount)
    const deposit = depositOf({ organization, advertiser: id, reference, micros, at: now })
    const first = await catalogue.change(async trx => {
      await findAdvertiser(trx, organization, id)
      const ledger = new LedgerStore(trx, db.dialect)
      const [posted] = await ledger.post([deposit])
      if (!posted) return depositIn(id, (await ledger.byCause(organization, [deposit.cause])).get(deposit.cause)!)
      const properties = { advertiserId: id, postingId: posted.id, reference, amount: micros }
      await journal.record(trx, [{ id: newId('evt'), organization, kind: 'deposit', at: now, properties }])
      return depositIn(id, posted)
    })
    if (first.amount !== micros)
      throw new Conflict(`reference: ${reference} was recorded with another amount, ${fromMicros(first.amount)}`, 'reference_taken')
    return reply(first.id === deposit.id ? 201 : 200, present(id, first))
  }

const present = (advertiser: string, { id, cause, at, amount }: Deposit) => ({
  id,
  advertiserId: advertiser,
  amount: fromMicros(amount),
  currency: CURRENCY,
  reference: cause.slice(causes.deposit(advertiser, '').length),
  createdAt: iso(at),
})

const depositIn = (advertiser: string, { id, cause, at, entries }: Posting): Deposit => ({
  id,
  cause,
  at,
  amount: entries.find(({ account }) => account === advertiserAccount(advertiser))!.amount,
})
